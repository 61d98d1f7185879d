"""Starts a server under test in a fresh temporary folder, waits for its ready line, and stops it."""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import perf_counter

from benchmarks.target import Target, target_of

ROOT = Path(__file__).resolve().parent.parent
QUIZ = Path(__file__).resolve().parent / "quiz.gift"
START_LIMIT = 20.0
STOP_LIMIT = 10.0


class ServerFailed(Exception):
    """It ended or said nothing before it was ready."""


@dataclass(frozen=True, slots=True)
class Server:
    """start: seconds from starting the process to its ready line. data: the folder of its databases."""

    target: Target
    process: subprocess.Popen[str]
    data: Path
    start: float

    def kill(self) -> None:
        """Without a chance to save anything: what has a receipt must be in its folder all the same."""
        self.process.kill()
        self.process.wait(STOP_LIMIT)


def is_available(kind: str) -> bool:
    return kind != "real" or (ROOT / "main.py").exists()


def command_of(
    kind: str, data: Path, sizes: dict[str, int], more: Sequence[str] = (), quiz: Path = QUIZ
) -> list[str]:
    """sizes: of what the bare server sends, to make it send as much as the real one. more: arguments of the
    real one, quiz: its questions."""
    if kind == "real":
        arguments = ["serve", str(quiz), "--json", "--data", str(data), "--port", str(free_port())]
        arguments += more
        return [sys.executable, str(ROOT / "main.py"), *arguments]
    if kind == "echo":
        return [sys.executable, "-m", "benchmarks.echo_server"]
    options = [f"--{name}={size}" for name, size in sizes.items()]
    return [sys.executable, "-m", "benchmarks.bare_server", "--data", str(data), *options]


def free_port() -> int:
    """A port below those that systems give to outgoing connections: such a one is soon in use again."""
    for port in random.sample(range(20_000, 32_000), 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("", port))  # on every address, as the class server will listen
            return port
    raise ServerFailed("no free port found")


@contextmanager
def run_server(
    kind: str,
    sizes: dict[str, int] | None = None,
    more: Sequence[str] = (),
    quiz: Path = QUIZ,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """kind: 'real', 'bare' or 'echo'; more: arguments of the real one; environment: added to this process's.
    Raises ServerFailed; the folder and the process are gone afterwards."""
    data = Path(tempfile.mkdtemp(prefix="preau-benchmark-"))
    log = (data / "server.log").open("w+", encoding="utf-8")
    begun = perf_counter()
    process = subprocess.Popen(
        command_of(kind, data, sizes or {}, more, quiz),
        stdin=subprocess.PIPE,  # stays open: a server may take its end as the wish that it stops
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
    )
    lines: Queue[dict | None] = Queue()
    reader = Thread(target=_read, args=(process, lines), daemon=True)
    try:
        reader.start()
        line = _ready_line(lines)
        start = perf_counter() - begun
        if line is None:
            log.seek(0)
            raise ServerFailed(f"{kind}: {log.read()[-400:].strip() or 'no ready line'}")
        yield Server(target_of(line, process.pid), process, data, start)
    finally:
        _stop(process)
        reader.join(STOP_LIMIT)
        process.stdout.close()
        log.close()
        shutil.rmtree(data, ignore_errors=True)


def _read(process: subprocess.Popen[str], lines: Queue[dict | None]) -> None:
    """Hands over the line with `ready`, and reads on, so that a talkative server is never blocked."""
    for text in process.stdout:
        if text.startswith("{"):
            line = json.loads(text)
            if line.get("ready"):
                lines.put(line)
    lines.put(None)


def _ready_line(lines: Queue[dict | None]) -> dict | None:
    try:
        return lines.get(timeout=START_LIMIT)
    except Empty:
        return None


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_LIMIT)
    process.stdin.close()
