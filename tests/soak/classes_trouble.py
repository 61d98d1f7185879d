"""What goes wrong in a class, when and how badly: a seed decides."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.soak.classes_serving import KILL, Serving
from tests.soak.classes_wires import Wires

FAULTS = (
    "killed", "killed", "disk full", "writes fail", "clock jumps", "address changes", "stopped",
    "torn", "torn", "held",
)  # fmt: skip
MOST_STARTS = 3  # where each takes a second
SMALL_DISK = 1 << 28  # bytes; a larger one is not ours to fill


@dataclass
class Trouble:
    random: Random
    serving: Serving
    wires: Wires
    address: str
    _heal: dict[str, Callable[[], None]] = field(default_factory=dict)

    async def make(self) -> None:
        """From half of them to all, in any order."""
        for kind in self.random.sample(FAULTS, self.random.randrange(len(FAULTS) // 2, len(FAULTS) + 1)):
            await asyncio.sleep(self.random.uniform(0.1, 1.0))
            await getattr(self, f"_{kind.replace(' ', '_')}")(kind)

    def heal_all(self) -> None:
        for kind in list(self._heal):
            self._heal_one(kind)

    def _until(self, kind: str, seconds: float, heal: Callable[[], None]) -> None:
        """It is so for a while, beside everything else."""
        self._count(kind)
        self._heal[kind] = heal
        asyncio.get_running_loop().call_later(seconds, self._heal_one, kind)

    def _heal_one(self, kind: str) -> None:
        heal = self._heal.pop(kind, None)
        if heal is not None:
            heal()

    def _count(self, kind: str) -> None:
        self.serving.counts[kind] += 1

    @property
    def _is_true_program(self) -> bool:
        return self.serving.starter is None

    async def _killed(self, kind: str) -> None:
        is_slow = self.serving.starter is None or self.serving.starter.is_slow
        if self.serving.is_running and not (is_slow and self.serving.starts > MOST_STARTS):
            self._count(kind)
            self.serving.signal(KILL)

    async def _stopped(self, kind: str) -> None:
        if self.serving.is_running and kind not in self._heal and hasattr(signal, "SIGSTOP"):
            self.serving.signal(signal.SIGSTOP)
            seconds = self.random.uniform(0.05, 0.6)
            self._until(kind, seconds, lambda: self.serving.signal(signal.SIGCONT))

    async def _disk_full(self, kind: str) -> None:
        disk = os.statvfs(self.serving.folder) if hasattr(os, "statvfs") else None
        if disk is None or disk.f_blocks * disk.f_frsize > SMALL_DISK or kind in self._heal:
            return
        ballast = self.serving.folder.parent / "ballast"
        left = self.random.choice((0, 0, 1, 3))  # blocks that are left
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(disk.f_bavail - left, 1) * disk.f_frsize)
        self._until(kind, self.random.uniform(0.1, 1.2), lambda: ballast.unlink(missing_ok=True))

    async def _writes_fail(self, kind: str) -> None:
        """No file may grow beyond some bytes; what lies before them can still be written."""
        if not sys.platform.startswith("linux") or not self.serving.is_running or kind in self._heal:
            return
        import resource

        pid, whole = self.serving.pid, resource.RLIM_INFINITY

        def limit(most: int) -> None:
            with contextlib.suppress(OSError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, whole))

        limit(self.random.choice((0, 4096, 40_000, 100_000)))
        self._until(kind, self.random.uniform(0.1, 1.2), lambda: limit(whole))

    async def _clock_jumps(self, kind: str) -> None:
        if not self._is_true_program:
            self._count(kind)
            seconds = self.random.choice((1.0, 30.0, 600.0, 3600.0, 86_400.0))
            self.serving.world.jump(self.random.choice((-1, 1)) * seconds)

    async def _address_changes(self, kind: str) -> None:
        if self._is_true_program or len(self.wires.hosts) < 2:
            return
        self._count(kind)
        self.address = self.random.choice([host for host in self.wires.hosts if host != self.address])
        self.serving.world.move(self.address)
        await asyncio.sleep(self.random.choice((0.0, 0.3)))  # the phones may be told before
        self.wires.move(self.address)

    async def _torn(self, kind: str) -> None:
        torn = self.wires.tear_all(self.random.choice((0.3, 1.0)))
        self.serving.counts["connections torn"] += torn

    async def _held(self, kind: str) -> None:
        if kind not in self._heal:
            self.wires.hold()
            self._until(kind, self.random.uniform(0.05, 0.7), self.wires.flow)
