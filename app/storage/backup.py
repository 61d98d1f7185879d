"""Everything in one file, and back. A backup may be made while a class runs; restoring waits for its end.

Copies are made beside the data, never where other people of this computer may read.
"""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from app.clock import Clock
from app.errors import Trouble
from app.paths import take_place
from app.storage.backup_file import (
    DATABASES,
    NAMES,
    SETTINGS,
    BackupInfo,
    open_private,
    pack,
    unpack,
)
from app.storage.db import explain_failure, lock_file, open_for_reading
from app.storage.erased_file import load_erased
from app.storage.erasing_copies import erase_in_copy
from app.storage.library import Library
from app.storage.outbox import Outbox
from app.storage.sealing import seal
from app.storage.steps import Progress, Steps, go_on

_PAGES: Final = 2_000  # of a database between two looks at whether to go on
_STAGING: Final = ".backup-"


def write_backup(folder: Path, target: Path, progress: Progress = go_on, phrase: str = "") -> BackupInfo:
    """Write the data folder's quizzes, classes, sessions, what is to be sent, and settings into one file,
    read it back, and put it in the place of `target`. phrase: nobody can open the file without it; '' for
    none.

    Raises `Trouble` with `backup_not_written`, `data_folder_in_use` (another backup is being made),
    `database_unusable` or `database_newer`, `Refused` with `phrase_short`, `backup_cancelled`; then `target`
    is as it was.
    """
    present = [folder / name for name in NAMES if (folder / name).exists()]
    parts = 4 if phrase else 3
    steps = Steps(progress, parts * sum(file.stat().st_size for file in present))
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with staging_folder(folder) as staging:
            copies = [copy for file in present if (copy := _copy(file, staging, steps)) is not None]
            with open_private(staging / "packed" if phrase else fresh) as out:
                pack(out, copies, Clock().now(), steps)
                if phrase:
                    out.seek(0)
                    with open_private(fresh) as sealed:
                        seal(out, sealed, phrase, steps)
                        _sync(sealed)
                else:
                    _sync(out)
            read_back = staging / "read back"
            read_back.mkdir()
            info = unpack(fresh, read_back, steps.watch_rest, phrase)
            take_place(fresh, target)
            return info
    except OSError as error:
        reason = error.strerror or str(error)
        raise Trouble("backup_not_written", file=str(target), reason=reason) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def read_backup(path: Path, folder: Path, phrase: str = "") -> BackupInfo:
    """Verify the whole file and say what is in it; `folder` has the room for that. Raises as
    `restore_backup`, which verifies again: a file may change in between."""
    try:
        with staging_folder(folder) as staging:
            return unpack(path, staging, go_on, phrase)
    except OSError as error:
        raise _not_restored(path, error) from error


def restore_backup(
    path: Path,
    folder: Path,
    progress: Progress = go_on,
    library: Library | None = None,
    phrase: str = "",
    outbox: Outbox | None = None,
) -> Path | None:
    """Put what is in the backup in the place of what is in the data folder; gives the folder in which that is
    kept, None where there was nothing. library, outbox: those that this program has open, which go on with
    the restored files.

    People who were erased since the backup was made are erased in it before. All is verified before anything
    is touched. Raises `Trouble` or `Refused` with what `unpack` raises, `Trouble` with
    `restore_in_class` (a class server or another window has the files) or `backup_not_restored`,
    `Refused('backup_cancelled')`; then the data folder is as it was. Only after `restore_half_done` it is
    not: another program held the files both ways, and they lie in the folder that is named.
    """
    try:
        with staging_folder(folder) as staging:
            info = unpack(path, staging, progress, phrase)
            _erase_again(staging, folder, info.made)

            def swap() -> Path | None:
                return _swap(staging, folder)

            within = swap if library is None else partial(library.closed_while, swap)
            return within() if outbox is None else outbox.closed_while(within)
    except OSError as error:
        raise _not_restored(path, error) from error


def _erase_again(staging: Path, folder: Path, made: float) -> None:
    """Whoever was erased since the backup was made does not come back with it."""
    erased = load_erased(folder)
    if erased.people or erased.places:
        for name in DATABASES:
            if (staging / name).exists():
                erase_in_copy(staging / name, erased, made, Clock().now())


def _swap(staging: Path, folder: Path) -> Path | None:
    """Present files into a folder of their own, verified ones in their place; all of it or nothing."""
    locks = []
    moved: list[tuple[Path, Path]] = []
    try:
        for name in DATABASES:
            locks.append(lock_file(folder / name))
        aside = _new_folder(folder)
        try:
            for name in NAMES:
                for ending in ("", "-wal", "-shm", "-mark"):
                    _move(folder / (name + ending), aside / (name + ending), moved)
            kept = len(moved)
            for name in NAMES:
                _move(staging / name, folder / name, moved)
        except BaseException:
            _move_back(moved, aside)
            raise
        if kept:
            return aside
        aside.rmdir()
        return None
    except Trouble as trouble:
        if trouble.code == "data_folder_in_use":
            raise Trouble("restore_in_class") from trouble
        raise
    finally:
        for lock in locks:
            lock.release()


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    if source.exists():
        source.rename(target)
        moved.append((target, source))


def _move_back(moved: list[tuple[Path, Path]], aside: Path) -> None:
    """Raises `Trouble('restore_half_done')` where the system lets us do that no more than go on."""
    try:
        for now, before in reversed(moved):
            now.rename(before)
        aside.rmdir()
    except OSError as error:
        raise Trouble("restore_half_done", folder=str(aside)) from error


def _new_folder(folder: Path) -> Path:
    name = f"before-restore-{time.strftime('%Y%m%d-%H%M%S')}"
    number, target = 1, folder / name
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}"
    target.mkdir(mode=0o700)
    return target


def _copy(file: Path, staging: Path, steps: Steps) -> Path | None:
    """A consistent copy, also of a database that is being written; None of one that never held anything."""
    target = staging / file.name
    if file.name == SETTINGS:
        shutil.copyfile(file, target)
        return target
    with explain_failure(file):
        source = open_for_reading(file, DATABASES[file.name])
        if source is None:
            return None
        with closing(source.conn) as origin, closing(sqlite3.connect(target, isolation_level=None)) as copy:
            # Held until the end, so that what is written meanwhile does not begin the copy anew.
            origin.execute("BEGIN")
            origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
            origin.backup(copy, pages=_PAGES, progress=lambda *_: steps.add(0))
            steps.add(file.stat().st_size)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("VACUUM")  # what was erased is not packed
    return target


@contextmanager
def staging_folder(folder: Path, patience: float = 0.0) -> Iterator[Path]:
    """A folder for copies, for the owner only; what a killed program has left of one is removed first.

    Raises `Trouble('data_folder_in_use')` where another backup is at work for longer than `patience`
    seconds.
    """
    lock = lock_file(folder / "backup", patience)
    try:
        for left in folder.glob(f"{_STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=_STAGING) as staging:
            yield Path(staging)
    finally:
        lock.release()


def _not_restored(path: Path, error: OSError) -> Trouble:
    return Trouble("backup_not_restored", file=str(path), reason=error.strerror or str(error))
