"""A sum beside each row of the journal: SQLite notices spoilt pages, not a byte that changed inside a text.

Without it such a byte would be an answer that nobody gave. Rows of files older than the sums have none.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from typing import Final

NEWEST: Final = 3  # sessions that are looked at when a file is opened, beside those that are still open

_ROWS: Final = {
    "events": "SELECT session, seq, sum, type, body FROM events WHERE sum IS NOT NULL",
    "personal": "SELECT session, seq, sum, '', body FROM personal WHERE sum IS NOT NULL",
}
_LATEST: Final = """
SELECT id FROM sessions WHERE ended_at IS NULL
UNION SELECT id FROM (SELECT id FROM sessions ORDER BY opened_at DESC LIMIT ?)
"""


def sum_of(session: str, number: int, kind: str, body: str) -> int:
    """CRC-32 of a row. kind: the event's type, "" for a personal row (whose student the event names too)."""
    return zlib.crc32("\x1f".join((session, str(number), kind, body)).encode("utf-8", "replace"))


def check_latest(connection: sqlite3.Connection) -> None:
    """Raises `sqlite3.DatabaseError` where a row of a session that matters now is not what was written. All
    sessions would take too long for a start: older ones are checked when they are read."""
    if not _has_sums(connection):
        return
    latest = [session for (session,) in connection.execute(_LATEST, [NEWEST])]
    for session in latest:
        for table, number in _spoilt(connection, session):
            raise sqlite3.DatabaseError(f"row {number} of {table} is not what was written")


def drop_spoilt(connection: sqlite3.Connection) -> int:
    """Delete the rows that are not what was written; gives how many."""
    if not _has_sums(connection):
        return 0
    sessions = [session for (session,) in connection.execute("SELECT DISTINCT session FROM events")]
    dropped = 0
    for session in sessions:
        for table, number in list(_spoilt(connection, session)):
            connection.execute(f"DELETE FROM {table} WHERE session=? AND seq=?", [session, number])  # noqa: S608
            dropped += 1
    return dropped


def _spoilt(connection: sqlite3.Connection, session: str) -> Iterator[tuple[str, int]]:
    for table, rows in _ROWS.items():
        for _, number, noted, kind, body in connection.execute(f"{rows} AND session=?", [session]):
            if noted != sum_of(session, number, str(kind), str(body)):
                yield table, number


def _has_sums(connection: sqlite3.Connection) -> bool:
    """Whether both tables are there, with sums."""
    return all(
        connection.execute("SELECT 1 FROM pragma_table_info(?) WHERE name='sum'", [table]).fetchone()
        for table in _ROWS
    )
