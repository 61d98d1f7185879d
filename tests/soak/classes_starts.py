"""Ways to start a process of a class in trouble: forked by a nursery in milliseconds where the system can do
that, spawned anew where it cannot, or the true program with nothing of ours in it.
"""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from tests.helpers.processes import ROOT, environment

CAN_FORK = sys.platform.startswith("linux")
BIRTH = 30.0  # seconds that the nursery may take for a child


class Process(Protocol):
    """One that was started."""

    @property
    def pid(self) -> int: ...
    @property
    def is_alive(self) -> bool: ...
    def signal(self, number: int) -> None: ...
    async def wait(self) -> None: ...


class Starter(Protocol):
    """is_slow: a start takes a second and more."""

    is_slow: bool

    async def bear(self, **order: Any) -> Process:
        """order: as `classes_server.carry_out` takes it; output: the file for what it prints."""


class Program:
    """A child of ours."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, words: Sequence[str], output: str) -> "Program":
        """words: after the interpreter."""
        with Path(output).open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *words, cwd=ROOT, env=environment(),
                stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file,
            )  # fmt: skip
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    def signal(self, number: int) -> None:
        if self.is_alive:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def wait(self) -> None:
        await self._process.wait()


class Spawner:
    """Works on every system."""

    is_slow = True

    async def bear(self, **order: Any) -> Process:
        words = ["-m", "tests.soak.classes_server", json.dumps(order)]
        return await Program.start(words, order["output"])


class Child:
    """A process that is not ours but the nursery's."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._gone = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        try:
            self._handle = os.pidfd_open(pid)
            self._loop.add_reader(self._handle, self._end)
        except ProcessLookupError:  # it is over already
            self._gone.set()

    def _end(self) -> None:
        self._loop.remove_reader(self._handle)
        os.close(self._handle)
        self._gone.set()

    @property
    def is_alive(self) -> bool:
        return not self._gone.is_set()

    def signal(self, number: int) -> None:
        if self.is_alive:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    async def wait(self) -> None:
        await self._gone.wait()


class Nursery:
    """`with Nursery() as nursery:`; to be made before anything that must not be shared with the children."""

    is_slow = False

    def __enter__(self) -> "Nursery":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.classes_server"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment(),
        )  # fmt: skip
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    async def bear(self, **order: Any) -> Process:
        """Raises `TimeoutError`, `ChildProcessError` where the nursery itself is in trouble."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write((json.dumps(order) + "\n").encode())
        self._process.stdin.flush()
        # Nothing else may be asked meanwhile, hence not in the background.
        if not select.select([self._process.stdout], [], [], BIRTH)[0]:
            raise TimeoutError("the nursery does not answer")
        line = self._process.stdout.readline()
        if not line:
            raise ChildProcessError(f"the nursery has ended with {self._process.poll()}")
        return Child(int(line))
