"""The class server of a class in trouble: started as the desktop does, started again whenever it has gone."""

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from app.errors import PreauError
from app.host.client import HostClient
from app.host.starting import StartOptions, serve_arguments
from tests.helpers.processes import ROOT
from tests.soak.classes_host import find_class
from tests.soak.classes_server import World
from tests.soak.classes_starts import Process, Program, Starter
from tests.soak.classes_waits import wait_at_most

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # which on Windows is the same
START = 120.0  # seconds, on a machine that has much else to do
END = 15.0  # seconds
PORTS = range(12_000, 30_000)  # which no system gives away by itself


@dataclass
class Serving:
    """folder: the data folder; beside: for what must survive a full disk. starter: None for the program as it
    is. is_over: it is not started again; has_ended: the class ended and nobody was told."""

    random: Random
    folder: Path
    beside: Path
    options: StartOptions
    world: World
    starter: Starter | None
    counts: Counter[str]
    wrong: list[str] = field(default_factory=list)
    ready: dict[str, Any] = field(default_factory=dict)
    starts: int = 0
    is_over: bool = False
    has_ended: bool = False
    _is_ready: bool = False
    _process: Process | None = None

    async def begin(self, quiz_file: Path) -> None:
        self.options = replace(self.options, port=find_port(self.random))
        assert await self._start(quiz_file), f"the class could not be started: {self.wrong}"

    async def _start(self, quiz_file: Path | None) -> bool:
        """Whether phones can join. Without a file an open class goes on."""
        self.starts += 1
        self._is_ready = False
        ready = self.beside / f"ready-{self.starts}.json"
        words = serve_arguments(self.folder, quiz_file, self.options, ready)
        output = str(self.beside / "output.txt")
        if self.starter is None:
            self._process = await Program.start([str(ROOT / "main.py"), *words], output)
        else:
            order = {"words": words, "world": str(self.world.path)}
            self._process = await self.starter.bear(**order, output=output)
        gone = asyncio.create_task(self._process.wait())
        deadline = asyncio.get_running_loop().time() + START
        try:
            while not ready.exists() and self._process.is_alive:
                await asyncio.wait({gone}, timeout=0.01)
                if asyncio.get_running_loop().time() > deadline:
                    self.wrong.append(f"the server was not ready after {START:.0f} s")
                    self.signal(KILL)
                    return False
        finally:
            gone.cancel()
        if not ready.exists():
            return False
        told = json.loads(ready.read_text(encoding="utf-8"))
        ready.unlink()
        return self._take(told)

    def _take(self, told: dict[str, Any]) -> bool:
        if not told["ready"]:
            self.counts[f"start refused: {told['code']}"] += 1
            if told["code"] == "no_quiz_given":
                self.is_over = self.has_ended = True
            return False
        self.wrong += [
            f"a start says {one['code']}" for one in told["notices"] if one["code"] != "no_network"
        ]
        if self.ready and [told[name] for name in ("code", "port")] != [self.code, self.port]:
            self.wrong.append("another class was started")
        self.ready, self._is_ready = told, True
        return True

    @property
    def code(self) -> str:
        return str(self.ready["code"])

    @property
    def port(self) -> int:
        return int(self.ready["port"])

    def find_class(self) -> tuple[str, str] | None:
        """Where hosts find it, and the secret; None while it is not there."""
        return find_class(self.folder) if self._is_ready and self.is_running else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.is_alive

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def signal(self, number: int) -> None:
        if self._process is not None:
            self._process.signal(number)

    async def gone(self) -> None:
        if self._process is not None:
            await self._process.wait()

    async def kill(self) -> None:
        """At once, for good."""
        self.signal(KILL)
        await wait_at_most(self.gone(), END, "the killed server is still there", self.wrong)

    async def watch(self) -> None:
        while not self.is_over:
            await self.gone()
            if self.is_over:
                return
            await asyncio.sleep(self.random.uniform(0.0, 0.2))
            if not await self._start(None) and not self.is_over:
                self.counts["starts that failed"] += 1
                await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """In order, as the desktop or the system does."""
        if hasattr(signal, "SIGKILL") and self.random.random() < 0.5:
            self.signal(signal.SIGTERM)
        elif (place := self.find_class()) is not None:
            with contextlib.suppress(PreauError, TimeoutError):  # it ends in the midst of its answer
                async with await HostClient.connect(*place) as host:
                    await host.do("stop")
        await wait_at_most(self.gone(), END, "the server does not stop", self.wrong)


def find_port(random: Random) -> int:
    """A free one, out of a part of `PORTS` that other workers do not take while a server is away."""
    first = PORTS.start + os.getpid() % 180 * 100
    while True:
        port = random.randrange(first, first + 100)
        with contextlib.suppress(OSError), socket.create_server(("", port)):
            return port
