"""Students of a class as the school knows them: frozen values with ids of our own.

A session works on its own copy (`app.people.codec`), so that a later change rewrites no past class.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LONGEST_TEXT: Final = 200  # characters of a name, a number, an address or a group
LONGEST_NOTE: Final = 1000
MOST_STUDENTS: Final = 5000
MOST_GROUPS: Final = 50
LEAST_TIME: Final = 1.0
MOST_TIME: Final = 5.0


def new_student_id() -> str:
    """64 random bits, hexadecimal. Carries no meaning: it stands in events, which outlive the name."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Student:
    """One student of one class.

    number: the school's, as text, because leading zeros count; '' where there is none. name: as it was
    written in the source; family and given: its parts where they are known, else both ''. language: 'fr',
    'ar', 'en' or '' for that of the class. extra_time: factor on every time limit, 1.0 to 5.0 (1.33 is a
    third more). note: the teacher's, never shown to students.
    """

    id: str
    number: str
    family: str
    given: str
    name: str
    email: str = ""
    groups: tuple[str, ...] = ()
    language: str = ""
    extra_time: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a class, in the order of the register."""

    class_id: str
    name: str
    students: tuple[Student, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is remembered for a student. token: SHA-256 of its secret, hexadecimal; used_at: seconds
    since 1970."""

    token: str
    student: str
    used_at: float


@dataclass(frozen=True, slots=True)
class RosterCopy:
    """What a class server takes along: the roster and what students prove themselves with.

    pins: student's id to the salted hash of the PIN (`app.people.pins`), absent where none was chosen yet.
    devices: SHA-256 of a remembered device's secret, hexadecimal, to the student's id.
    Never sent to phones or hosts, and in no report.
    """

    roster: Roster
    pins: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
