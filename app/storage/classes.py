"""Classes of people in the library. No two have the same name, because sessions show only that."""

import json
from typing import Final

from app.clock import Clock
from app.errors import Refused
from app.people.class_options import ClassOptions
from app.quiz.folding import clean_text, is_visible
from app.storage.db import Commit, storable
from app.storage.library_reading import LibraryReader
from app.storage.question_rows import fold_words
from app.storage.quiz_rows import new_row_id

LONGEST_NAME: Final = 200  # characters of a class, a folder or a tag


def clean_name(name: str) -> str:
    """A name as it is stored: one line."""
    return storable(" ".join(clean_text(name).split()))[:LONGEST_NAME].strip()


class ClassShelf(LibraryReader):
    """The part of the library's writer that keeps classes. Errors as in `Library`."""

    _clock: Clock

    def add_class(self, name: str, note: str = "") -> str:
        """Gives the id. Raises `Refused` with `class_name_empty`, `class_name_taken`."""
        with self._turn, Commit(self._db):
            id_ = new_row_id()
            self._db.execute(
                "INSERT INTO classes (id, name, note) VALUES (?,?,?)",
                [id_, self._free_name(name, id_), storable(clean_text(note))],
            )
        return id_

    def rename_class(self, id: str, name: str, note: str | None = None) -> None:
        """note: None leaves it as it is. Raises `Refused` as `add_class`, and `no_such_class`."""
        with self._turn, Commit(self._db):
            if not self._db.execute("SELECT 1 FROM classes WHERE id=?", [id]).fetchone():
                raise Refused("no_such_class")
            self._db.execute(
                "UPDATE classes SET name=?, note=coalesce(?, note) WHERE id=?",
                [
                    self._free_name(name, id),
                    None if note is None else storable(clean_text(note)),
                    id,
                ],
            )

    def note_class_used(self, id: str, at: float) -> None:
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE classes SET used_at=? WHERE id=?", [at, id])

    def save_class_options(self, id: str, options: ClassOptions) -> None:
        """Raises `Refused('no_such_class')`."""
        with self._turn, Commit(self._db):
            text = storable(json.dumps(options.to_dict(), ensure_ascii=False))
            if not self._db.execute("UPDATE classes SET options=? WHERE id=?", [text, id]).rowcount:
                raise Refused("no_such_class")

    def remove_class(self, id: str) -> None:
        """Into the bin, with its students. Its sessions are kept."""
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE classes SET removed_at=? WHERE id=?", [self._clock.now(), id])

    def bring_class_back(self, id: str) -> None:
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE classes SET removed_at=NULL WHERE id=?", [id])

    def _free_name(self, name: str, id: str) -> str:
        """The name as it is stored, if no other class has it."""
        name = clean_name(name)
        if not is_visible(name):
            raise Refused("class_name_empty")
        others = (row.name for row in self.list_classes() if row.id != id)
        if fold_words([name]) in {fold_words([other]) for other in others}:
            raise Refused("class_name_taken", name=name)
        return name
