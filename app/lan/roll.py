"""Attendance as it stands now, by the rules of `app.attendance`, for hosts."""

from app.attendance.rules import Attendance
from app.attendance.session import session_attendance
from app.live.state import SessionState


def attendance_now(state: SessionState, now: float) -> dict[str, Attendance]:
    """Student to attendance: the roster and everybody who joined."""
    return {row.student: row for row in session_attendance(state, now)}
