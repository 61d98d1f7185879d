"""How the time of a question runs, counted by docs/decisions/0001-session-machine.md and not by the program:
it stands still in pauses, while the server is down and before the question is opened again.
"""

from dataclasses import dataclass

GRACE = 1.0  # seconds for answers on their way
_SLIP = 1e-6  # of sums of seconds since 1970


@dataclass
class Stopwatch:
    """All in seconds. whole: of used time in all, None without a limit; deadline: while it runs; stopped_at:
    when the answers were closed."""

    used: float = 0.0
    since: float | None = None
    whole: float | None = None
    deadline: float | None = None
    stopped_at: float | None = None

    def run(self, at: float, deadline: float | None) -> None:
        """From now on, until that deadline."""
        self.stop(at)
        self.since, self.deadline, self.stopped_at = at, deadline, None
        self.whole = None if deadline is None else self.used + max(0.0, deadline - at)

    def wait(self, at: float, left: float | None) -> None:
        """It stands still, with so much left."""
        self.stop(at)
        self.deadline = None
        self.whole = None if left is None else self.used + left

    def stop(self, at: float) -> None:
        if self.since is not None:
            self.used, self.since = self.used + max(0.0, at - self.since), None

    def close(self, at: float) -> None:
        """No more answers, but for those with extra time."""
        self.stop(at)
        self.stopped_at = at

    def used_at(self, at: float) -> float:
        """By somebody who answers then."""
        if self.since is not None:
            return self.used + max(0.0, at - self.since)
        return self.used + (max(0.0, at - self.stopped_at) if self.stopped_at is not None else 0.0)

    def takes(self, at: float, factor: float) -> bool:
        """Whether an answer may come then. factor: 1.33 is a third more of the time that the others had."""
        more = (factor - 1.0) * (self.whole or 0.0)
        if self.stopped_at is None:
            return self.deadline is None or at <= self.deadline + more + GRACE + _SLIP
        if self.whole is None or factor <= 1.0:
            return False
        more = (factor - 1.0) * min(self.used, self.whole)
        return at <= self.stopped_at + more + GRACE + _SLIP

    def share_left(self, used: float, factor: float) -> float | None:
        """0 to 1; None without a limit."""
        return max(0.0, min(1.0, 1.0 - used / (self.whole * factor))) if self.whole else None
