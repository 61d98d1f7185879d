"""A class to test against: `main.py serve` as a process of its own, or a class server inside the test.

Both keep their journal in a folder of their own and are driven as a teacher's program drives them.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from app.clock import Clock
from app.host.client import HostClient
from app.host.running import read_secret
from app.lan.access import Access
from app.lan.media import Pictures
from app.lan.server import ClassServer, ServerOptions
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.live.state import SessionState, replay
from app.quiz.model import Quiz
from app.reports import session_json
from app.reports.options import Options
from app.storage.journal import Journal, JournalReader

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "a-host-secret-for-tests-only"


def read_state(folder: Path) -> SessionState:
    """The newest session of a data folder, replayed from what is on the disk."""
    journal = JournalReader.open(folder)
    assert journal is not None, "no journal was written"
    try:
        return replay(journal.load_events(journal.list_sessions()[0].id))
    finally:
        journal.close()


def read_export(folder: Path) -> dict[str, Any]:
    """What `sessions export` gives out."""
    exported: dict[str, Any] = json.loads(session_json.write(read_state(folder), Options()))
    return exported


class ServedClass:
    """`main.py serve`. `ready` is the line that it prints for other programs."""

    def __init__(self, folder: Path, quiz: Path, *options: str) -> None:
        self.folder = folder
        self._quiz = quiz
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self.ready: dict[str, Any] = {}

    async def start(self) -> None:
        """Start on any free port, or start again: then it goes on with the open class on its old port."""
        arguments = [sys.executable, "main.py", "serve", str(self._quiz), "--data", str(self.folder)]
        arguments += ["--json", "--no-mdns", *self._options]
        if not self.ready:
            arguments += ["--port", "0"]
        self._process = subprocess.Popen(
            arguments,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
            encoding="utf-8",
        )
        line = await asyncio.to_thread(self._process.stdout.readline)  # type: ignore[union-attr]
        assert line, "the class server ended before it was ready"
        self.ready = json.loads(line)

    @property
    def join(self) -> str:
        """The address that is printed for phones."""
        return str(self.ready["join"])

    @property
    def origin(self) -> str:
        return self.join.rpartition("/")[0]

    @property
    def port(self) -> int:
        return int(self.ready["port"])

    @property
    def secret(self) -> str:
        found = read_secret(self.folder)
        assert found is not None
        return found[0]

    async def host(self) -> HostClient:
        return await HostClient.connect(self.ready["host"], self.secret)

    def kill(self) -> None:
        """End it at once, in the midst of everything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


@contextlib.asynccontextmanager
async def served_class(folder: Path, quiz: Path, *options: str) -> AsyncIterator[ServedClass]:
    served = ServedClass(folder, quiz, *options)
    await served.start()
    try:
        yield served
    finally:
        served.kill()


def listen(host: str, port: int = 0) -> socket.socket:
    sock = socket.create_server((host, port))
    sock.setblocking(False)
    return sock


class InnerClass:
    """A class server in the loop of the test. port and host: where it listens."""

    def __init__(self, server: ClassServer, folder: Path, host: str, port: int) -> None:
        self.server = server
        self.folder = folder
        self.origin = f"http://{host}:{port}"
        self.join = f"{self.origin}/{server.room.state.code}"
        self._socket = f"ws://{host}:{port}/host/ws"

    async def host(self) -> HostClient:
        return await HostClient.connect(self._socket, SECRET)


@contextlib.asynccontextmanager
async def inner_class(
    folder: Path,
    quiz: Quiz,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    settings: SessionSettings | None = None,
    options: Callable[[int], ServerOptions] = lambda port: ServerOptions(announce=False),
) -> AsyncIterator[InnerClass]:
    """A class on a real socket with a real journal. options: made when the port is known."""
    folder.mkdir(parents=True, exist_ok=True)
    journal, clock, sock = Journal(folder), Clock(), listen(host, port)
    try:
        opened = open_session(quiz, settings or SessionSettings(), clock.now())
        journal.create_session(opened, quiz.media, 0)
        taken = sock.getsockname()[1]
        access = Access(SECRET, 0, clock.now)
        pictures = Pictures(opened.seed, quiz)
        server = ClassServer(Session([opened]), journal, pictures, access, clock, taken, options(taken))
        await server.start([sock])
        try:
            yield InnerClass(server, folder, host, taken)
        finally:
            await server.close()
    finally:
        sock.close()
        journal.close()
