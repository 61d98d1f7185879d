"""The clocks of a round: its end in time, the later ends of those with extra time, and signs of life while it
runs, by which a restart knows what it need not charge. They decide nothing: the session knows what is due.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from app.clock import Clock
from app.live.extra_time import GRACE, still_open
from app.live.session import Session

ALIVE_EVERY: Final = 2.0  # seconds between notes that the server lives, while a clock runs
EARLY: Final = 0.05  # seconds until a deadline is looked at again that was not due yet


class RoundClocks:
    """session: the one that counts now. close_round: closes it if that is due, and gives whether it was.
    pause: seconds that nothing can be stored for, else 0. All are called in the loop's thread."""

    def __init__(
        self,
        session: Callable[[], Session],
        clock: Clock,
        close_round: Callable[[], bool],
        pause: Callable[[], float],
        end_extra_time: Callable[[Iterable[str]], None],
        note_alive: Callable[[], None],
    ) -> None:
        self._session = session
        self._clock = clock
        self._close_round = close_round
        self._pause = pause
        self._tell_end = end_extra_time
        self._note_alive = note_alive
        self._deadline_timer: asyncio.TimerHandle | None = None
        self._alive_timer: asyncio.TimerHandle | None = None
        self._extra_timer: asyncio.TimerHandle | None = None

    def watch(self) -> None:
        """Anew, because what everybody sees has changed."""
        self._watch_extra_time()
        if self._deadline_timer is not None:
            self._deadline_timer.cancel()
            self._deadline_timer = None
        due = self._session().next_deadline()
        if due is not None:
            self._deadline_timer = self._call_at(due, 0.0, self._on_deadline)
            if self._alive_timer is None:
                self._alive_timer = asyncio.get_running_loop().call_later(ALIVE_EVERY, self._on_alive)

    def close(self) -> None:
        for timer in (self._deadline_timer, self._alive_timer, self._extra_timer):
            if timer is not None:
                timer.cancel()

    def _call_at(self, due: float, least: float, then: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(max(due - self._clock.now(), least), then)

    def _on_deadline(self) -> None:
        self._deadline_timer = None
        if not self._close_round():  # a little early, or the disk is in trouble: look again
            due = self._session().next_deadline()
            if due is not None:
                self._deadline_timer = self._call_at(due, self._pause() or EARLY, self._on_deadline)

    def _on_alive(self) -> None:
        self._alive_timer = None
        if self._session().next_deadline() is not None:
            self._note_alive()
            self._alive_timer = asyncio.get_running_loop().call_later(ALIVE_EVERY, self._on_alive)

    def _watch_extra_time(self) -> None:
        """Close the question for those whose extra time ends, each at their own moment."""
        if self._extra_timer is not None:
            self._extra_timer.cancel()
            self._extra_timer = None
        now = self._clock.now()
        waiting = still_open(self._session().state, now)
        if waiting:
            delay = min(waiting.values()) + GRACE - now + 0.01
            self._extra_timer = asyncio.get_running_loop().call_later(delay, self._end_extra_time, waiting)

    def _end_extra_time(self, waiting: dict[str, float]) -> None:
        left = still_open(self._session().state, self._clock.now())
        self._tell_end([student for student in waiting if student not in left])
        self._watch_extra_time()
