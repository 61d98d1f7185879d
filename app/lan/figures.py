"""How the running class is doing, in a few numbers for hosts: phones, their round trips, how fast is stored.

Noting costs a few instructions for each message; counting is done every two seconds, and only while a host
listens.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.lan.links import Links

LONGEST_TRIP: Final = 60_000.0  # milliseconds; what a phone says beyond is not believed
SLOW_TRIP: Final = 500.0  # milliseconds: a student notices
SLOW_STORING: Final = 1.0  # seconds: receipts feel late
RECENT: Final = 10.0  # seconds that a commit counts
MOST_COMMITS: Final = 500


class Commits:
    """How long storing takes. clock: seconds, running evenly."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._recent: deque[tuple[float, float]] = deque(maxlen=MOST_COMMITS)

    def note(self, took: float) -> None:
        self._recent.append((self._clock(), took))

    def slowest(self, waiting_since: float | None = None) -> float | None:
        """Seconds of the slowest commit of the last ten seconds, or since the one under way was wanted if
        that is longer; None where nothing was stored."""
        now = self._clock()
        while self._recent and now - self._recent[0][0] > RECENT:
            self._recent.popleft()
        waits = [] if waiting_since is None else [now - waiting_since]
        return max((*(took for _, took in self._recent), *waits), default=None)


def read_trip(value: Any) -> float | None:
    """The round trip that a phone tells, in milliseconds; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_TRIP:
        return None
    return float(value)


def count_figures(links: Links, slowest: float | None, waiting: int) -> dict[str, Any]:
    """The message `figures`. slowest: seconds, see `Commits`; waiting: events that are not stored yet."""
    trips = sorted(one.trip for one in links.phones.values() if one.trip is not None)
    return {
        "phones": len(links.phones),
        "trip": share_of(trips, 0.5),
        "slow_trip": share_of(trips, 0.9),
        "slow": sum(1 for trip in trips if trip > SLOW_TRIP),
        "stored": None if slowest is None else round(slowest * 1000),
        "waiting": waiting,
    }


def share_of(trips: Sequence[float], share: float) -> int | None:
    """What this share of sorted round trips stays below; None where there is none."""
    return round(trips[min(int(len(trips) * share), len(trips) - 1)]) if trips else None
