"""A class with a roster and attendance, played step by step by a clock that the test sets."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from app.attendance.session import session_attendance
from app.clock import ManualClock
from app.live import commands as cmd
from app.live.session import Session, open_session
from app.live.state import replay
from app.people.model import Student
from app.quiz.model import Quiz
from tests.helpers.classroom import SEED, Classroom, capitals
from tests.helpers.people import CLASS

MINUTE: Final = 60.0  # seconds


class Lesson(Classroom):
    """A class with a roster that proves where it is, opened when the test says."""

    def __init__(
        self,
        opened: float = 1_800_000_000.0,
        students: Iterable[Student] = CLASS,
        session: str = "lesson",
        title: str = "Capitals",
        **settings: Any,
    ) -> None:
        super().__init__(**{"identity": "number", "attendance": True, "class_name": "1A", **settings})
        self.clock = ManualClock(opened)
        quiz = Quiz("quiz", title, capitals())
        first = open_session(quiz, self.state.settings, opened, code="ABCD")
        self.events = [replace(first, session=session, seed=SEED)]
        self._use(Session(self.events, lambda: f"guest-{next(self._numbers)}"))
        self.take_roster(*students)

    def comes(self, student: Student, proof: str = "scan") -> None:
        self.do(cmd.SignIn(student.id, f"token-{student.id}", f"phone-{student.id}"))
        if proof:
            self.do(cmd.ProvePresence(student.id, proof))

    def goes(self, student: Student) -> None:
        """Noted a minute later, as the class server does."""
        since = self.clock.now()
        self.clock.advance(MINUTE)
        self.do(cmd.NotePresence((), ((student.id, since),)))

    def returns(self, student: Student) -> None:
        self.do(cmd.NotePresence((student.id,)))

    def after(self, minutes: float) -> None:
        self.clock.advance(minutes * MINUTE)

    def statuses(self) -> dict[str, str]:
        rows = session_attendance(replay(self.events), self.clock.now())
        return {row.student: row.status for row in rows}
