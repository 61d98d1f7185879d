"""The network between phones and laptop: it tears connections at any byte, delays, swallows, lets what a
phone said before be overtaken by what it says after, and goes away."""

import asyncio
import socket
import struct
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from random import Random

from tests.soak.classes_waits import end_tasks

LATEST = 1.5  # seconds
_CHUNK = 1 << 15
_LINGER = "hh" if sys.platform == "win32" else "ii"


@dataclass(eq=False)
class Wire:
    """One connection. tears_at: bytes after which it breaks; swallows_at: after which nothing comes through
    any more though it stays open; slow: the longest delay of a piece, in seconds; overtaken_at: bytes after
    which the phone loses it, while what it sent last comes through later, when a newer one may be there."""

    host: str
    near: asyncio.StreamWriter
    tears_at: float
    swallows_at: float
    slow: float
    overtaken_at: float = float("inf")
    is_lost: bool = False
    far: asyncio.StreamWriter | None = None
    passed: int = 0

    def tear(self, hard: bool) -> None:
        """hard: as a reset, else as an end."""
        for end in (self.near, self.far):
            if end is not None:
                _tear_end(end, hard)

    def lose(self) -> None:
        """The phone's end alone is over."""
        self.is_lost = True
        _tear_end(self.near, True)


def _tear_end(end: asyncio.StreamWriter, hard: bool) -> None:
    known = end.get_extra_info("socket")
    if hard and known is not None and known.fileno() >= 0:
        known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
    end.transport.abort() if hard else end.close()


@dataclass
class Wires:
    """port: of the class server. rough: how likely a new connection is bad in some way, 0 to 1."""

    random: Random
    hosts: tuple[str, ...]
    counts: Counter[str]
    port: int = 0
    rough: float = 0.0
    ports: dict[str, int] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    _all: set[Wire] = field(default_factory=set)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _flows: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self) -> None:
        self._flows.set()
        for host in self.hosts:
            server = await asyncio.start_server(partial(self._meet, host), host, 0)
            self._servers.append(server)
            self.ports[host] = server.sockets[0].getsockname()[1]

    async def close(self) -> list[str]:
        """Gives what does not end."""
        for server in self._servers:
            server.close()
        wrong = await end_tasks(self._tasks)
        for wire in list(self._all):
            wire.tear(True)
        return wrong

    def hold(self) -> None:
        """Nothing comes through for now; nothing is lost."""
        self._flows.clear()

    def flow(self) -> None:
        self._flows.set()

    def tear_all(self, share: float = 1.0) -> int:
        torn = [wire for wire in self._all if self.random.random() < share]
        for wire in torn:
            wire.tear(self.random.random() < 0.5)
        return len(torn)

    def move(self, host: str) -> None:
        """The laptop has this address now, and no other."""
        self.down = set(self.hosts) - {host}
        for wire in [wire for wire in self._all if wire.host != host]:
            wire.tear(True)

    # --- one connection -------------------------------------------------------------------------

    def _meet(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._take(host, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = self._draw(host, writer)
        self._all.add(wire)
        try:
            if host in self.down:
                return
            far_reader, wire.far = await asyncio.open_connection(host, self.port)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(wire, reader, wire.far, is_up=True))
                both.create_task(self._pass(wire, far_reader, writer, is_up=False))
        except* (OSError, ConnectionError):
            pass
        finally:
            self._all.discard(wire)
            wire.tear(False)

    def _draw(self, host: str, writer: asyncio.StreamWriter) -> Wire:
        wire = Wire(host, writer, float("inf"), float("inf"), 0.0)
        if self.random.random() < self.rough:
            match self.random.choice(
                ("torn", "torn", "swallowed", "delayed", "delayed", "overtaken", "overtaken")
            ):
                case "torn":
                    wire.tears_at = int(self.random.expovariate(1 / 4000))
                case "swallowed":
                    wire.swallows_at = int(self.random.expovariate(1 / 6000))
                case "overtaken":
                    wire.overtaken_at = int(self.random.expovariate(1 / 1500))
                case _:
                    wire.slow = self.random.uniform(0.02, 0.5)
                    self.counts["connections delayed"] += 1
        return wire

    async def _pass(
        self, wire: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool
    ) -> None:
        """is_up: from the phone."""
        while piece := await reader.read(_CHUNK):
            await self._flows.wait()
            if wire.slow:
                await asyncio.sleep(self.random.uniform(0.0, wire.slow))
            if wire.is_lost and not is_up:
                continue  # nobody hears it
            before, wire.passed = wire.passed, wire.passed + len(piece)
            if is_up and wire.passed >= wire.overtaken_at:
                wire.lose()
                await asyncio.sleep(self.random.uniform(0.05, LATEST))
                self.counts["connections overtaken"] += 1
                writer.write(piece)
                await writer.drain()
                break
            if wire.passed >= wire.swallows_at:
                if before < wire.swallows_at:
                    self.counts["connections swallowed"] += 1
                piece = piece[: max(0, int(wire.swallows_at) - before)]
            if wire.passed >= wire.tears_at:
                writer.write(piece[: max(0, int(wire.tears_at) - before)])
                self.counts["connections torn"] += 1
                await asyncio.sleep(0)
                wire.tear(self.random.random() < 0.5)
                return
            if piece:
                writer.write(piece)
                await writer.drain()
        wire.tear(False)
