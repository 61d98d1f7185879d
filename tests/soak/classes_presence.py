"""Who was in the room, counted from the events by docs/attendance.md and not by the program."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.live import events as ev

ASLEEP = 1200.0  # seconds that a phone may be silent
STATUSES = ("present", "late", "left_early", "absent", "excused")
SENT_AS = {"left_early": "late"}  # what platforms have no word for


@dataclass
class Presence:
    """`follow` the events; then `statuses(...)`."""

    opened: float = 0.0
    ended: float = 0.0
    late_after: float = 0.0
    left_early_before: float = 0.0
    to_be_proved: bool = False
    rehearsal: bool = False
    seen: dict[str, list[list[float | None]]] = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    is_marked: bool = False

    def follow(self, event: ev.Event) -> None:
        match event:
            case ev.Opened():
                self.opened, settings = event.at, event.settings
                self.late_after = settings["late_after"]
                self.left_early_before = settings["left_early_before"]
                self.to_be_proved = settings["attendance"]
                self.rehearsal = settings["rehearsal"]
            case ev.Joined() | ev.SignedIn() | ev.CameBack():
                self._see(event.student, event.at)
            case ev.WentAway():
                spans = self.seen.get(event.student, [])
                if spans and spans[-1][1] is None:
                    spans[-1][1] = event.since
            case ev.PresenceProved():
                self.proved.add(event.student)
                if event.by == "kiosk":
                    self._see(event.student, event.at)
            case ev.MarkedByHand():
                self.said[event.student] = event.status
                self.is_marked = True
            case ev.Ended():
                self.ended = event.at

    def _see(self, student: str, at: float) -> None:
        spans = self.seen.setdefault(student, [])
        if not spans or spans[-1][1] is not None:
            spans.append([at, None])

    def is_taken(self, listed: Iterable[str]) -> bool:
        """Whether it is known who of a class was there."""
        return (self.to_be_proved or self.is_marked) and any(listed) and not self.rehearsal

    def statuses(self, students: Iterable[str]) -> dict[str, str]:
        return {student: self.said.get(student) or self._find(student) for student in students}

    def _find(self, student: str) -> str:
        spans = self.seen.get(student, [])
        if not spans or (self.to_be_proved and student not in self.proved):
            return "absent"
        first = min(float(start or 0.0) for start, _ in spans)
        last = max(self.ended if end is None else max(end, start or 0.0) for start, end in spans)
        if self.ended - last > max(self.left_early_before, ASLEEP):
            return "left_early"
        return "late" if first - self.opened > self.late_after else "present"
