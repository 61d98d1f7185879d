"""Attendance as it stands now, by the rules of `app.attendance`, for hosts."""

from app.attendance.rules import Attendance, ManualChange, Thresholds, attendance_of
from app.live.presence import spans_of
from app.live.state import SessionState


def attendance_now(state: SessionState, now: float) -> dict[str, Attendance]:
    """Student to attendance: the roster and everybody who joined."""
    spans = spans_of(state)
    settings = state.settings
    changes = [
        ManualChange(mark.student, mark.status or None, mark.at, mark.who, mark.why)  # type: ignore[arg-type]
        for mark in state.register.marks
    ]
    rows = attendance_of(
        spans, state.opened_at, state.ended_at, Thresholds(settings.late_after, settings.left_early_before),
        changes, now,
    )  # fmt: skip
    return {row.student: row for row in rows}
