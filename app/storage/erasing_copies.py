"""Erasing people in copies of the databases: those of a backup, and those that were put aside."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from app.people.erasing import ErasedList
from app.storage import library_reading, outbox_file
from app.storage.backup_file import DATABASES
from app.storage.db import Commit, open_copy, wipe_erased
from app.storage.journal_erasing import erase_students, erase_words, find_marked

_STUDENTS: Final = "DELETE FROM students WHERE id IN (SELECT value FROM json_each(?))"
_SENDING: Final = tuple(
    f"DELETE FROM {table} WHERE student IN (SELECT value FROM json_each(?))"  # noqa: S608
    for table in ("rows", "accounts")
)


def database_of(file: Path) -> str:
    """Which of our databases a copy is one of, known by how its name begins."""
    return next(name for name in DATABASES if file.name.startswith(Path(name).stem))


def erase_in_copy(file: Path, erased: ErasedList, made: float, now: float) -> bool:
    """Erase in one file; whether anything was there to erase. made: when it was copied. Leaves no file beside
    it. Raises `Trouble` with `database_newer`, `database_unusable`, `not_stored`."""
    name = database_of(file)
    db, marks = open_copy(file, DATABASES[name]), erased.marks_after(made)
    try:
        if name == library_reading.FILE_NAME:
            found = _erase_in_library(db, erased, marks)
        elif name == outbox_file.FILE_NAME:
            found = _erase_in_outbox(db, erased.ids)
        else:
            ids = erased.ids | find_marked(db, erased, marks)
            students = erase_students(db, file, ids, now)
            found = students + erase_words(db, file, erased.places, now) > 0
        wipe_erased(db)
        db.conn.execute("PRAGMA journal_mode=DELETE")
    finally:
        db.conn.close()
    return found


def _erase_in_library(db: Database, erased: ErasedList, marks: Collection[str]) -> bool:
    ids = set(erased.ids)
    if marks:
        rows = db.execute("SELECT id, number, name FROM students").fetchall()
        ids |= {id_ for id_, number, name in rows if erased.mark_of(number, name) in marks}
    with Commit(db):
        return int(db.execute(_STUDENTS, [json.dumps(sorted(ids))]).rowcount) > 0


def _erase_in_outbox(db: Database, ids: Collection[str]) -> bool:
    wanted = json.dumps(sorted(ids))
    with Commit(db):
        return sum(int(db.execute(sql, [wanted]).rowcount) for sql in _SENDING) > 0
