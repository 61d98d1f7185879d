"""What a class keeps of each of its sessions: who was there and what each student got. Small enough to hold a
year of them, so that a grid is drawn without reading the sessions again."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.attendance.rules import Attendance
from app.attendance.session import held_of, is_taken
from app.attendance.term import Held, TermRow, make_term
from app.live.results import Results
from app.live.state import SessionState
from app.people.model import Student
from app.quiz.kinds import find_kind
from app.reports.attendance_sheet import TermSheet


@dataclass(frozen=True, slots=True)
class Score:
    """answered: of the `questions` that took answers and count, polls too. points: of the `most` that were to
    be had."""

    answered: int
    questions: int
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """taken: whether it says who was there. scores: by student, of those who took part."""

    held: Held
    taken: bool
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class StudentLine:
    """One session of one student. attendance: None where it was not taken, or the student was not on the
    roster; score: None for who did not take part."""

    held: Held
    attendance: Attendance | None
    score: Score | None


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """A class with its sessions, oldest first. unread: sessions that are damaged."""

    class_id: str
    name: str
    students: tuple[Student, ...]
    sessions: tuple[SessionRecord, ...]
    unread: int = 0

    def sheet(self, since: float = 0.0) -> TermSheet:
        """The grid of the sessions that were opened since then (seconds since 1970)."""
        held = [one.held for one in self.sessions if one.taken and one.held.opened >= since]
        term = make_term([student.id for student in self.students], held)
        return TermSheet(self.name, self.students, term)


@dataclass(frozen=True, slots=True)
class StudentSheet:
    """One student over a term, oldest session first. row: the totals."""

    class_name: str
    student: Student
    row: TermRow
    lines: tuple[StudentLine, ...]


def record_of(state: SessionState) -> SessionRecord:
    """An ended session."""
    results = Results(state)
    rounds = [
        round_
        for round_ in results.counted_rounds()
        if find_kind(state.questions[round_.question].kind).answerable
    ]
    most, totals = results.most_points(), results.totals()
    scores = {
        student.id: Score(
            sum(student.id in round_.answers for round_ in rounds),
            len(rounds),
            round(totals[student.id], 6),
            most,
        )
        for student in state.present()
        if student.id in state.register.listed
    }
    return SessionRecord(held_of(state), is_taken(state), scores)


def student_sheet(record: ClassRecord, student: Student, since: float = 0.0) -> StudentSheet:
    """What the class's sessions since then tell of one student; those that tell nothing are left out."""
    sessions = [one for one in record.sessions if one.held.opened >= since]
    row = make_term([student.id], [one.held for one in sessions if one.taken]).rows[0]
    lines = (StudentLine(one.held, _find(one, student.id), one.scores.get(student.id)) for one in sessions)
    told = tuple(line for line in lines if line.attendance is not None or line.score is not None)
    return StudentSheet(record.name, student, row, told)


def _find(record: SessionRecord, student: str) -> Attendance | None:
    return next((row for row in record.held.rows if row.student == student), None) if record.taken else None
