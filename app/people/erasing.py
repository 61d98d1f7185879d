"""The list of people who were erased, by which a restored backup is erased again. It holds no name.

A mark is a salted hash of number and name: it finds the same person under another id of ours. Whoever has the
file and a list of names can find out who is on it, so that it stays in the data folder like everything else.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.errors import Trouble
from app.people.model import Student
from app.people.names import fold_name, full_name_key

VERSION: Final = 1
SHORTEST_WORD: Final = 4  # characters
_SIGNS: Final = re.compile(r"[^\w]+")
_SECRETS: Final = frozenset({"token", "device", "devices", "pin"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody else's words that tell of an erased person. student: who wrote them, '' for the teacher."""

    session: str
    number: int
    student: str
    text: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention as a person looks at it. title, at: of the session; author: '' for the teacher, and where it
    is not known."""

    mention: Mention
    title: str
    at: float
    author: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was done. sessions: in which the students were; rewritten: backups and files put aside in which
    they were; dropped: those that could not be looked into, and were deleted; left: those that lie there
    still, with whatever is in them; busy: logs of databases that somebody was reading."""

    sessions: int = 0
    rewritten: tuple[Path, ...] = ()
    dropped: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    busy: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """One person. id: of the roster or of one session; mark: '' where there was no number, because a name
    alone may be somebody else's; at: when, seconds since 1970."""

    id: str
    mark: str
    at: float


@dataclass(frozen=True, slots=True)
class ErasedList:
    """places: session and number of events whose words, somebody else's, told of an erased person. is_open:
    an erasure was begun and has not come to its end."""

    salt: str
    people: tuple[Erased, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    is_open: bool = False

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(person.id for person in self.people)

    def marks_after(self, made: float) -> frozenset[str]:
        """Marks of those who were erased after a backup was made; who came back later is not meant."""
        return frozenset(person.mark for person in self.people if person.mark and person.at >= made)

    def mark_of(self, number: str, name: str) -> str:
        """'' without a number or a name."""
        number, name = fold_name(number), full_name_key(name)
        if not number or not name:
            return ""
        return hashlib.sha256(f"{self.salt}\n{number}\n{name}".encode()).hexdigest()

    def with_people(self, people: Iterable[tuple[str, str, str]], at: float) -> "ErasedList":
        """With these, each as id, number and name; one who is on it already is not added."""
        known = {(person.id, person.mark) for person in self.people}
        added = [Erased(id_, self.mark_of(number, name), at) for id_, number, name in people]
        return replace(self, people=(*self.people, *(p for p in added if (p.id, p.mark) not in known)))

    def with_places(self, places: Iterable[tuple[str, int]]) -> "ErasedList":
        return replace(self, places=tuple(dict.fromkeys((*self.places, *places))))


def new_list() -> ErasedList:
    return ErasedList(secrets.token_hex(16))


def list_to_json(erased: ErasedList) -> dict[str, Any]:
    people = [{"id": person.id, "mark": person.mark, "at": person.at} for person in erased.people]
    return {
        "v": VERSION,
        "salt": erased.salt,
        "people": people,
        "places": [*map(list, erased.places)],
        "open": erased.is_open,
    }


def list_from_json(data: Any) -> ErasedList:
    """Inverse of `list_to_json`. Raises `Trouble('erased_unreadable')`."""
    try:
        if data["v"] != VERSION or not isinstance(data["salt"], str):
            raise ValueError("v")
        people = [Erased(str(item["id"]), str(item["mark"]), float(item["at"])) for item in data["people"]]
        places = [(str(session), int(number)) for session, number in data["places"]]
        return ErasedList(data["salt"], tuple(people), tuple(places), bool(data.get("open")))
    except (TypeError, ValueError, LookupError) as error:
        raise Trouble("erased_unreadable", reason=f"{type(error).__name__}: {error}") from error


def words_of(student: Student) -> tuple[str, ...]:
    """What would tell of this student in any text: number, address, family name, and the name in both
    orders. Short ones are left out, because they stand in too many other words."""
    both = (f"{student.given} {student.family}", f"{student.family} {student.given}")
    known = (*both, student.family) if student.family and student.given else ()
    words = (student.number, student.email, student.name, *known)
    return tuple(dict.fromkeys(word.strip() for word in words if len(word.strip()) >= SHORTEST_WORD))


def tells_of(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of the words in it, as people compare them: without case and accents."""
    inside = f" {_bare(text)} "
    return any(f" {key} " in inside for word in words if (key := _bare(word)))


def _bare(text: str) -> str:
    """Folded words without any signs between them."""
    return " ".join(_SIGNS.sub(" ", fold_name(text)).split())


def secretless(values: Mapping[str, Any]) -> dict[str, Any]:
    """An event's values without what a student or a device proves itself with, for an export."""
    return {name: value for name, value in values.items() if name not in _SECRETS}
