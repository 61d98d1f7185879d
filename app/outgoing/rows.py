"""What shall stand on a platform, one row for each target and student, and how far it has come.

Knows no platform and no names: students are ids of ours, values are short texts.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, Literal

Kind = Literal["grade", "attendance", "statement"]

_PLACES: Final = Decimal("0.00001")  # platforms keep marks to five decimals


class State(StrEnum):
    """waiting: to be sent. sending: a request was made whose effect is not known. confirmed: read back there.
    changed_there: somebody put another value there. refused: it cannot be sent, reason says why. parked: it
    waits for the teacher."""

    WAITING = "waiting"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    CHANGED_THERE = "changed_there"
    REFUSED = "refused"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Result:
    """What a session says of one student now. value: a number as text, the name of a status, or the id of a
    statement. item: which of several of a kind, '' where there is one only."""

    session: str
    student: str
    kind: Kind
    value: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the values of one kind of one session go. ref: the connector's own address of the place; no two
    targets of a connection have the same, because their sessions would overwrite each other. agreed: codes of
    what sending brings about and the teacher has been told. top: the highest value there, '' for none. name:
    what the place was called when it was chosen."""

    id: str
    session: str
    kind: Kind
    connection: str
    ref: str
    agreed: tuple[str, ...] = ()
    top: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """key: of target, student and item, the same for ever. base: what the platform held when it was last
    as we know it; None for nothing. sent: values requested since then, any of which may stand there. there:
    what was found instead. attempts: failures in a row. asked_at: when a request with it was last known to be
    under way, 0 for none. Times in seconds since 1970. reason: the code of a sentence, or ''."""

    key: str
    target: str
    student: str
    value: str
    state: State = State.WAITING
    base: str | None = None
    sent: tuple[str, ...] = ()
    there: str | None = None
    attempts: int = 0
    next_at: float = 0.0
    asked_at: float = 0.0
    reason: str = ""
    confirmed_at: float | None = None
    item: str = ""

    @property
    def standing(self) -> State:
        """The state as it is counted."""
        return standing_of(self.state, self.reason)

    @property
    def value_hash(self) -> str:
        """The same for the same key and value on every computer."""
        return hashlib.sha256(f"{self.key}\n{self.value}".encode()).hexdigest()[:32]


def standing_of(state: State, reason: str) -> State:
    """A value that the teacher left as it is there waits for nobody."""
    return State.CONFIRMED if reason == "kept_theirs" else state


def make_key(target: str, student: str, item: str = "") -> str:
    text = f"{target}\n{student}\n{item}" if item else f"{target}\n{student}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def canonical(value: str) -> str:
    """One way of writing a value: '17.50000' and '17.5' are '17.5'; what is no number stays as it is."""
    try:
        number = Decimal(value).quantize(_PLACES)
    except InvalidOperation:
        return value
    text = f"{number:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
