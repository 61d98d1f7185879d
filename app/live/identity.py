"""Signing in by the roster: what the session decides about it. The room has checked PIN and device."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from app.errors import Refused
from app.folding import clean_text
from app.live import commands as cmd
from app.live import events as ev
from app.live.door import check_devices
from app.numerals import western_digits
from app.people.model import RosterCopy
from app.people.names import display_name, full_name_key

if TYPE_CHECKING:
    from app.live.register import Listed, Register
    from app.live.session import Session


def take_roster(copy: RosterCopy, now: float) -> list[ev.RosterTaken]:
    """The session's own copy of the class, one event for each student, so that one can be erased alone."""
    devices: dict[str, list[str]] = {}
    for device, student in copy.devices.items():
        devices.setdefault(student, []).append(device)
    return [
        ev.RosterTaken(
            now, one.id, one.number, display_name(one), copy.pins.get(one.id, ""),
            devices.get(one.id, []), one.extra_time, one.language,
        )
        for one in copy.roster.students
    ]  # fmt: skip


def find_listed(register: "Register", text: str) -> "Listed":
    """The student of this number or exact full name (case, accents, order of its parts do not count).

    Raises `Refused` with `not_listed`, or `name_not_unique` where only a number tells two of them apart.
    """
    wished = western_digits(clean_text(text)).casefold().replace(" ", "")
    everyone = register.listed.values()
    numbers = [one for one in everyone if one.number and one.number.casefold().replace(" ", "") == wished]
    if not numbers and wished.isdecimal():
        # Somebody who leaves out leading zeros is found where that leaves no doubt.
        bare = wished.lstrip("0")
        numbers = [one for one in everyone if one.number.isdecimal() and one.number.lstrip("0") == bare]
    if len(numbers) == 1:
        return numbers[0]
    key = full_name_key(text)
    names = [one for one in everyone if key and _key_of(one.name) == key]
    if len(names) == 1:
        return names[0]
    raise Refused("name_not_unique" if names or numbers else "not_listed")


@lru_cache(maxsize=10_000)  # everybody who signs in by name is compared with the whole roster
def _key_of(name: str) -> str:
    return full_name_key(name)


def sign_in(session: "Session", command: cmd.SignIn, now: float) -> list[ev.Event]:
    state, register = session.state, session.state.register
    listed = register.listed.get(command.student)
    if listed is None:
        raise Refused("not_listed")
    known = state.students.get(listed.id)
    if known is not None and known.removed:
        raise Refused("removed")
    if (listed.id, command.device) in register.refused:
        raise Refused("device_refused")
    if command.token in state.tokens:
        return []
    check_devices(state, listed.id)
    events: list[ev.Event] = []
    if command.pin:
        if listed.pin:  # somebody else was faster
            raise Refused("pin_known")
        events.append(ev.PinChosen(now, listed.id, command.pin))
    claim = _claim(register, command, now)
    events.append(ev.SignedIn(now, listed.id, command.token, command.device, command.shared))
    return [*events, claim] if claim else events


def _claim(register: "Register", command: cmd.SignIn, now: float) -> ev.DeviceClaimed | None:
    """What the teacher should look at."""
    before = register.active.get(command.student)
    if before and before != command.device:
        return ev.DeviceClaimed(now, command.student, "devices", command.device)
    students = register.used_by.get(command.device, [])
    is_new = any(student != command.student for student in students) and command.student not in students
    if is_new and not command.shared:
        return ev.DeviceClaimed(now, command.student, "students", command.device)
    return None


def reset_pin(session: "Session", command: cmd.ResetPin, now: float) -> list[ev.Event]:
    listed = session.state.register.listed.get(command.student)
    if listed is None:
        raise Refused("no_such_student")
    return [ev.PinReset(now, listed.id, clean_text(command.who))]


def restore_pin(session: "Session", command: cmd.RestorePin, now: float) -> list[ev.Event]:
    register = session.state.register
    if command.student not in register.listed:
        raise Refused("no_such_student")
    if command.student not in register.before_reset:
        raise Refused("pin_not_reset")
    return [ev.PinRestored(now, command.student, clean_text(command.who))]


def resolve_claim(session: "Session", command: cmd.ResolveClaim, now: float) -> list[ev.Event]:
    register = session.state.register
    device = register.find_device(command.device)
    known = register.claims.keys() | register.refused  # who was turned away may be let back in
    if device is None or (command.student, device) not in known:
        raise Refused("no_such_claim")
    who = clean_text(command.who)
    return [ev.ClaimResolved(now, command.student, command.allow, device, who)]


@dataclass(slots=True)
class Learned:
    """What the library takes over from a session. forgotten: students whose PIN was reset, whose remembered
    devices go; lost: hashes of devices that sign in nobody by themselves any more; pins: student to hash;
    devices: hash of a device to the student whom it remembers."""

    forgotten: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    pins: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)


def learn(events: Iterable[ev.Event], register: "Register") -> Learned:
    """What these events of a session have changed in what students prove themselves with; register: after
    them. To be taken in the order of the fields."""
    learned = Learned()
    for event in events:
        if isinstance(event, ev.PinReset):
            learned.forgotten.add(event.student)
            learned.pins.pop(event.student, None)
        elif isinstance(event, ev.PinRestored):
            learned.forgotten.discard(event.student)
            _learn_again(event.student, register, learned)
        elif isinstance(event, ev.PinChosen) and event.pin:
            learned.pins[event.student] = event.pin
        elif isinstance(event, ev.SignedIn | ev.ClaimResolved) and event.device:
            student = register.remembered.get(event.device)
            if student is None:  # turned away, or used by several
                learned.lost.add(event.device)
            elif student == event.student and isinstance(event, ev.SignedIn):
                learned.devices[event.device] = student
    return learned


def _learn_again(student: str, register: "Register", learned: Learned) -> None:
    """Whatever the library has forgotten after the reset."""
    listed = register.listed[student]
    if listed.pin:  # empty where the PIN was reset once more, or the student erased
        learned.pins[student] = listed.pin
        learned.devices |= {device: who for device, who in register.remembered.items() if who == student}
