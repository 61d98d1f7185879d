"""One time that a question was asked: who answered what when, and how its clock runs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Given:
    """One counted answer. id: the phone's; at: when the server had it, seconds; used: seconds of the
    round's time that were used until then."""

    id: str
    answer: dict[str, Any]
    at: float
    used: float


@dataclass(slots=True)
class Round:
    """One time that a question was asked. left: seconds left while paused. seen: (student, id) of every
    answer taken, so that one sent again counts once. shown: students whose words everybody may read.

    Used time stands still while the round is paused, while the server is down and before the round is
    opened again. limit: seconds of used time that the round has in all, None without a limit.
    """

    id: str
    question: str
    attempt: int
    asked_at: float
    deadline: float | None
    left: float | None = None
    limit: float | None = None
    locked_at: float | None = None
    revealed_at: float | None = None
    skipped: bool = False
    answers: dict[str, Given] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)  # how many answers of each student
    seen: set[tuple[str, str]] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    late: int = 0  # answers taken in somebody's extra time
    used: float = 0.0  # seconds until the clock last stood still
    running_since: float | None = None

    def used_at(self, now: float) -> float:
        """Seconds of the round's time that are used at `now`."""
        return self.used + (max(now - self.running_since, 0.0) if self.running_since is not None else 0.0)

    def stop_clock(self, now: float) -> None:
        self.used, self.running_since = self.used_at(now), None

    def run_until(self, deadline: float | None, now: float) -> None:
        """The round goes on at `now`, with another deadline."""
        self.stop_clock(now)
        self.running_since, self.deadline, self.left = now, deadline, None
        self.limit = None if deadline is None else self.used + max(deadline - now, 0.0)

    def wait_with(self, left: float | None, now: float) -> None:
        """The round stands still with so many seconds left."""
        self.stop_clock(now)
        self.deadline, self.left = None, left
        self.limit = None if left is None else self.used + left

    def share_left(self, given: Given, factor: float = 1.0) -> float | None:
        """The part of the student's time that was left when this answer came, 0 to 1; None without a limit.
        factor: of extra time."""
        if not self.limit:
            return None
        return min(max(1 - given.used / (self.limit * factor), 0.0), 1.0)
