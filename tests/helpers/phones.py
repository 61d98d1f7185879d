"""Simulated phones in a thread of their own, for tests whose own thread belongs to a window."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any

from app.rehearsal.student import SimulatedStudent, StudentLog


class Phones:
    """`with Phones(join_address, 30, seed) as phones:`; they join at once and answer what they see."""

    def __init__(self, address: str, count: int, seed: int, slowest: float = 0.3) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="phones", daemon=True)
        self.students = [
            SimulatedStudent(
                address, f"Student {number}", Random(seed + number),
                delay=lambda source: source.uniform(0.0, slowest), pace=0.2,
            )
            for number in range(count)
        ]  # fmt: skip
        self._lives: list[asyncio.Task[None]] = []

    def __enter__(self) -> "Phones":
        self._thread.start()
        self._do(self._begin())
        return self

    def __exit__(self, *error: object) -> None:
        self._do(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def logs(self) -> dict[str, StudentLog]:
        """Nickname to what the student lived through."""
        return {student.nickname: student.log for student in self.students}

    def all_see(self, view: str) -> bool:
        """Whether every phone shows this view now."""
        return all(student.view == view for student in self.students)

    def receipts(self) -> int:
        """Receipted answers so far."""
        return sum(sent.receipt is not None for student in self.students for sent in student.log.sent)

    def answered(self, round_: str) -> int:
        """How many phones hold a receipt for this round."""
        return sum(
            any(sent.round == round_ and sent.receipt is not None for sent in student.log.sent)
            for student in self.students
        )

    def settled(self) -> bool:
        """Whether everything that was sent was receipted or refused."""
        return all(student.is_settled for student in self.students)

    def wait_until(self, wanted: Callable[[], bool], patience: float = 30.0) -> None:
        """Until something is true of the phones; for tests without a window."""

        async def watch() -> None:
            async with asyncio.timeout(patience):
                while not wanted():
                    await asyncio.sleep(0.02)

        self._do(watch(), patience + 5)

    async def _begin(self) -> None:
        await asyncio.gather(*(student.join() for student in self.students))
        self._lives = [asyncio.create_task(student.live()) for student in self.students]

    async def _finish(self) -> None:
        for life in self._lives:
            life.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)
        await asyncio.gather(*(student.stop() for student in self.students))

    def _do(self, work: Coroutine[Any, Any, None], patience: float = 60.0) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(patience)
