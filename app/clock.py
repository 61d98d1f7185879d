"""Time is passed in; this is where it comes from. Nothing else of ours reads a clock for a class.

`Clock` starts at the wall time and then follows the monotonic clock, so that setting the laptop's clock
in the middle of a class moves no deadline.
"""

import time


class Clock:
    """Seconds since 1970-01-01 UTC as a float, never running backwards."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        return self._offset + time.monotonic()

    def go_on_from(self, last: float) -> None:
        """For a class that goes on after a restart: be at `last` at least, so that nothing happens before
        what has happened already, though the laptop's clock was set back meanwhile."""
        self._offset += max(last - self.now(), 0.0)


class ManualClock(Clock):
    """A clock that stands still until it is told to move (tests, simulations)."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        super().__init__()
        self._now = now

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> float:
        self._now += seconds
        return self._now
