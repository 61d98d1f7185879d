"""What every platform can do for us. A connector speaks of accounts and places of its platform; it knows no
row and no student of ours, keeps nothing, and never tries anything again by itself.

Comparing and confirming are the same for all (`sync.outbox`), so that no connector can decide that something
is there: it only reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from app.outgoing.plan import Notice
from app.outgoing.rows import Kind
from sync.outbox import Held


@dataclass(frozen=True, slots=True)
class Site:
    """name: of the platform; user: whom we act for; abilities: what the key may do, as the site says it."""

    name: str
    user: str
    abilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Course:
    id: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A participant of a course. number: the school's, '' where the platform does not tell. student: false
    for teachers. active: whether values may be sent."""

    id: str
    name: str
    number: str = ""
    email: str = ""
    groups: tuple[str, ...] = ()
    student: bool = True
    active: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where values can go. ref: to be kept in a target. top: the highest value, None where there is none."""

    kind: Kind
    ref: str
    name: str
    top: Decimal | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions that can be taken out. name: '' where the platform does not tell."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a place holds now, by account; who is not in it cannot be sent. top: the highest value; takes: the
    only values there are; None for any. extra: what `send` and `foresee`
    of the same connector need to know of it."""

    held: Mapping[str, Held]
    top: Decimal | None = None
    takes: frozenset[str] | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


class Connector(Protocol):
    """Every method blocks, asks one thing at a time, and raises the errors of `sync.errors`."""

    @property
    def most(self) -> int:
        """Values that `send` takes at once."""

    def probe(self) -> Site: ...

    def list_courses(self) -> list[Course]: ...

    def load_roster(self, course: str) -> list[Account]: ...

    def list_places(self, course: str) -> list[Place]: ...

    def read(self, ref: str) -> Reading: ...

    def foresee(self, ref: str, reading: Reading, values: Mapping[str, str]) -> Sequence[Notice]:
        """What sending these values (by account) brings about besides. Asks the platform nothing."""

    def send(self, ref: str, reading: Reading, values: Mapping[str, str]) -> None:
        """Ask for these values. Returning proves nothing: the platform's answer is the same for right and
        wrong ones."""

    def close(self) -> None:
        """Let go of the network."""
