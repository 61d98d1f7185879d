"""A roster as JSON, version 1: for a session's own copy, for files and exports. Bounded when read."""

import math
from collections.abc import Mapping
from typing import Any, Final

from app.errors import Trouble
from app.folding import clean_text
from app.i18n import LANGUAGES
from app.people.model import (
    LEAST_TIME,
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_GROUPS,
    MOST_STUDENTS,
    MOST_TIME,
    Roster,
    RosterCopy,
    Student,
)
from app.people.pins import is_pin_hash

VERSION: Final = 1


def student_to_json(student: Student) -> dict[str, Any]:
    """All fields by name; no secret is among them."""
    return {
        "id": student.id, "number": student.number, "family": student.family, "given": student.given,
        "name": student.name, "email": student.email, "groups": list(student.groups),
        "language": student.language, "extra_time": student.extra_time, "note": student.note,
    }  # fmt: skip


def student_from_json(data: Mapping[str, Any]) -> Student:
    """Inverse of `student_to_json`; fields that are absent have their defaults.

    Raises `Trouble('roster_unreadable')`.
    """
    try:
        texts = {
            name: _text(data.get(name, "")) for name in ("id", "number", "family", "given", "name", "email")
        }
        groups = data.get("groups", [])
        language, time = data.get("language", ""), float(data.get("extra_time", 1.0))
        if not texts["id"] or language not in ("", *LANGUAGES) or len(groups) > MOST_GROUPS:
            raise ValueError("student")
        if not (math.isfinite(time) and LEAST_TIME <= time <= MOST_TIME):
            raise ValueError("extra_time")
        return Student(
            **texts,
            groups=tuple(_text(group) for group in groups),
            language=language,
            extra_time=time,
            note=_text(data.get("note", ""), LONGEST_NOTE),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise _unreadable(error) from error


def roster_to_json(roster: Roster) -> dict[str, Any]:
    return {
        "v": VERSION,
        "class": {"id": roster.class_id, "name": roster.name},
        "students": [student_to_json(student) for student in roster.students],
    }


def roster_from_json(data: Any) -> Roster:
    """Inverse of `roster_to_json`. Raises `Trouble` with `roster_unreadable`, `roster_version_unknown`."""
    try:
        version = data["v"]
        if type(version) is not int or version < 1:
            raise ValueError("v")
        if version > VERSION:
            raise Trouble("roster_version_unknown", version=version)
        found = data["students"]
        if not isinstance(found, list) or len(found) > MOST_STUDENTS:
            raise ValueError("students")
        students = tuple(student_from_json(item) for item in found)
        if len({student.id for student in students}) != len(students):
            raise ValueError("ids")
        return Roster(_text(data["class"]["id"]), _text(data["class"]["name"]), students)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise _unreadable(error) from error


def copy_to_json(copy: RosterCopy) -> dict[str, Any]:
    """With the hashes: for the class server's own file, which only its owner may read."""
    return roster_to_json(copy.roster) | {"pins": dict(copy.pins), "devices": dict(copy.devices)}


def copy_from_json(data: Any) -> RosterCopy:
    """Inverse of `copy_to_json`; hashes of students that are not on the roster are left out.

    Raises as `roster_from_json`.
    """
    roster = roster_from_json(data)
    known = {student.id for student in roster.students}
    pins, devices = data.get("pins", {}), data.get("devices", {})
    try:
        return RosterCopy(
            roster,
            {student: hash_ for student, hash_ in pins.items() if student in known and is_pin_hash(hash_)},
            {_text(token): student for token, student in devices.items() if student in known},
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise _unreadable(error) from error


def _text(value: Any, most: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("text")
    return clean_text(value)


def _unreadable(error: Exception) -> Trouble:
    return Trouble("roster_unreadable", reason=f"{type(error).__name__}: {error}")
