"""Who may still come in by a nickname, and how one who came under many names is sent away at once."""

from typing import TYPE_CHECKING, Final

from app.errors import Refused
from app.live import commands as cmd
from app.live import events as ev
from app.live.state import SessionState

if TYPE_CHECKING:
    from app.live.session import Session

MAX_STUDENTS: Final = 5_000  # without those who were removed
MAX_NAMES: Final = 2 * MAX_STUDENTS  # with them
MAX_DEVICES: Final = 500  # cookies of one student; each change of address or of hands makes one


def check_door(state: SessionState) -> None:
    """Raises `Refused` where nobody else may join: `class_full`, `guests_refused`, `door_closed`."""
    settings = state.settings
    if settings.identity == "number" and not settings.guests:
        raise Refused("guests_refused")
    if state.door_closed:
        raise Refused("door_closed")
    # Whoever was removed makes room: one who filled the class with names keeps nobody out for ever.
    if len(state.students) >= MAX_STUDENTS and (
        len(state.students) >= MAX_NAMES or len(state.present()) >= MAX_STUDENTS
    ):
        raise Refused("class_full", most=MAX_STUDENTS)


def check_devices(state: SessionState, student: str) -> None:
    """Raises `Refused('too_many_devices')` where the student has as many cookies as anybody needs."""
    if sum(1 for one in state.tokens.values() if one == student) >= MAX_DEVICES:
        raise Refused("too_many_devices")


def set_door(session: "Session", command: cmd.SetDoor, now: float) -> list[ev.Event]:
    """Who is in stays in; students of the roster come in anyway."""
    if command.closed is session.state.door_closed:
        return []
    return [ev.DoorSet(now, command.closed)]


def remove_many(session: "Session", command: cmd.RemoveMany, now: float) -> list[ev.Event]:
    """Those of them who are in the class."""
    students = session.state.students
    found = [id_ for id_ in command.students if id_ in students and not students[id_].removed]
    return [ev.Removed(now, id_) for id_ in found]
