"""The attendance that a session's state tells: its times, thresholds and marks given to the rules."""

from app.attendance.rules import Attendance, ManualChange, Status, Thresholds, attendance_of
from app.attendance.term import Held
from app.live.presence import spans_of
from app.live.state import SessionState


def session_attendance(state: SessionState, now: float | None = None) -> list[Attendance]:
    """Everybody on the roster, then everybody else who joined. now: needed while the session runs."""
    settings = state.settings
    thresholds = Thresholds(settings.late_after, settings.left_early_before)
    spans, changes = spans_of(state), manual_changes(state)
    return attendance_of(spans, state.opened_at, state.ended_at, thresholds, changes, now)


def manual_changes(state: SessionState) -> list[ManualChange]:
    """What the teacher said, in order, with what was taken back."""
    return [
        ManualChange(mark.student, _status(mark.status), mark.at, mark.who, mark.why)
        for mark in state.register.marks
    ]


def excused_in(state: SessionState) -> frozenset[str]:
    """Ids of those who get no mark, because the teacher has excused them."""
    said = {mark.student: mark.status for mark in state.register.marks}
    return frozenset(student for student, status in said.items() if status == "excused")


def is_taken(state: SessionState) -> bool:
    """Whether this session says who of a class was there: it has a roster, and students had to prove that
    they are in the room or the teacher ticked them. A rehearsal says nothing."""
    taken = state.settings.attendance or bool(state.register.marks)
    return taken and bool(state.register.listed) and not state.settings.rehearsal


def held_of(state: SessionState, now: float | None = None) -> Held:
    """The session as one column of a term: those who were on its roster."""
    listed = state.register.listed
    rows = tuple(row for row in session_attendance(state, now) if row.student in listed)
    return Held(state.id, state.title, state.opened_at, state.ended_at, rows)


def _status(word: str) -> Status | None:
    return word or None  # type: ignore[return-value]
