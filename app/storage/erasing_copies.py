"""Erasing people in copies of the databases: those of a backup, and those that were put aside."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from app.people.erasing import ErasedList
from app.storage import journal, library_reading
from app.storage.db import Commit, Migration, open_copy, wipe_erased
from app.storage.journal_erasing import erase_students, erase_words, find_marked
from app.storage.migrations import JOURNAL, LIBRARY

_DROP: Final = "DELETE FROM students WHERE id IN (SELECT value FROM json_each(?))"


def erase_in_copies(folder: Path, erased: ErasedList, made: float, now: float) -> bool:
    """Erase in the databases that lie in a folder of ours; whether anything was there to erase. made: when
    they were copied. Raises `Trouble` with `database_newer`, `database_unusable`, `not_stored`."""
    found = [
        erase_in_copy(folder / name, erased, made, now)
        for name in (journal.FILE_NAME, library_reading.FILE_NAME)
        if (folder / name).exists()
    ]
    return any(found)


def erase_in_copy(file: Path, erased: ErasedList, made: float, now: float) -> bool:
    """Erase in one file, known by how its name begins. Leaves no file beside it. Raises as above."""
    is_library = file.name.startswith(Path(library_reading.FILE_NAME).stem)
    steps: tuple[Migration, ...] = LIBRARY if is_library else JOURNAL
    db, marks = open_copy(file, steps), erased.marks_after(made)
    try:
        if is_library:
            found = _erase_in_library(db, erased, marks)
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
        return int(db.execute(_DROP, [json.dumps(sorted(ids))]).rowcount) > 0
