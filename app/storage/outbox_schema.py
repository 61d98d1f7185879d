"""The schema of `outbox.db` in steps; a released one is never edited."""

from typing import Final

from sqlite_utils import Database

from app.storage.db import Migration


def _create_outbox(db: Database) -> None:
    """Ids of students only: their names are in the library. No key or password of a platform: those are in
    the system's keyring."""
    db.execute(
        """CREATE TABLE connections (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
            details TEXT NOT NULL DEFAULT '{}', trouble TEXT NOT NULL DEFAULT '',
            confirmed_at REAL)"""
    )
    db.execute(
        """CREATE TABLE targets (
            id TEXT PRIMARY KEY, session TEXT NOT NULL, kind TEXT NOT NULL,
            connection TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE, ref TEXT NOT NULL,
            agreed TEXT NOT NULL DEFAULT '[]', UNIQUE (connection, ref), UNIQUE (session, kind))"""
    )
    db.execute(
        """CREATE TABLE rows (
            key TEXT PRIMARY KEY, target TEXT NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
            student TEXT NOT NULL, value TEXT NOT NULL, state TEXT NOT NULL, base TEXT, sent TEXT NOT NULL,
            there TEXT, attempts INTEGER NOT NULL, next_at REAL NOT NULL, asked_at REAL NOT NULL,
            reason TEXT NOT NULL, confirmed_at REAL) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX rows_by_target ON rows (target)")
    db.execute("CREATE INDEX rows_to_do ON rows (next_at) WHERE state IN ('waiting', 'sending')")
    db.execute(
        """CREATE TABLE accounts (
            connection TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE, student TEXT NOT NULL,
            account TEXT NOT NULL, by_hand INTEGER NOT NULL, PRIMARY KEY (connection, student),
            UNIQUE (connection, account)) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE steps (
            row TEXT NOT NULL REFERENCES rows(key) ON DELETE CASCADE, at REAL NOT NULL, state TEXT NOT NULL,
            reason TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX steps_by_row ON steps (row)")


def _add_classes(db: Database) -> None:
    """What of a class is sent, up to where sessions were derived, several values of one student and kind, and
    one account for a person who is a student of two classes."""
    db.execute("ALTER TABLE rows ADD COLUMN item TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE targets ADD COLUMN top TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE TABLE wishes (class TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID")
    db.execute("CREATE TABLE derived (session TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        """CREATE TABLE left_out (
            session TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (session, kind)) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE accounts_of_students (
            connection TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE, student TEXT NOT NULL,
            account TEXT NOT NULL, by_hand INTEGER NOT NULL,
            PRIMARY KEY (connection, student)) WITHOUT ROWID"""
    )
    db.execute("INSERT INTO accounts_of_students SELECT connection, student, account, by_hand FROM accounts")
    db.execute("DROP TABLE accounts")
    db.execute("ALTER TABLE accounts_of_students RENAME TO accounts")


def _name_targets(db: Database) -> None:
    db.execute("ALTER TABLE targets ADD COLUMN name TEXT NOT NULL DEFAULT ''")


def _keep_pause(db: Database) -> None:
    """One line while the teacher has paused sending, none else."""
    db.execute("CREATE TABLE pause (since REAL NOT NULL)")


OUTBOX: Final[tuple[Migration, ...]] = (_create_outbox, _add_classes, _name_targets, _keep_pause)
