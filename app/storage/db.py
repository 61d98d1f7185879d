"""Opening database files: locks, durability, schema versions, damage. Knows no table.

Each file has one writer at a time, held by an operating-system lock beside it; readers take none.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from sqlite_utils import Database

from app.errors import Trouble
from app.paths import keep_private, take_place
from app.storage.rescue import Damage, count_rows, drop_orphans, read_version, rescue_rows

Migration = Callable[[Database], None]

# WAL lets readers read while we write; FULL makes a commit survive a power cut; secure_delete leaves no
# erased name in free pages; fullfsync is what macOS needs for FULL to be true.
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA fullfsync=1",
    "PRAGMA checkpoint_fullfsync=1",
    "PRAGMA foreign_keys=ON",
)
_RESCUED: Final = ".rescued"  # behind the name of a file that is going to take the place of a damaged one


def lock_file(path: Path, patience: float = 0.0) -> FileLock:
    """Take the writer's lock of the database at `path`; released when the process ends, however it ends.

    Raises `Trouble('data_folder_in_use')` where another process holds it for longer than `patience` seconds.
    """
    # Of the process: what one thread has opened, another may close.
    lock = FileLock(str(path.with_suffix(".lock")), timeout=patience, thread_local=False, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise Trouble("data_folder_in_use", folder=str(path.parent)) from error
    except OSError as error:
        raise Trouble("data_folder", folder=str(path.parent), reason=error.strerror or "") from error
    return lock


def open_database(
    path: Path,
    migrations: Sequence[Migration],
    mend: Callable[[Database], None] | None = None,
    check: Callable[[sqlite3.Connection], None] = lambda connection: None,
) -> tuple[Database, Damage | None]:
    """Open for writing, bring the schema up to date, and give the database and, if the file was damaged,
    where it was put aside and how much of it lies in the new one that was started then.

    mend: what else can be done with rescued rows, before those without their parents go. check: raises
    `sqlite3.DatabaseError` where it finds damage that SQLite does not see. Of a file that gets
    a newer schema a copy is kept beside it. The connection may be used by one thread at a time. Raises
    `Trouble` with `database_newer` or `database_unusable`; the file is then as it was.
    """
    with explain_failure(path):
        damage = _finish_rescue(path)
        try:
            connection = _connect(path, check)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            damage = _rescue(path, migrations, mend)
            connection = _connect(path)
        try:
            database = Database(connection)
            if damage is None and 0 < _check_version(connection, path, migrations) < len(migrations):
                keep_before_upgrade(connection, path)
            _migrate(database, path, migrations)
        except BaseException:
            connection.close()
            raise
    return database, damage


def _rescue(path: Path, migrations: Sequence[Migration], mend: Callable[[Database], None] | None) -> Damage:
    """Make a new file of what can be read of the damaged one, by the schema that this had; only when it is
    complete they change places, so that a full disk or a kill costs nothing."""
    fresh = path.with_name(path.name + _RESCUED)
    try:
        with closing(_connect(fresh)) as connection:
            database = Database(connection)
            _migrate(database, path, migrations[: read_version(path, len(migrations))])
            connection.execute("PRAGMA foreign_keys=OFF")
            found = rescue_rows(path, database)
            with Commit(database):
                if mend is not None:
                    mend(database)
                drop_orphans(database)
            connection.execute("PRAGMA journal_mode=DELETE")  # so that nothing of it lies beside it
    except BaseException:
        _drop_leftovers(path)
        raise
    aside = put_aside(path)
    take_place(fresh, path)
    return replace(found, file=aside)


def _finish_rescue(path: Path) -> Damage | None:
    """What a killed program has left: a rescued file that was to take the place of the damaged one takes it
    now; one that was not complete goes, and so do other files that only it needed."""
    fresh = path.with_name(path.name + _RESCUED)
    if path.exists() or not fresh.exists():
        _drop_leftovers(path)
        return None
    aside = max(path.parent.glob(f"{path.stem}.damaged-*{path.suffix}"), key=_time_of, default=None)
    if aside is not None:
        _move_aside(path, aside)  # its log, which would be taken for that of the new file
    else:
        aside = put_aside(path)
    take_place(fresh, path)
    with closing(sqlite3.connect(path)) as connection:
        return Damage(aside, count_rows(connection))


def _time_of(file: Path) -> int:
    return file.stat().st_mtime_ns


def _drop_leftovers(path: Path) -> None:
    for pattern in (f"{path.name}{_RESCUED}*", f"{path.name}.reading*", f"{path.stem}.before-upgrade-*.new*"):
        for left in path.parent.glob(pattern):
            left.unlink(missing_ok=True)


def keep_before_upgrade(connection: sqlite3.Connection, path: Path) -> Path:
    """A copy of the file as it is, readable by its owner only, named after its version."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    target = path.with_name(f"{path.stem}.before-upgrade-{version}{path.suffix}")
    fresh = target.with_name(f"{target.name}.new")
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(str(fresh), isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    take_place(fresh, target)
    return target


def open_copy(path: Path, migrations: Sequence[Migration]) -> Database:
    """Open a copy that nobody else uses, for writing, and bring its schema up to date. A damaged one stays
    where it is. Raises `Trouble` with `database_newer` or `database_unusable`."""
    with explain_failure(path):
        connection = _connect(path)
        try:
            database = Database(connection)
            _migrate(database, path, migrations)
        except BaseException:
            connection.close()
            raise
    return database


def wipe_erased(db: Database) -> bool:
    """Leave nothing of erased rows in free pages or in the write-ahead log. False where a reader keeps the
    log; it goes when the file is closed. Raises `Trouble('not_stored')`."""
    try:
        db.conn.execute("VACUUM")
        busy = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise Trouble("not_stored", reason=str(error)) from error
    return not busy


def open_for_reading(path: Path, migrations: Sequence[Migration]) -> Database | None:
    """A read-only view that works while another process writes; None where nothing was ever stored.

    Raises `Trouble` with `database_newer` or `database_unusable`.
    """
    if not path.exists():
        return None
    with explain_failure(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only=1")
            if _check_version(connection, path, migrations) == 0:
                connection.close()
                return None
        except BaseException:
            connection.close()
            raise
    return Database(connection)


class Commit:
    """One transaction; SQLite's refusals become `Trouble('not_stored')` after a roll-back."""

    def __init__(self, db: Database) -> None:
        self._connection = db.conn

    def __enter__(self) -> None:
        try:
            self._roll_back()
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise Trouble("not_stored", reason=str(error)) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
                return
        except sqlite3.Error as failed:
            error = failed
        with suppress(sqlite3.Error):  # then the next commit begins with it
            self._roll_back()
        if isinstance(error, sqlite3.Error):
            raise Trouble("not_stored", reason=str(error)) from error

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def storable(text: str) -> str:
    """Without halves of surrogate pairs, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


@contextmanager
def explain_failure(path: Path) -> Iterator[None]:
    """SQLite's and the system's failures with this file as `Trouble('database_unusable')`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise Trouble("database_unusable", file=str(path), reason=str(error)) from error


def put_aside(path: Path) -> Path:
    """Rename a damaged database and its companions, so that nothing of it is lost; gives the new name."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number, target = 1, path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}.damaged-{stamp}-{number}{path.suffix}")
    _move_aside(path, target)
    return target


def _move_aside(path: Path, target: Path) -> None:
    for ending in ("", "-wal", "-shm", "-mark"):
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.rename(target.with_name(target.name + ending))


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is spoilt; else something around it is: rights, room, another program."""
    return not isinstance(error, sqlite3.OperationalError) or "malformed" in str(error)


def _check_version(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> int:
    """How many migrations the file has been through. Raises `Trouble('database_newer')`."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise Trouble("database_newer", file=str(path))
    return version


def _migrate(database: Database, path: Path, migrations: Sequence[Migration]) -> None:
    """Each missing step in a transaction of its own, together with its number."""
    connection = database.conn
    version = _check_version(connection, path, migrations)
    for number, migration in enumerate(migrations[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        migration(database)
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")


def _connect(
    path: Path, check: Callable[[sqlite3.Connection], None] = lambda connection: None
) -> sqlite3.Connection:
    keep_private(path)  # the log and the index beside it get the same rights
    connection = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise sqlite3.DatabaseError(problem)
        check(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
