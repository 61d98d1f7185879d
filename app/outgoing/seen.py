"""What a teacher sees of what is on its way: values that sync makes and windows show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from app.outgoing.connections import Connection
from app.outgoing.plan import Notice
from app.outgoing.rows import Kind, Row, State, Target

GradeKind = Literal["points", "percent", "participation", ""]


@dataclass(frozen=True, slots=True)
class Health:
    """How a connection is. waiting: rows on their way, those whose effect is not known too. code: '' where
    all is well, else why it rests. next_at: when it is looked at again by itself, None where it is not."""

    connection: Connection
    waiting: int = 0
    confirmed: int = 0
    changed: int = 0
    refused: int = 0
    parked: int = 0
    code: str = ""
    next_at: float | None = None


@dataclass(frozen=True, slots=True)
class CourseSeen:
    id: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class BankSeen:
    """A part of a question bank that can be taken into the library."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """Where values can go. top: the highest value as text, '' where there is none."""

    kind: Kind
    ref: str
    name: str
    top: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountSeen:
    id: str
    name: str
    number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class MatchSeen:
    """Who a student is on a platform. account: its id there, '' where it is not known. sure: found without
    doubt, or said by the teacher. candidates: accounts that may be meant."""

    student: str
    name: str
    number: str = ""
    account: str = ""
    sure: bool = False
    candidates: tuple[AccountSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class SendWishes:
    """What of a class is sent. connection, course: where, '' for nowhere yet.

    grade: 'points' for the share of all points, put on `scale`; 'percent' for the same on the place's highest
    value, or of 100; 'participation' for the share of questions that were answered, put on `scale`; '' for
    none. scale: a number as text, '' for the place's highest value. decimals: a half is rounded up.
    store: the connection to which learning records go, '' for the first record store there is.
    """

    connection: str = ""
    course: str = ""
    grade: GradeKind = ""
    attendance: bool = False
    statements: bool = False
    scale: str = ""
    decimals: int = 2
    store: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "SendWishes":
        """Unknown names (of a later version) are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


@dataclass(frozen=True, slots=True)
class RowSeen:
    row: Row
    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class SessionSync:
    """counts: rows of all its targets by state; those without any are left out."""

    session: str
    title: str
    class_name: str = ""
    opened_at: float = 0.0
    targets: tuple[Target, ...] = ()
    counts: Mapping[State, int] = field(default_factory=dict)
    last_confirmed: float | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All connections together. sessions_waiting: sessions of which something is on its way. code: '' where
    all is well, else why nothing is sent."""

    waiting: int = 0
    changed: int = 0
    refused: int = 0
    parked: int = 0
    sessions_waiting: int = 0
    last_confirmed: float | None = None
    code: str = ""
