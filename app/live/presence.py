"""Who is in the room: what proves it, when a phone was seen, and what the teacher says instead.

What these times mean (late, left early, absent) is for `app.attendance`.
"""

from typing import TYPE_CHECKING, Final

from app.errors import Refused
from app.folding import clean_text
from app.live import commands as cmd
from app.live import events as ev
from app.live.identity import find_listed

if TYPE_CHECKING:
    from app.live.session import Session
    from app.live.state import SessionState

STATUSES: Final = ("present", "late", "left_early", "absent", "excused")


def spans_of(state: "SessionState") -> dict[str, list[tuple[float, float | None]]]:
    """Student to the times at which they were seen: everybody on the roster and everybody who joined. Where
    attendance is taken, who has not proved to be in the room was not seen."""
    register = state.register
    everybody = {**register.listed, **{student.id: student for student in state.present()}}
    return {
        student: register.spans.get(student, []) if is_proved(state, student) else [] for student in everybody
    }


def is_proved(state: "SessionState", student: str) -> bool:
    """Whether the student counts as being in the room."""
    return not state.settings.attendance or student in state.register.proofs


def is_seen(state: "SessionState", student: str) -> bool:
    spans = state.register.spans.get(student)
    return spans is not None and len(spans) > 0 and spans[-1][1] is None


def prove(session: "Session", command: cmd.ProvePresence, now: float) -> list[ev.Event]:
    return _prove(session, command.student, command.by, "", now)


def confirm(session: "Session", command: cmd.ConfirmPresence, now: float) -> list[ev.Event]:
    return _prove(session, command.student, "host", clean_text(command.who), now)


def _prove(session: "Session", student: str, by: str, who: str, now: float) -> list[ev.Event]:
    if student not in session.state.students:
        raise Refused("no_such_student")
    if student in session.state.register.proofs:
        return []
    return [ev.PresenceProved(now, student, by, who)]


def check_in(session: "Session", command: cmd.CheckIn, now: float) -> list[ev.Event]:
    state = session.state
    listed = find_listed(state.register, command.student)
    known = state.students.get(listed.id)
    if known is not None and known.removed:
        raise Refused("removed")
    if listed.id in state.register.proofs and is_seen(state, listed.id):
        return []
    return [ev.PresenceProved(now, listed.id, "kiosk", clean_text(command.who))]


def note(session: "Session", command: cmd.NotePresence, now: float) -> list[ev.Event]:
    state = session.state
    came = [student for student in command.came if not is_seen(state, student)]
    went = [(student, since) for student, since in command.went if is_seen(state, student)]
    return [
        *(ev.CameBack(now, student) for student in came),
        *(ev.WentAway(now, student, since) for student, since in went),
    ]


def mark_by_hand(session: "Session", command: cmd.MarkByHand, now: float) -> list[ev.Event]:
    state = session.state
    if command.student not in state.students and command.student not in state.register.listed:
        raise Refused("no_such_student")
    if command.status not in ("", *STATUSES):
        raise Refused("command_arguments", command=command.NAME, argument="status")
    who, why = clean_text(command.who), clean_text(command.why)
    return [ev.MarkedByHand(now, command.student, command.status, who, why)]


def set_excused(session: "Session", command: cmd.SetExcused, now: float) -> list[ev.Event]:
    status = "excused" if command.excused else ""
    return mark_by_hand(session, cmd.MarkByHand(command.student, status, command.who, command.why), now)
