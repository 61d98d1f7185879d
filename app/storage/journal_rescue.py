"""Making sessions whole again after the journal was damaged: from what was rescued and the newest backup.

Events are only ever added, so that an event of a backup is the one that stood under its number.
"""

import json
import logging
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from app.errors import PreauError
from app.storage.backup_file import SUFFIX, unpack
from app.storage.sums import drop_spoilt

_LOG: Final = logging.getLogger(__name__)
_TABLES: Final = ("sessions", "events", "personal", "media")


def mend_journal(db: Database, folder: Path, file_name: str) -> None:
    """Called inside a transaction, with the rows that could be read. folder: the data folder, where automatic
    backups lie; file_name: of the journal."""
    drop_spoilt(db.conn)
    _fill_from_backup(db, folder, file_name)
    _make_heads(db)
    _cut_at_gaps(db)


def _fill_from_backup(db: Database, folder: Path, file_name: str) -> None:
    """What the newest backup that can be read has, and the damaged file had no more."""
    backups = sorted(folder.rglob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)
    for backup in backups:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as staging:
            try:
                made = unpack(backup, Path(staging), lambda done, total: True).made
                copy = Path(staging) / file_name
                if copy.exists():
                    _take_rows(db, copy, made)
            except (PreauError, sqlite3.Error, OSError) as error:
                _LOG.warning("a backup could not be used: %s", type(error).__name__)
                continue
            return


def _take_rows(db: Database, copy: Path, made: float) -> None:
    """What an erasure has added to a backup since it was made stands under numbers that the journal used for
    something else."""
    with closing(sqlite3.connect(copy)) as source:
        later = "SELECT session, seq FROM events WHERE at>?"
        source.execute(f"DELETE FROM personal WHERE (session, seq) IN ({later})", [made])  # noqa: S608
        source.execute("DELETE FROM events WHERE at>?", [made])
        for table in _TABLES:
            wanted = [row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")]
            known = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
            columns = [name for name in wanted if name in known]
            names, marks = ",".join(columns), ",".join("?" * len(columns))
            db.conn.executemany(
                f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                source.execute(f"SELECT {names} FROM {table}"),  # noqa: S608
            )


def _make_heads(db: Database) -> None:
    """Sessions whose row in the list is gone, from their first event."""
    first = db.execute(
        "SELECT session, at, body FROM events WHERE seq=1 AND type='opened'"
        " AND session NOT IN (SELECT id FROM sessions)"
    ).fetchall()
    columns = {row[1] for row in db.conn.execute("PRAGMA table_info(sessions)")}
    for session, at, body in first:
        values = {name: value for name, value in _head(session, at, body).items() if name in columns}
        ended, alive = db.execute(
            "SELECT max(CASE WHEN type='ended' THEN at END), max(at) FROM events WHERE session=?", [session]
        ).fetchone()
        values |= {"ended_at": ended, "alive_at": alive}
        marks = ",".join("?" * len(values))
        db.execute(f"INSERT INTO sessions ({','.join(values)}) VALUES ({marks})", list(values.values()))  # noqa: S608


def _head(session: str, at: float, body: str) -> dict[str, Any]:
    try:
        opened = json.loads(body)
        settings = opened["settings"]
        return {
            "id": session, "title": str(opened["title"]), "code": str(opened["code"]), "opened_at": at,
            "rehearsal": int(bool(settings.get("rehearsal"))),
            "class_name": str(settings.get("class_name", "")), "class_id": str(settings.get("class_id", "")),
        }  # fmt: skip
    except (ValueError, TypeError, LookupError, AttributeError):
        return {"id": session, "title": "?", "code": "", "opened_at": at}


def _cut_at_gaps(db: Database) -> None:
    """A session is read from its beginning, so what follows an event that is missing says nothing; it stays
    in the file that was put aside."""
    gaps = db.execute(
        "SELECT session, min(seq) FROM (SELECT session, seq,"
        " row_number() OVER (PARTITION BY session ORDER BY seq) AS place FROM events) WHERE seq <> place"
        " GROUP BY session"
    ).fetchall()
    for session, seq in gaps:
        for table in ("personal", "events"):
            db.execute(f"DELETE FROM {table} WHERE session=? AND seq>=?", [session, seq])  # noqa: S608
    # The list says what the events say: whose end was lost is open again, and can be ended.
    db.execute(
        "UPDATE sessions SET ended_at=NULL WHERE ended_at IS NOT NULL AND id NOT IN"
        " (SELECT session FROM events WHERE type='ended')"
    )
    # But not of which nothing is left but its row: there is nothing to go on with.
    db.execute(
        "UPDATE sessions SET ended_at=max(opened_at, alive_at) WHERE id NOT IN (SELECT session FROM events)"
    )
