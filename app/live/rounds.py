"""One time that a question was asked: who answered what when, and how its clock runs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

MOST_ALIKE: Final = 64  # different answers of one round that are kept once for all who gave them


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
    """One time that a question was asked. left: seconds left while paused. replaced: (student, id) of every
    answer that a later one took the place of; changes: how many of each student. shown: students whose words
    everybody may read. alike: answers by their text, because most of a class give one of a few: they are the
    same object, never to be changed.

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
    replaced: set[tuple[str, str]] = field(default_factory=set)
    changes: Counter[str] = field(default_factory=Counter)
    alike: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)
    shown: set[str] = field(default_factory=set)
    late: int = 0  # answers taken in somebody's extra time
    used: float = 0.0  # seconds until the clock last stood still
    running_since: float | None = None

    def has_taken(self, student: str, answer_id: str) -> bool:
        """Whether this answer was taken before, so that one sent again counts once."""
        given = self.answers.get(student)
        return given is not None and (given.id == answer_id or (student, answer_id) in self.replaced)

    def take(self, student: str, given: Given) -> None:
        """Count this answer, in the place of an earlier one of the same student."""
        earlier = self.answers.get(student)
        if earlier is not None:
            self.replaced.add((student, earlier.id))
            self.changes[student] += 1
        self.answers[student] = given

    def keep_once(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The same answer as somebody else gave it, else this one."""
        text = repr(answer)
        known = self.alike.get(text)
        if known is None:
            if len(self.alike) < MOST_ALIKE:
                self.alike[text] = answer
            known = answer
        return known

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
