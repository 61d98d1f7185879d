"""Extra time: a student's own end of a round, which nobody else sees. It closes for all others in time.

A factor of 1.33 is a third more of the time that the others had: of the limit while the round runs, of the
time that was used where the host closed it earlier. A round without a limit knows none.
"""

from typing import TYPE_CHECKING, Final

from app.live.states import Phase

if TYPE_CHECKING:
    from app.live.rounds import Round
    from app.live.state import SessionState

GRACE: Final = 1.0  # seconds after a shown deadline in which answers on their way still count


def factor_of(state: "SessionState", student: str) -> float:
    """1.0 for those without extra time, and for guests."""
    listed = state.register.listed.get(student)
    return listed.extra_time if listed is not None else 1.0


def own_deadline(state: "SessionState", student: str) -> float | None:
    """When the round that is open or just closed ends for this student, in seconds; None where that is as for
    everybody."""
    round_, more = state.current, factor_of(state, student) - 1.0
    if round_ is None or more <= 0 or round_.limit is None:
        return None
    if state.phase is Phase.ASKING and round_.deadline is not None:
        return round_.deadline + more * round_.limit
    if state.phase is Phase.LOCKED and round_.locked_at is not None:
        return round_.locked_at + more * min(round_.used, round_.limit)
    return None


def still_open(state: "SessionState", now: float) -> dict[str, float]:
    """Students who may still answer the closed round, with their own deadline."""
    if state.phase is not Phase.LOCKED:
        return {}
    return {
        student: deadline
        for student in state.students
        if is_open_for(state, student, now) and (deadline := own_deadline(state, student)) is not None
    }


def is_open_for(state: "SessionState", student: str, now: float) -> bool:
    """Whether this student may still answer the closed round."""
    known = state.students.get(student)
    if state.phase is not Phase.LOCKED or known is None or known.removed:
        return False
    deadline = own_deadline(state, student)
    return deadline is not None and now <= deadline + GRACE


def used_by(round_: "Round", at: float) -> float:
    """Seconds of the round that were used at `at`, those after its end included."""
    used = round_.used_at(at)
    return used + max(at - round_.locked_at, 0.0) if round_.locked_at is not None else used
