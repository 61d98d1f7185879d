"""A quiz in the tables of the library. Called inside a commit.

Only what differs is written: an editor saves at every pause of typing, and a picture may be megabytes.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

from sqlite_utils import Database

from app.quiz.codec import VERSION
from app.quiz.model import Media, Quiz
from app.storage.db import storable
from app.storage.question_rows import Cards, fold_words, in_first_order, kinds_of
from app.storage.text_languages import name_languages

_PUT_HEAD: Final = """
INSERT INTO quizzes (id, title, folder, language, source, version, questions, kinds, difficulties, problems,
  languages, changed_at, words)
VALUES (:id, :title, :folder, :language, :source, :version, :questions, :kinds, :difficulties, :problems,
  :languages, :now, '')
ON CONFLICT (id) DO UPDATE SET title=:title, language=:language, version=:version, questions=:questions,
  kinds=:kinds, difficulties=:difficulties, problems=:problems, languages=:languages, changed_at=:now
"""

_COPY: Final = (
    """INSERT INTO quizzes (id, title, folder, tags, language, source, version, questions, kinds,
         difficulties, problems, languages, changed_at, words)
       SELECT :new, :title, folder, tags, language, source, version, questions, kinds,
         difficulties, problems, languages, :now, '' FROM quizzes WHERE id=:old""",
    """INSERT INTO questions SELECT :new, position, id, text_print, whole_print, words, body
       FROM questions WHERE quiz=:old""",
    "INSERT INTO quiz_media SELECT :new, name, type, hash FROM quiz_media WHERE quiz=:old ORDER BY rowid",
)


def store_quiz(
    db: Database, quiz: Quiz, cards: Cards, now: float, source: str = "", folder: str = ""
) -> None:
    """Insert the quiz or change that with its id; source and folder are for a new one.

    One that is stored already just so keeps its time of change.
    """
    found = [cards.of(question) for question in quiz.questions]
    languages = [storable(quiz.language), *(name for card in found for name in card.languages)]
    head = {
        "id": quiz.id, "title": storable(quiz.title), "language": storable(quiz.language),
        "version": VERSION, "questions": len(found), "kinds": kinds_of(quiz),
        "difficulties": in_first_order(card.difficulty for card in found),
        "problems": sum(1 for card in found if not card.askable),
        "languages": name_languages(languages),
    }  # fmt: skip
    more = {"source": storable(source), "folder": folder, "now": now}
    kept = db.execute(
        "SELECT title, language, position, questions.id, text_print, whole_print, questions.words, body"
        " FROM quizzes LEFT JOIN questions ON quiz = quizzes.id WHERE quizzes.id=? ORDER BY position",
        [quiz.id],
    ).fetchall()
    known = {row[2]: row[3:] for row in kept if row[2] is not None}
    rows = [
        (quiz.id, position, *card.row)
        for position, card in enumerate(found)
        if known.get(position) != tuple(card.row)
    ]
    same_head = bool(kept) and kept[0][:2] == (head["title"], head["language"])
    same_media = _media_of(db, quiz.id) == [
        (name, item.type, _hash(item)) for name, item in quiz.media.items()
    ]
    if same_head and same_media and not rows and len(known) == len(found):
        return
    db.execute(_PUT_HEAD, head | more)
    db.conn.executemany("INSERT OR REPLACE INTO questions VALUES (?,?,?,?,?,?,?)", rows)
    db.execute("DELETE FROM questions WHERE quiz=? AND position>=?", [quiz.id, len(found)])
    if not same_media:
        _store_media(db, quiz.id, quiz.media)
    if not same_head:
        fold_head(db, quiz.id)


def _store_media(db: Database, quiz_id: str, media: Mapping[str, Media]) -> None:
    db.execute("DELETE FROM quiz_media WHERE quiz=?", [quiz_id])
    for name, item in media.items():
        db.execute("INSERT OR IGNORE INTO media VALUES (?,?)", [_hash(item), item.data])
        db.execute(
            "INSERT INTO quiz_media VALUES (?,?,?,?)",
            [quiz_id, storable(name), storable(item.type), _hash(item)],
        )
    drop_unused_media(db)


def drop_unused_media(db: Database) -> None:
    db.execute("DELETE FROM media WHERE hash NOT IN (SELECT hash FROM quiz_media)")


def _media_of(db: Database, quiz_id: str) -> list[tuple[Any, ...]]:
    return list(db.execute("SELECT name, type, hash FROM quiz_media WHERE quiz=? ORDER BY rowid", [quiz_id]))


def fold_head(db: Database, quiz_id: str) -> None:
    """Work out anew what the quiz itself is searched by."""
    for title, folder, tags in db.execute(
        "SELECT title, folder, tags FROM quizzes WHERE id=?", [quiz_id]
    ).fetchall():
        words = fold_words([title, folder, *json.loads(tags)])
        db.execute("UPDATE quizzes SET words=? WHERE id=?", [words, quiz_id])


def has_quiz(db: Database, quiz_id: str) -> bool:
    """Whether there is such a quiz, in the bin too."""
    return db.execute("SELECT 1 FROM quizzes WHERE id=?", [quiz_id]).fetchone() is not None


def new_row_id() -> str:
    """Of a quiz or a class: 64 random bits."""
    return secrets.token_hex(8)


def copy_quiz(db: Database, quiz_id: str, title: str, now: float) -> str:
    """A copy with folder and tags; gives its id."""
    values = {"old": quiz_id, "new": new_row_id(), "title": title, "now": now}
    for sql in _COPY:
        db.execute(sql, values)
    fold_head(db, str(values["new"]))
    return str(values["new"])


def _hash(item: Media) -> str:
    return hashlib.sha256(item.data).hexdigest()
