"""Students as rows of the library. Reading takes a file of before there were students, too."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlite_utils import Database

from app.errors import Refused
from app.people.model import Device, Roster, RosterCopy, Student
from app.storage.db import storable

MOST_DEVICES: Final = 5  # of one student; the one that was used longest ago is forgotten first
Fetch = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_HAS: Final = "SELECT 1 FROM sqlite_master WHERE type='table' AND name='students'"
_LIST: Final = """
SELECT id, number, family, given, name, email, groups, language, extra_time, note
FROM students WHERE class=? AND (removed_at IS NOT NULL)=? ORDER BY position, id
"""
_PINS: Final = """
SELECT student, hash FROM pins JOIN students ON students.id = student WHERE class=? AND removed_at IS NULL
"""
_DEVICES: Final = """
SELECT token, student FROM devices JOIN students ON students.id = student
WHERE class=? AND removed_at IS NULL
"""
_PUT: Final = """
INSERT INTO students (class, position, id, number, family, given, name, email, groups, language, extra_time,
  note)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (id) DO UPDATE SET position=excluded.position, number=excluded.number, family=excluded.family,
  given=excluded.given, name=excluded.name, email=excluded.email, groups=excluded.groups,
  language=excluded.language, extra_time=excluded.extra_time, note=excluded.note, removed_at=NULL
"""


def count_students(fetch: Fetch) -> dict[str, int]:
    """How many students are on each roster that has any."""
    if not fetch(_HAS, ()):
        return {}
    return dict(fetch("SELECT class, count(*) FROM students WHERE removed_at IS NULL GROUP BY class", ()))


def read_students(fetch: Fetch, class_id: str, *, removed: bool = False) -> list[Student]:
    if not fetch(_HAS, ()):
        return []
    return [student_of(row) for row in fetch(_LIST, [class_id, int(removed)])]


def student_of(row: Sequence[Any]) -> Student:
    """From the columns that `_LIST` gives."""
    id_, number, family, given, name, email, groups, language, extra_time, note = row
    groups = tuple(json.loads(groups))
    return Student(id_, number, family, given, name, email, groups, language, extra_time, note)


def read_roster(fetch: Fetch, class_id: str) -> Roster:
    """Raises `Refused('no_such_class')`."""
    found = fetch("SELECT name FROM classes WHERE id=?", [class_id])
    if not found:
        raise Refused("no_such_class")
    return Roster(class_id, found[0][0], tuple(read_students(fetch, class_id)))


def read_copy(fetch: Fetch, class_id: str) -> RosterCopy:
    """Raises `Refused('no_such_class')`."""
    roster = read_roster(fetch, class_id)
    if not roster.students:
        return RosterCopy(roster)
    return RosterCopy(roster, dict(fetch(_PINS, [class_id])), dict(fetch(_DEVICES, [class_id])))


def read_devices(fetch: Fetch, student: str) -> list[Device]:
    if not fetch(_HAS, ()):
        return []
    rows = fetch(
        "SELECT token, student, used_at FROM devices WHERE student=? ORDER BY used_at DESC", [student]
    )
    return [Device(*row) for row in rows]


def has_pin(fetch: Fetch, student: str) -> bool:
    return bool(fetch(_HAS, ()) and fetch("SELECT 1 FROM pins WHERE student=?", [student]))


def store_students(db: Database, class_id: str, students: Sequence[Student], now: float) -> None:
    """Make these the class's students, in this order; others of the class go into the bin. Inside a commit.

    Raises `Refused('student_elsewhere')` where an id belongs to another class.
    """
    ids = json.dumps([student.id for student in students])
    elsewhere = "SELECT 1 FROM students WHERE class<>? AND id IN (SELECT value FROM json_each(?))"
    if db.execute(elsewhere, [class_id, ids]).fetchone():
        raise Refused("student_elsewhere")
    db.conn.executemany(_PUT, _rows_of(class_id, students))
    db.execute(
        "UPDATE students SET removed_at=? WHERE class=? AND removed_at IS NULL"
        " AND id NOT IN (SELECT value FROM json_each(?))",
        [now, class_id, ids],
    )


def store_pin(db: Database, student: str, hash: str | None) -> None:
    """None takes the PIN away, and the devices with it. Inside a commit, for a student who is there."""
    db.execute("DELETE FROM pins WHERE student=?", [student])
    if hash is None:
        db.execute("DELETE FROM devices WHERE student=?", [student])
    else:
        db.execute("INSERT INTO pins VALUES (?,?)", [student, hash])


def store_device(db: Database, student: str, token: str, at: float) -> None:
    """The device knows this student, and nobody else, from now on. Inside a commit, as `store_pin`."""
    db.execute("INSERT OR REPLACE INTO devices VALUES (?,?,?)", [token, student, at])
    db.execute(
        "DELETE FROM devices WHERE student=? AND token NOT IN"
        " (SELECT token FROM devices WHERE student=? ORDER BY used_at DESC LIMIT ?)",
        [student, student, MOST_DEVICES],
    )


def _rows_of(class_id: str, students: Iterable[Student]) -> Iterable[tuple[Any, ...]]:
    for position, s in enumerate(students):
        texts = map(storable, (s.id, s.number, s.family, s.given, s.name, s.email))
        groups = json.dumps([storable(group) for group in s.groups], ensure_ascii=False)
        yield (class_id, position, *texts, groups, s.language, s.extra_time, storable(s.note))
