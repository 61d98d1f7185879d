"""Who is who in two lists: by number, then e-mail, then name, each only where it is nobody else's.

What speaks against a match stops it: two numbers that differ, or a number under which another name stands.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from app.folding import is_visible
from app.people.model import Student
from app.people.names import fold_name, full_name_key, name_key

By = Literal["number", "email", "name"]
BY: Final[tuple[By, ...]] = ("number", "email", "name")


class Account(Protocol):
    """A user of a platform, as far as matching goes. number: the platform's field for the school's number."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as matching sees them; everything but the id folded."""

    id: str
    number: str
    email: str
    name: str

    def key(self, by: By) -> str:
        return {"number": self.number, "email": self.email, "name": self.name}[by]


@dataclass(frozen=True, slots=True)
class Matched:
    """Ids of both sides. by: what told."""

    one: str
    other: str
    by: By


@dataclass(frozen=True, slots=True)
class AccountMatch:
    """What is known of one student's account. by: what told, '' where nothing did. candidates: ids of
    accounts that may be meant, where it is doubtful."""

    student: str
    account: str = ""
    by: By | Literal[""] = ""
    candidates: tuple[str, ...] = ()


def entry_of(student: Student) -> Entry:
    return _entry(student.id, student.number, student.email, name_key(student))


def match_entries(ones: Sequence[Entry], others: Sequence[Entry]) -> list[Matched]:
    """The certain pairs; nobody is in two."""
    found: list[Matched] = []
    used_ones: set[str] = set()
    used_others: set[str] = set()
    for by in BY:
        # Nobody else's among all of them: a namesake who has a partner keeps the name doubtful.
        left, right = _unique(ones, by), _unique(others, by)
        for key, one in left.items():
            other = right.get(key)
            if other is None or one.id in used_ones or other.id in used_others or not _agree(one, other, by):
                continue
            found.append(Matched(one.id, other.id, by))
            used_ones.add(one.id)
            used_others.add(other.id)
    return found


class Candidates:
    """Finds those who have the number, the address or the name of somebody."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._places: dict[tuple[By, str], list[int]] = {}
        for place, entry in enumerate(self._entries):
            for by in BY:
                if entry.key(by):
                    self._places.setdefault((by, entry.key(by)), []).append(place)

    def find(self, one: Entry) -> tuple[str, ...]:
        """Their ids, in the order in which they came."""
        places = {place for by in BY for place in self._places.get((by, one.key(by)), ())}
        return tuple(self._entries[place].id for place in sorted(places))


def match_accounts(students: Sequence[Student], accounts: Sequence[Account]) -> tuple[AccountMatch, ...]:
    """One entry for each student, in their order; no account is given to two."""
    ones = [entry_of(student) for student in students]
    others = [_entry(a.id, a.number, a.email, full_name_key(a.name)) for a in accounts]
    found = {pair.one: pair for pair in match_entries(ones, others)}
    taken = {pair.other for pair in found.values()}
    left = Candidates(entry for entry in others if entry.id not in taken)
    return tuple(
        AccountMatch(one.id, found[one.id].other, found[one.id].by)
        if one.id in found
        else AccountMatch(one.id, candidates=left.find(one))
        for one in ones
    )


def _entry(id: str, number: str, email: str, name: str) -> Entry:
    return Entry(id, fold_name(number), email.strip().casefold(), name)


def _unique(entries: Iterable[Entry], by: By) -> dict[str, Entry]:
    """Entries by those keys that only one of them has."""
    entries = [entry for entry in entries if is_visible(entry.key(by))]
    count = Counter(entry.key(by) for entry in entries)
    return {entry.key(by): entry for entry in entries if count[entry.key(by)] == 1}


def _agree(one: Entry, other: Entry, by: By) -> bool:
    if by == "number":
        same_email = bool(one.email) and one.email == other.email
        return same_email or _may_be_one_name(one.name, other.name)
    differ = bool(one.number and other.number) and one.number != other.number
    return not differ and (by == "name" or _may_be_one_name(one.name, other.name))


def _may_be_one_name(one: str, other: str) -> bool:
    """Whether names have a word in common, or cannot be compared: one is absent, or in another script."""
    if not one or not other or one.isascii() != other.isascii():
        return True
    return not set(one.split()).isdisjoint(other.split())
