"""The library: the teacher's quizzes and classes. What is removed lies in a bin, from which it can come back.

Every method returns after the change is on the disk. The file's lock is held while open.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.clock import Clock
from app.errors import Refused
from app.quiz.folding import clean_text
from app.quiz.model import Quiz
from app.storage.classes import clean_name
from app.storage.db import Commit, storable
from app.storage.held_file import HeldFile
from app.storage.library_reading import FILE_NAME
from app.storage.migrations import LIBRARY
from app.storage.question_rows import in_first_order
from app.storage.quiz_rows import copy_quiz, drop_unused_media, fold_head, has_quiz, new_row_id, store_quiz
from app.storage.students import StudentShelf

_SAMPLES: Final = "samples"


class Library(HeldFile, StudentShelf):
    """The writer.

    Each method that changes something raises `Trouble('not_stored')`, and nothing has changed then.
    """

    _STEPS = LIBRARY

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        """Raises `Trouble` with `data_folder_in_use`, `database_newer`, `database_unusable`."""
        self._clock = clock or Clock()
        StudentShelf.__init__(self, self._open(folder / FILE_NAME), folder / FILE_NAME)

    # --- quizzes ---

    def add_quiz(self, quiz: Quiz, source: str = "", folder: str = "") -> str:
        """Store a quiz that is not there yet; gives its id, another one where its own is taken."""
        with self._turn, Commit(self._db):
            return self._add(quiz, source, folder)

    def save_quiz(self, quiz: Quiz) -> None:
        """Insert the quiz, or put it in the place of that with its id, which keeps its folder, tags and
        source. Writes only what differs, so that it may be called at every pause of typing."""
        with self._turn, Commit(self._db):
            store_quiz(self._db, quiz, self._cards, self._clock.now())

    def rename(self, id: str, title: str) -> None:
        """Raises `Refused('no_such_quiz')`."""
        values = [storable(clean_text(title)), self._clock.now(), id]
        with self._turn, Commit(self._db):
            self._expect(id)
            self._db.execute("UPDATE quizzes SET title=?, changed_at=? WHERE id=?", values)
            fold_head(self._db, id)

    def duplicate(self, id: str, title: str) -> str:
        """A copy under another title, in the same folder and with the same tags; gives its id.

        Raises `Refused('no_such_quiz')`.
        """
        with self._turn, Commit(self._db):
            self._expect(id)
            return copy_quiz(self._db, id, storable(clean_text(title)), self._clock.now())

    def set_folder(self, ids: Iterable[str], folder: str) -> None:
        """Put quizzes into a folder, which is there as long as a quiz is in it; '' takes them out of any."""
        with self._turn, Commit(self._db):
            for id in ids:
                self._db.execute("UPDATE quizzes SET folder=? WHERE id=?", [clean_name(folder), id])
                fold_head(self._db, id)

    def set_tags(self, id: str, tags: Iterable[str]) -> None:
        """The quiz's own tags, each once, in this order. Raises `Refused('no_such_quiz')`."""
        with self._turn, Commit(self._db):
            self._expect(id)
            names = in_first_order(clean_name(tag) for tag in tags)
            self._db.execute("UPDATE quizzes SET tags=? WHERE id=?", [names, id])
            fold_head(self._db, id)

    def note_used(self, id: str, at: float) -> None:
        """A class was held with this quiz."""
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE quizzes SET used_at=? WHERE id=?", [at, id])

    def remove(self, ids: Iterable[str]) -> None:
        """Into the bin."""
        self._mark_removed(ids, self._clock.now())

    def bring_back(self, ids: Iterable[str]) -> None:
        """Out of the bin again, as they were."""
        self._mark_removed(ids, None)

    def empty_bin(self, older_than: float) -> int:
        """Delete for good what was removed before `older_than`, seconds since 1970; how many quizzes."""
        with self._turn, Commit(self._db):
            gone = self._db.execute("DELETE FROM quizzes WHERE removed_at < ?", [older_than]).rowcount
            self._db.execute("DELETE FROM classes WHERE removed_at < ?", [older_than])
            self._db.execute("DELETE FROM students WHERE removed_at < ?", [older_than])
            drop_unused_media(self._db)
        return gone

    def seed_samples(self, read: Callable[[], Iterable[tuple[Quiz, str]]]) -> int:
        """Add the samples (each with its source) in a library that never had any; gives how many. Whoever
        removes them does not see them again. `read` is called only where they are needed."""
        with self._turn:
            if self._fetch("SELECT 1 FROM done WHERE name=?", [_SAMPLES]):
                return 0
            samples = list(read())
            with Commit(self._db):
                for quiz, source in samples:
                    self._add(quiz, source, "")
                self._db.execute("INSERT INTO done VALUES (?,?)", [_SAMPLES, self._clock.now()])
        return len(samples)

    def _add(self, quiz: Quiz, source: str, folder: str) -> str:
        if not quiz.id or has_quiz(self._db, quiz.id):
            quiz = replace(quiz, id=new_row_id())
        store_quiz(self._db, quiz, self._cards, self._clock.now(), source, clean_name(folder))
        return quiz.id

    def _mark_removed(self, ids: Iterable[str], at: float | None) -> None:
        with self._turn, Commit(self._db):
            self._db.conn.executemany("UPDATE quizzes SET removed_at=? WHERE id=?", [(at, id) for id in ids])

    def save_coefficients(self, session: str, coefficients: Mapping[str, float]) -> None:
        """By id of the question; those of a session that has none are forgotten."""
        with self._turn, Commit(self._db):
            self._db.execute("DELETE FROM coefficients WHERE session=?", [session])
            if coefficients:
                self._db.execute(
                    "INSERT INTO coefficients VALUES (?,?)", [session, json.dumps(dict(coefficients))]
                )

    def _expect(self, id: str) -> None:
        if not has_quiz(self._db, id):
            raise Refused("no_such_quiz")
