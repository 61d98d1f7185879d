"""The schema of each file as small steps. A released step is never edited; a change is a new step."""

from typing import Final

from sqlite_utils import Database

from app.storage.db import Migration


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


JOURNAL: Final[tuple[Migration, ...]] = (_create_journal,)
