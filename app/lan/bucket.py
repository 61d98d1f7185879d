"""An allowance that fills with time: so much at once, and so much a second in the long run."""

import time
from collections.abc import Callable


class Bucket:
    """rate: a second; burst: at once, and what it begins with. now: seconds, running evenly."""

    __slots__ = ("_at", "_burst", "_left", "_now", "_rate")

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._left = burst
        self._at = now()

    def take(self) -> bool:
        """Whether there was one more to be had. What was asked for in vain costs nothing."""
        now = self._now()
        self._left = min(self._left + (now - self._at) * self._rate, self._burst)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True

    def is_full(self) -> bool:
        """Whether nothing would be lost by forgetting it."""
        return self._left + (self._now() - self._at) * self._rate >= self._burst
