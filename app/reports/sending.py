"""What a session says of each student, as values for a platform. A function of the state, so that corrections
move them. Only students of the roster are in it: nobody else is known elsewhere.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from app.attendance.rules import ATTENDED, Attendance, Status
from app.attendance.session import is_taken, session_attendance
from app.errors import Refused
from app.live.register import Listed
from app.live.results import Results
from app.live.state import SessionState
from app.outgoing.rows import Result
from app.outgoing.seen import SendWishes
from app.quiz.kinds import find_kind
from app.reports.marks import HIGHEST_SCALE, MOST_DECIMALS, Scale, make_marks

PERCENT: Final = Decimal(100)
# Platforms know four statuses; who left early was not there all the time.
SENT_AS: Final[Mapping[Status, str]] = {
    "present": "present", "late": "late", "left_early": "late", "absent": "absent", "excused": "excused",
}  # fmt: skip


def results_of(state: SessionState, wishes: SendWishes, top: str = "") -> list[Result]:
    """top: highest value of the place where marks go, '' where it has none.

    Who was absent or excused gets no mark, which is not zero. Attendance only where it was taken: else it is
    not known whether somebody was there without a phone. Raises as `check_wishes`.
    """
    rows = read_attendance(state)
    found = []
    if wishes.grade:
        there = {row.student for row in rows if row.status in ATTENDED}
        scale = _scale_for(wishes, top)
        marks = _participation(state, scale) if wishes.grade == "participation" else _marks(state, scale)
        found += [
            Result(state.id, student, "grade", f"{mark:f}")
            for student, mark in marks.items()
            if student in there
        ]
    if wishes.attendance and is_taken(state):
        found += [Result(state.id, row.student, "attendance", SENT_AS[row.status]) for row in rows]
    return found


def check_wishes(wishes: SendWishes) -> None:
    """Raises `Refused('scale_impossible')`."""
    _scale_for(wishes, "")


def people_of(state: SessionState) -> dict[str, Listed]:
    """The students of the roster, as they were then; those who were erased are not known any more."""
    return {id: one for id, one in state.register.listed.items() if one.name or one.number}


def read_attendance(state: SessionState) -> list[Attendance]:
    """Of everybody on the roster."""
    people = people_of(state)
    return [row for row in session_attendance(state) if row.student in people]


def _marks(state: SessionState, scale: Scale) -> dict[str, Decimal]:
    return {row.student: row.mark for row in make_marks(state, scale).rows if row.mark is not None}


def _participation(state: SessionState, scale: Scale) -> dict[str, Decimal]:
    """By the share of questions that were answered, rightly or not."""
    rounds = [
        round_
        for round_ in Results(state).counted_rounds()
        if find_kind(state.questions[round_.question].kind).answerable
    ]
    if not rounds:
        return {}
    return {
        student.id: scale.mark_for(sum(student.id in round_.answers for round_ in rounds), len(rounds))
        for student in state.present()
    }


def _scale_for(wishes: SendWishes, top: str) -> Scale:
    wished = "" if wishes.grade == "percent" else wishes.scale
    try:
        return Scale(Decimal(wished or top or PERCENT), wishes.decimals)
    except InvalidOperation:
        raise Refused("scale_impossible", most=HIGHEST_SCALE, decimals=MOST_DECIMALS) from None
