"""Finds the class server of a data folder or starts one, as a process that outlives us.

Everything here waits: it is called in a worker thread, never in that of the window.
"""

import asyncio
import json
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import psutil

from app.errors import PreauError, Refused, Trouble
from app.host.detached import spawn_detached
from app.host.processes import end_process, is_alive
from app.host.rehearsing import Rehearsal
from app.host.running import Running, read_running, read_secret
from app.host.starting import Started, StartOptions, read_start, serve_arguments
from app.paths import drop_file, prepare_data_folder

START_PATIENCE: Final = 60.0  # seconds; a first start on a slow laptop with a virus scanner takes long
ANSWER_PATIENCE: Final = 3.0  # seconds for a class on this computer to answer
STOP_PATIENCE: Final = 15.0
POLL: Final = 0.05


class Supervisor:
    """program: the command that starts ourselves, such as [python, "/.../main.py"]."""

    def __init__(self, folder: Path, program: Sequence[str]) -> None:
        self._folder = folder.resolve()
        self._program = tuple(program)
        self._lock = threading.Lock()  # one start at a time
        self._rehearsal = Rehearsal(self._folder)

    def find(self) -> Running | None:
        """The class that goes on in this folder: its server answers and lets us in. None for one that has
        ended, though its server still shows phones their last page."""
        running = self._read_running()
        phase = self._ask_phase(running) if running else None
        return running if phase and phase != "ended" else None

    def secret(self) -> str:
        """What opens the class of this folder to hosts; "" where none was ever started."""
        known = read_secret(self._folder)
        return known[0] if known else ""

    def start(
        self,
        quiz_file: Path | None,
        options: StartOptions | None = None,
        *,
        is_cancelled: Callable[[], bool] = lambda: False,
        patience: float = START_PATIENCE,
    ) -> Started:
        """Start a class with this quiz; without one, go on with the session that was left open.

        A server that only shows the end of the class before is stopped first, and so is a running class
        where `options.new` says so. Raises the server's own `Trouble`, `Trouble('class_not_started')`,
        `Trouble('data_folder_in_use')` where another class runs, `Refused('start_cancelled')`.
        """
        options = options or StartOptions()
        with self._lock:
            prepare_data_folder(self._folder)
            going_on = self._make_way(options)
            if going_on is not None and quiz_file is not None:
                raise Trouble("data_folder_in_use", folder=str(self._folder))
            if going_on is not None:
                return Started(going_on, self.secret(), resumed=True)
            ready = self._folder / f"ready-{secrets.token_hex(8)}.json"
            try:
                process = self._spawn(
                    serve_arguments(self._folder, quiz_file, options, ready), options.language
                )
                told = _wait_for_ready(process, ready, is_cancelled, patience)
            finally:
                drop_file(ready)
            return read_start(told, self._folder)

    # --- simulated students ---------------------------------------------------------------------

    def start_rehearsal(self, students: int) -> None:
        """Let so many simulated students into the running class; those of before leave.

        Raises `Trouble` with `no_class_running`, `class_not_started`, `file_not_written`.
        """
        if self.find() is None:
            raise Trouble("no_class_running", folder=str(self._folder))
        self.stop_rehearsal()
        words = ["rehearse", "--data", str(self._folder), "--students", str(students)]
        self._rehearsal.note(self._spawn(words, "en").pid)

    def stop_rehearsal(self) -> None:
        """The simulated students leave, whichever desktop let them in."""
        self._rehearsal.stop()

    @property
    def is_rehearsing(self) -> bool:
        """Whether simulated students are in the class; they leave by themselves at its end."""
        return self._rehearsal.is_running()

    # --- what it is made of ---------------------------------------------------------------------

    def _spawn(self, words: Sequence[str], language: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "PREAU_LANG": language}
        try:
            return spawn_detached([*self._program, *words], self._folder, environment)
        except OSError as error:
            raise Trouble("class_not_started") from error

    def _read_running(self) -> Running | None:
        """What a server has written down, unless its process is gone: Windows takes seconds to say that a
        port is closed."""
        running = read_running(self._folder)
        return running if running is not None and is_alive(running.pid) else None

    def _ask_phase(self, running: Running) -> str | None:
        return asyncio.run(_ask_phase(running, self.secret()))

    def _make_way(self, options: StartOptions) -> Running | None:
        """The class that runs and is to stay; one that is not is stopped."""
        running = self._read_running()
        phase = self._ask_phase(running) if running else None
        if running is None or phase is None:
            return None
        if phase != "ended" and not options.new:
            return running
        asyncio.run(_stop(running, self.secret(), end=phase != "ended"))
        try:
            psutil.Process(running.pid).wait(STOP_PATIENCE)
        except psutil.NoSuchProcess:
            return None
        except psutil.TimeoutExpired as error:
            raise Trouble("class_not_started") from error
        return None


async def _ask_phase(running: Running, secret: str) -> str | None:
    """The phase of the class; None where nobody answers, or somebody else."""
    from app.host.client import HostClient  # with what it stands on a third of a second

    try:
        async with asyncio.timeout(ANSWER_PATIENCE):
            async with await HostClient.connect(running.host, secret) as host:
                if host.view.session.get("id") != running.session:
                    return None
                return (await host.wait_for(lambda view: True)).phase
    except (PreauError, TimeoutError):
        return None


async def _stop(running: Running, secret: str, *, end: bool) -> None:
    """End the class if so wished, and stop its server. That the connection ends is no trouble."""
    from app.host.client import HostClient  # with what it stands on a third of a second

    try:
        async with await HostClient.connect(running.host, secret) as host:
            if end:
                await host.do("end")
                await host.wait_for(lambda view: view.phase == "ended")  # phones have heard of it by then
            await host.do("stop")
    except TimeoutError as error:
        raise Trouble("host_lost") from error
    except Trouble as trouble:
        if trouble.code != "host_lost":
            raise


def _wait_for_ready(
    process: "subprocess.Popen[bytes]", ready: Path, is_cancelled: Callable[[], bool], patience: float
) -> Any:
    """What the server wrote. One that takes too long, or is not wanted any more, is ended."""
    deadline = time.monotonic() + patience
    while True:
        has_ended = process.poll() is not None  # looked at first: what it wrote, it wrote before
        told = _read_json(ready)
        if told is not None:
            return told
        if has_ended:
            raise Trouble("class_not_started")
        if is_cancelled():
            end_process(process.pid)
            raise Refused("start_cancelled")
        if time.monotonic() >= deadline:
            end_process(process.pid)
            raise Trouble("class_not_started")
        try:
            process.wait(POLL)
        except subprocess.TimeoutExpired:
            continue


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
