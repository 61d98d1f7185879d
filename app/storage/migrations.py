"""The schema of each file as small steps. A released step is never edited; a change is a new step."""

from typing import Final

from sqlite_utils import Database

from app.storage.db import Migration
from app.storage.text_languages import languages_of_body, name_languages


def _create_journal(db: Database) -> None:
    """Events carry opaque ids; names and own words lie in `personal`, found by session and number."""
    db.execute(
        """CREATE TABLE sessions (
            id TEXT PRIMARY KEY, title TEXT NOT NULL, code TEXT NOT NULL, opened_at REAL NOT NULL,
            ended_at REAL, port INTEGER NOT NULL DEFAULT 0, alive_at REAL NOT NULL,
            rehearsal INTEGER NOT NULL DEFAULT 0)"""
    )
    db.execute(
        """CREATE TABLE events (
            session TEXT NOT NULL REFERENCES sessions(id), seq INTEGER NOT NULL, at REAL NOT NULL,
            type TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session, seq)) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE personal (
            session TEXT NOT NULL REFERENCES sessions(id), seq INTEGER NOT NULL, student TEXT NOT NULL,
            body TEXT NOT NULL, PRIMARY KEY (session, seq)) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE media (
            session TEXT NOT NULL REFERENCES sessions(id), name TEXT NOT NULL, type TEXT NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY (session, name))"""
    )


def _name_classes(db: Database) -> None:
    """Whom a session was held for, so that a list of sessions need not read events."""
    db.execute("ALTER TABLE sessions ADD COLUMN class_name TEXT NOT NULL DEFAULT ''")


def _link_classes(db: Database) -> None:
    """Which class of the library that was, however it is called by now."""
    db.execute("ALTER TABLE sessions ADD COLUMN class_id TEXT NOT NULL DEFAULT ''")


def _add_sums(db: Database) -> None:
    """What each row must add up to (`app.storage.sums`); rows that were there before have none."""
    for table in ("events", "personal"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN sum INTEGER")


def _create_library(db: Database) -> None:
    """A row for each question, so that saving a long quiz writes only what was changed; a picture is one row
    however many quizzes show it. removed_at: in the bin since then."""
    db.execute(
        """CREATE TABLE quizzes (
            id TEXT PRIMARY KEY, title TEXT NOT NULL, folder TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '[]', language TEXT NOT NULL DEFAULT '',
            source TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL, questions INTEGER NOT NULL,
            kinds TEXT NOT NULL, difficulties TEXT NOT NULL, problems INTEGER NOT NULL,
            changed_at REAL NOT NULL, used_at REAL, removed_at REAL, words TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE questions (
            quiz TEXT NOT NULL REFERENCES quizzes(id) ON DELETE CASCADE, position INTEGER NOT NULL,
            id TEXT NOT NULL, text_print TEXT NOT NULL, whole_print TEXT NOT NULL, words TEXT NOT NULL,
            body TEXT NOT NULL, PRIMARY KEY (quiz, position))"""
    )
    db.execute("CREATE INDEX questions_by_whole ON questions (whole_print)")
    db.execute("CREATE INDEX questions_by_text ON questions (text_print)")
    db.execute("CREATE TABLE media (hash TEXT PRIMARY KEY, data BLOB NOT NULL)")
    db.execute(
        """CREATE TABLE quiz_media (
            quiz TEXT NOT NULL REFERENCES quizzes(id) ON DELETE CASCADE, name TEXT NOT NULL,
            type TEXT NOT NULL, hash TEXT NOT NULL REFERENCES media(hash), PRIMARY KEY (quiz, name))"""
    )
    db.execute("CREATE INDEX quiz_media_by_hash ON quiz_media (hash)")
    db.execute(
        """CREATE TABLE classes (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', used_at REAL,
            removed_at REAL)"""
    )
    db.execute("CREATE TABLE done (name TEXT PRIMARY KEY, at REAL NOT NULL)")


def _add_students(db: Database) -> None:
    """The people of a class. What they prove themselves with lies apart, so that no list reads it by chance.

    position: in the register; removed_at: in the bin since then; tokens and PINs only as hashes.
    """
    db.execute(
        """CREATE TABLE students (
            id TEXT PRIMARY KEY, class TEXT NOT NULL REFERENCES classes(id) ON DELETE CASCADE,
            position INTEGER NOT NULL, number TEXT NOT NULL, family TEXT NOT NULL, given TEXT NOT NULL,
            name TEXT NOT NULL, email TEXT NOT NULL, groups TEXT NOT NULL, language TEXT NOT NULL,
            extra_time REAL NOT NULL, note TEXT NOT NULL, removed_at REAL)"""
    )
    db.execute("CREATE INDEX students_by_class ON students (class, position)")
    db.execute(
        """CREATE TABLE pins (
            student TEXT PRIMARY KEY REFERENCES students(id) ON DELETE CASCADE, hash TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE devices (
            token TEXT PRIMARY KEY, student TEXT NOT NULL REFERENCES students(id) ON DELETE CASCADE,
            used_at REAL NOT NULL)"""
    )
    db.execute("CREATE INDEX devices_by_student ON devices (student)")


def _add_class_options(db: Database) -> None:
    """How a class is held: `app.people.class_options`, as JSON."""
    db.execute("ALTER TABLE classes ADD COLUMN options TEXT NOT NULL DEFAULT '{}'")


def _list_languages(db: Database) -> None:
    """All languages in which a quiz can be read, so that a quiz in two is found by either."""
    db.execute("ALTER TABLE quizzes ADD COLUMN languages TEXT NOT NULL DEFAULT '[]'")
    rows = db.execute(
        "SELECT quiz, body FROM questions WHERE body LIKE '%mlang%' OR body LIKE '%multilang%'"
        " ORDER BY position"
    )
    found: dict[str, list[str]] = {}
    for quiz, body in rows.fetchall():
        found.setdefault(quiz, []).extend(languages_of_body(body))
    for quiz, language in db.execute("SELECT id, language FROM quizzes").fetchall():
        names = name_languages([language, *found.get(quiz, ())])
        db.execute("UPDATE quizzes SET languages=? WHERE id=?", [names, quiz])


def _add_learned(db: Database) -> None:
    """Up to which event the library has taken over what a session has changed in PINs and devices."""
    db.execute("CREATE TABLE learned (session TEXT PRIMARY KEY, events INTEGER NOT NULL)")


def _add_coefficients(db: Database) -> None:
    """How much the questions of a session weigh beside their points, as JSON by id of the question."""
    db.execute("CREATE TABLE coefficients (session TEXT PRIMARY KEY, body TEXT NOT NULL)")


JOURNAL: Final[tuple[Migration, ...]] = (_create_journal, _name_classes, _link_classes, _add_sums)
LIBRARY: Final[tuple[Migration, ...]] = (
    _create_library,
    _add_students,
    _add_class_options,
    _list_languages,
    _add_learned,
    _add_coefficients,
)
