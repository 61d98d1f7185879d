"""What is asked of the library: lists, quizzes with their pictures, what is there already. Writes nothing."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock
from typing import Any, Final

from sqlite_utils import Database

from app.errors import Refused, Trouble
from app.people.class_options import ClassOptions
from app.people.model import Device, Roster, RosterCopy, Student
from app.quiz.codec import quiz_from_json
from app.quiz.model import Media, Quiz
from app.quiz.shelf import ClassRow, QuizRow, SameReport, Search
from app.storage.db import explain_failure, open_for_reading
from app.storage.migrations import LIBRARY
from app.storage.question_rows import Cards, fold_words
from app.storage.roster_rows import (
    count_students,
    has_pin,
    read_copy,
    read_devices,
    read_roster,
    read_students,
)
from app.storage.sameness import find_same

FILE_NAME: Final = "library.db"
EVERYTHING: Final = Search()

# Each word must stand in the quiz's own words or in one of its questions.
_LIST: Final = """
SELECT id, title, folder, tags, language, questions, kinds, source, changed_at, used_at, problems, languages
FROM quizzes
WHERE removed_at IS NULL
  AND (:folder IS NULL OR folder = :folder)
  AND (:source IS NULL OR source = :source)
  AND (:language IS NULL OR EXISTS (SELECT 1 FROM json_each(languages) WHERE value = :language))
  AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(tags) WHERE value = :tag))
  AND (:kind IS NULL OR EXISTS (SELECT 1 FROM json_each(kinds) WHERE value = :kind))
  AND (:difficulty IS NULL OR EXISTS (SELECT 1 FROM json_each(difficulties) WHERE value = :difficulty))
  AND NOT EXISTS (
    SELECT 1 FROM json_each(:words) AS wanted
    WHERE instr(quizzes.words, wanted.value) = 0 AND NOT EXISTS (
      SELECT 1 FROM questions WHERE quiz = quizzes.id AND instr(questions.words, wanted.value) > 0))
ORDER BY changed_at DESC, rowid DESC
"""


class LibraryReader:
    """Reads the library, also while a desktop writes. Any thread may call; calls wait for each other."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path
        self._turn = RLock()
        self._cards = Cards()

    @classmethod
    def open(cls, folder: Path) -> "LibraryReader | None":
        """None where no library exists yet. Raises `Trouble` with `database_newer`, `database_unusable`."""
        path = folder / FILE_NAME
        db = open_for_reading(path, LIBRARY)
        return cls(db, path) if db is not None else None

    def list_quizzes(self, search: Search = EVERYTHING) -> list[QuizRow]:
        """Newest change first."""
        wanted = {
            "folder": search.folder, "language": search.language, "tag": search.tag, "kind": search.kind,
            "difficulty": search.difficulty, "source": search.source,
            "words": json.dumps(fold_words([search.text]).split()),
        }  # fmt: skip
        return [
            QuizRow(
                id_, title, folder, tuple(json.loads(tags)), language, questions, tuple(json.loads(kinds)),
                source, changed_at, used_at, problems, tuple(json.loads(languages)),
            )
            for id_, title, folder, tags, language, questions, kinds, source, changed_at, used_at, problems,
            languages in self._fetch(_LIST, wanted)
        ]  # fmt: skip

    def list_folders(self) -> list[tuple[str, int]]:
        """Folders with the number of their quizzes, by name; '' is that of quizzes in no folder."""
        rows = self._fetch("SELECT folder FROM quizzes WHERE removed_at IS NULL")
        return _count_by_name(folder for (folder,) in rows)

    def list_tags(self) -> list[tuple[str, int]]:
        """The quizzes' tags with the number of quizzes, by name."""
        rows = self._fetch("SELECT tags FROM quizzes WHERE removed_at IS NULL")
        return _count_by_name(tag for (tags,) in rows for tag in json.loads(tags))

    def list_sources(self) -> list[tuple[str, int]]:
        """The files and places that quizzes came from with the number of their quizzes, by name."""
        rows = self._fetch("SELECT source FROM quizzes WHERE removed_at IS NULL AND source <> ''")
        return _count_by_name(source for (source,) in rows)

    def list_languages(self) -> list[tuple[str, int]]:
        """The languages of the quizzes and of their texts with the number of quizzes, by code."""
        rows = self._fetch("SELECT languages FROM quizzes WHERE removed_at IS NULL")
        return _count_by_name(code for (languages,) in rows for code in json.loads(languages))

    def load_quiz(self, id: str) -> Quiz:
        """The quiz with its pictures. Raises `Refused('no_such_quiz')`, `Trouble` with `quiz_unreadable`,
        `quiz_version_unknown` or `database_unusable`."""
        with self._turn:
            head = self._fetch("SELECT title, language, version FROM quizzes WHERE id=?", [id])
            bodies = self._fetch("SELECT body FROM questions WHERE quiz=? ORDER BY position", [id])
            pictures = self._fetch(
                "SELECT name, type, data FROM quiz_media JOIN media USING (hash) WHERE quiz=?"
                " ORDER BY quiz_media.rowid",
                [id],
            )
        if not head:
            raise Refused("no_such_quiz")
        title, language, version = head[0]
        try:
            questions = [json.loads(body) for (body,) in bodies]
        except ValueError as error:
            raise Trouble("quiz_unreadable", reason=f"{type(error).__name__}: {error}") from error
        data = {"v": version, "id": id, "title": title, "language": language, "questions": questions}
        return quiz_from_json(data, {name: Media(type_, bytes(data)) for name, type_, data in pictures})

    def find_same(self, quiz: Quiz) -> SameReport:
        """What of `quiz` is there already, question by question; the bin does not count."""
        with self._turn:
            return find_same(quiz, self._cards, self._fetch)

    def list_classes(self) -> list[ClassRow]:
        """By name."""
        with self._turn:
            rows = self._fetch("SELECT id, name, note, used_at FROM classes WHERE removed_at IS NULL")
            students = count_students(self._fetch)
        classes = [ClassRow(id_, name, note, students.get(id_, 0), at) for id_, name, note, at in rows]
        return sorted(classes, key=lambda row: fold_words([row.name]))

    def load_class_options(self, class_id: str) -> ClassOptions:
        """Raises `Refused('no_such_class')`."""
        rows = self._fetch("SELECT options FROM classes WHERE id=?", [class_id])
        if not rows:
            raise Refused("no_such_class")
        return ClassOptions.from_dict(json.loads(rows[0][0]))

    # --- people ---

    def load_roster(self, class_id: str) -> Roster:
        """The students of a class in the order of its register. Raises `Refused('no_such_class')`."""
        with self._turn:
            return read_roster(self._fetch, class_id)

    def load_roster_copy(self, class_id: str) -> RosterCopy:
        """With the hashes of PINs and devices, for a class server. Raises `Refused('no_such_class')`."""
        with self._turn:
            return read_copy(self._fetch, class_id)

    def list_removed_students(self, class_id: str) -> list[Student]:
        """Those of the class that lie in the bin."""
        with self._turn:
            return read_students(self._fetch, class_id, removed=True)

    def list_devices(self, student: str) -> list[Device]:
        """The devices that know this student, last used first."""
        with self._turn:
            return read_devices(self._fetch, student)

    def count_learned(self) -> dict[str, int]:
        """How many events of each session the library has learned from."""
        with self._turn:
            return dict(self._fetch("SELECT session, events FROM learned"))

    def load_coefficients(self, session: str) -> dict[str, float]:
        """Of the session's questions, by id; none for those that weigh just their points."""
        rows = self._fetch("SELECT body FROM coefficients WHERE session=?", [session])
        return {str(id_): float(factor) for (body,) in rows for id_, factor in json.loads(body).items()}

    def has_pin(self, student: str) -> bool:
        with self._turn:
            return has_pin(self._fetch, student)

    def close(self) -> None:
        with self._turn:
            self._db.conn.close()

    def _fetch(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        with self._turn, explain_failure(self._path):
            return list(self._db.execute(sql, values))


def _count_by_name(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda item: (fold_words([item[0]]), item[0]))
