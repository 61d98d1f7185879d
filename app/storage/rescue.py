"""What can still be read of a damaged database, brought over row by row into a new one.

SQLite reads a table in the order of its key until it meets a spoilt page. So each table is read from its
beginning and from its end, and one whose key begins with a session, session by session.
"""

import errno
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

_MAGIC: Final = b"SQLite format 3\x00"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_VERSION_AT: Final = 60  # where the header of a database keeps its `user_version`, four bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged file. file: where it was put aside; rows: how many could be read and were taken over; cut:
    tables of which something could not be read."""

    file: Path
    rows: int = 0
    cut: tuple[str, ...] = ()


def read_version(path: Path, newest: int) -> int:
    """The version of the schema of a damaged file; the newest where its header says nothing sensible."""
    with suppress(OSError):
        with path.open("rb") as file:
            header = file.read(_VERSION_AT + 4)
        version = int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big")
        if 0 < version <= newest:
            return version
    return newest


def rescue_rows(source: Path, target: Database) -> Damage:
    """Bring over what can be read. target: has the tables, no rows, and does not watch foreign keys.

    Raises OSError or `sqlite3.Error` where there is no room for it.
    """
    copy = source.with_name(f"{source.name}.reading")
    try:
        try:
            _copy(source, copy)
            connection = _open(copy)
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "errno", None) in _NO_ROOM:
                raise
            return Damage(source, 0, tuple(_tables(target)))
        with closing(connection):
            return _bring_over(source, connection, target)
    finally:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                copy.with_name(copy.name + ending).unlink(missing_ok=True)


def count_rows(connection: sqlite3.Connection) -> int:
    """Of all tables together."""
    tables = _tables(Database(connection))
    return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)  # noqa: S608


def drop_orphans(db: Database) -> int:
    """Rows whose parent could not be read are of no use; gives how many went."""
    dropped = 0
    for table in _tables(db):
        for _, _, parent, child_column, parent_column, *_ in db.conn.execute(
            f"PRAGMA foreign_key_list({table})"
        ).fetchall():
            dropped += db.conn.execute(
                f"DELETE FROM {table} WHERE NOT EXISTS"  # noqa: S608 - names of our own schema
                f" (SELECT 1 FROM {parent} WHERE {parent}.{parent_column} = {table}.{child_column})"
            ).rowcount
    return dropped


def _copy(source: Path, copy: Path) -> None:
    """With its write-ahead log, and with the first bytes that make it a database."""
    shutil.copyfile(source, copy)
    log = source.with_name(f"{source.name}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    with copy.open("r+b") as file:
        file.write(_MAGIC)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(str(path), isolation_level=None)
    # A spoilt letter must not cost the row.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        connection.execute("PRAGMA query_only=1")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _bring_over(source: Path, connection: sqlite3.Connection, target: Database) -> Damage:
    rows, cut = 0, []
    target.conn.execute("BEGIN IMMEDIATE")
    for table in _tables(target):
        reader = _TableReader(connection, target.conn, table)
        taken = 0
        for row in reader.rows():
            with suppress(sqlite3.IntegrityError, sqlite3.DataError):  # a row that no file of ours holds
                taken += target.conn.execute(reader.insert, row).rowcount
        rows += taken
        if reader.is_cut:
            cut.append(table)
    target.conn.execute("COMMIT")
    return Damage(source, rows, tuple(cut))


class _TableReader:
    """One table, by the columns that both files know."""

    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
        self._source = source
        self._table = table
        self.is_cut = False
        wanted = target.execute(f"PRAGMA table_info({table})").fetchall()
        try:
            known = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        except sqlite3.Error:
            known = set()
        self._columns = [row[1] for row in wanted if row[1] in known]
        key = [row[1] for row in sorted(wanted, key=lambda row: row[5]) if row[5]]
        self._sessions = _sessions(target) if key[:1] == ["session"] and len(key) > 1 else None
        self._key = key if _is_without_rowid(target, table) else ["rowid"]
        marks = ",".join("?" * len(self._columns))
        names = ",".join(self._columns)
        self.insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608

    def rows(self) -> Iterator[Sequence[Any]]:
        if not self._columns:
            self.is_cut = True
            return
        if self._sessions is None:
            yield from self._both_ways("", ())
            return
        for session in self._sessions:
            yield from self._both_ways("WHERE session=?", (session,))
        # Of sessions whose own row could not be read.
        yield from self._both_ways("", ())

    def _both_ways(self, where: str, values: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """A row may come twice; it is brought over once."""
        is_cut = False
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{name} {direction}" for name in self._key)
            names = ",".join(self._columns)
            try:
                yield from self._source.execute(
                    f"SELECT {names} FROM {self._table} {where} ORDER BY {order}",  # noqa: S608
                    values,
                )
            except sqlite3.Error:
                is_cut = True
                continue
            break
        self.is_cut |= is_cut


def _tables(db: Database) -> list[str]:
    """Parents before children, as they were made."""
    rows = db.conn.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY rowid").fetchall()
    return [name for (name,) in rows if not name.startswith("sqlite_")]


def _sessions(target: sqlite3.Connection) -> list[str]:
    try:
        return [id_ for (id_,) in target.execute("SELECT id FROM sessions")]
    except sqlite3.Error:
        return []


def _is_without_rowid(target: sqlite3.Connection, table: str) -> bool:
    try:
        target.execute(f"SELECT rowid FROM {table} LIMIT 0")  # noqa: S608
    except sqlite3.Error:
        return True
    return False
