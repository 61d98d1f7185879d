"""Growing pauses after wrong tries, so that a short PIN cannot be guessed in the time of a class."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.errors import Refused

FORGOTTEN_AFTER: Final = 900.0  # seconds without a wrong try
FOR_EACH: Final = 2  # more free tries for each who came in


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    until: float = 0.0
    last: float = 0.0
    right: set[str] = field(default_factory=set)


class Throttle:
    """free: wrong tries before the first pause of `first` seconds, twice as long after each further one,
    `longest` at most. `now` gives seconds of the class's clock."""

    def __init__(self, now: Callable[[], float], free: int, first: float = 5.0, longest: float = 300.0):
        self._now = now
        self._free = free
        self._first = first
        self._longest = longest
        self._tries: dict[str, _Tries] = {}

    def check(self, key: str) -> None:
        """Raises `Refused('pin_wait')` with the seconds to wait."""
        tries = self._tries.get(key)
        if tries is not None and (left := tries.until - self._now()) > 0:
            raise Refused("pin_wait", seconds=math.ceil(left))

    def fail(self, key: str) -> int:
        """Count a wrong try; gives how many there were lately without success."""
        now = self._now()
        self._tries = {k: t for k, t in self._tries.items() if now - t.last < FORGOTTEN_AFTER}
        tries = self._tries.setdefault(key, _Tries())
        tries.wrong, tries.last = tries.wrong + 1, now
        beyond = tries.wrong - self._free - FOR_EACH * len(tries.right)
        if beyond >= 0:
            tries.until = now + min(self._first * 2.0 ** min(beyond, 20), self._longest)
        return tries.wrong

    def forget(self, key: str) -> None:
        self._tries.pop(key, None)

    def succeed(self, key: str, who: str) -> None:
        """Somebody came in from here. Each one earns the place some more tries, because a whole class may
        come through one address."""
        self._tries.setdefault(key, _Tries(last=self._now())).right.add(who)
