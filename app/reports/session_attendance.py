"""The attendance sheet of a session, from its state: names from its own copy of the roster."""

from collections.abc import Iterable

from app.attendance.session import session_attendance
from app.live.register import Listed
from app.live.state import SessionState
from app.people.model import Student
from app.people.names import split_name
from app.reports.attendance_sheet import SessionSheet

NAMELESS = "–"
"""Stands for somebody who was erased."""


def make_sheet(state: SessionState, roster: Iterable[Student] = (), now: float | None = None) -> SessionSheet:
    """roster: the class as it is now, whose names are better written than those of the session; who is not on
    it keeps the name of that day. now: needed while the session runs.

    Without a roster everybody who joined is a student, else the others are guests.
    """
    listed = state.register.listed
    today = {student.id: student for student in roster}
    students = tuple(today.get(one.id) or _student(one) for one in listed.values())
    if not listed:
        students = tuple(Student(one.id, "", "", "", one.nickname or NAMELESS) for one in state.present())
    return SessionSheet(
        title=state.title,
        class_name=state.settings.class_name,
        opened=state.opened_at,
        ended=state.ended_at,
        students=students,
        rows=tuple(session_attendance(state, now)),
        guests=guests_of(state),
        proofs=dict(state.register.proofs),
    )


def guests_of(state: SessionState) -> dict[str, str]:
    """Who came without being on the roster: id to the name that was given. Nobody in a class without one."""
    listed = state.register.listed
    if not listed:
        return {}
    return {one.id: one.nickname or NAMELESS for one in state.present() if one.id not in listed}


def _student(one: Listed) -> Student:
    return Student(one.id, one.number, *split_name(one.name), one.name or NAMELESS)
