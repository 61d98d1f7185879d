"""What a host knows of the class: merged from what the class server sends, for those who show it.

Knows nothing of connections; who gets a copy may keep it in another thread.
"""

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(slots=True)
class ClassView:
    """What the host knows of the class: welcome and the newest snapshot, students merged by id.

    `answered` of a student belongs to the round of the snapshot. wall: what everybody sees, as JSON. lead:
    how far the server's clock is ahead of our monotonic one, in seconds; None before the first snapshot.
    roster, marks: the newest that snapshots told, empty where there are none. figures: how the class
    is doing, empty until that was told.
    """

    session: dict[str, Any] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)
    snapshot: dict[str, Any] = field(default_factory=dict)
    students: dict[str, dict[str, Any]] = field(default_factory=dict)
    wall: dict[str, Any] = field(default_factory=dict)
    roster: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    lead: float | None = None

    @property
    def phase(self) -> str:
        return str(self.snapshot.get("phase", ""))

    def take(self, message: dict[str, Any], received: float | None = None) -> None:
        """Merge a snapshot; what was merged before is replaced, never changed, so that a copy stays as it is.
        In a new round nobody has answered yet. received: when it came, in seconds of the monotonic clock."""
        before, now = self.snapshot.get("round"), message.get("round")
        if now and (not before or before["id"] != now["id"]):
            self.students = {key: {**student, "answered": False} for key, student in self.students.items()}
        for student in message["students"]:
            self.students[student["id"]] = student
        self.questions = message.pop("questions", self.questions)
        self.wall = message.pop("wall", self.wall)
        self.roster = message.pop("roster", self.roster)
        self.marks = message.pop("marks", self.marks)
        self.snapshot = message
        if received is not None:
            # Being late only makes it look smaller.
            lead = message["now"] / 1000 - received
            self.lead = lead if self.lead is None else max(lead, self.lead)

    def copy(self) -> "ClassView":
        """The view as it is now, for another thread."""
        return replace(self, students=dict(self.students))

    def now(self, monotonic: float) -> float | None:
        """Server time in seconds since 1970 at this moment of our monotonic clock; None before a snapshot."""
        return None if self.lead is None else monotonic + self.lead

    def seconds_left(self, monotonic: float) -> float | None:
        """Seconds until the answers close, standing still in a pause; None without a question or a limit."""
        round_, now = self.snapshot.get("round"), self.now(monotonic)
        if round_ is None or now is None or self.phase not in ("asking", "paused"):
            return None
        if self.phase == "paused":
            left: float | None = round_.get("left")
            return None if left is None else left / 1000
        deadline = round_.get("deadline")
        return None if deadline is None else max(deadline / 1000 - now, 0.0)
