"""The copies of databases that lie in the data folder: backups, and files that were put aside. What must be
gone is taken out of them too."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.errors import PreauError, Trouble
from app.paths import take_place
from app.storage.backup import staging_folder
from app.storage.backup_file import DATABASES, SUFFIX, open_private, pack, unpack
from app.storage.steps import Steps, go_on

Change = Callable[[Path, float], bool]
"""Takes something out of a copy of a database, made at this moment (seconds since 1970), and leaves no file
beside it; whether anything was there. Raises `Trouble` where the copy cannot be read."""

PATIENCE: Final = 120.0
"""Seconds for a backup that is being made by itself meanwhile."""
_ASIDE: Final = (
    *(f"before-restore-*/{name}" for name in DATABASES),
    *(f"{Path(name).stem}.damaged-*.db" for name in DATABASES),
    *(f"{Path(name).stem}.damaged-*.wal" for name in DATABASES),
    *(f"{Path(name).stem}.before-upgrade-*.db" for name in DATABASES),
)


def change_copies(folder: Path, change: Change, now: float) -> tuple[list[Path], list[Path]]:
    """The files that are different now, and those that cannot be looked into: damaged, or sealed.

    What a killed program has left of its work is deleted. Raises `Trouble('data_folder_in_use')` where a
    backup is being made.
    """
    with staging_folder(folder, PATIENCE):
        for left in folder.rglob(f"*{SUFFIX}.*.new"):
            left.unlink(missing_ok=True)
    aside = sorted(file for pattern in _ASIDE for file in folder.glob(pattern))
    backups = sorted(folder.rglob(f"*{SUFFIX}"))
    changed: list[Path] = []
    unreadable: list[Path] = []
    for file in (*aside, *backups):
        try:
            found = rewrite_backup(file, folder, change) if file in backups else change(file, now)
        except PreauError:
            unreadable.append(file)
        else:
            if found:
                changed.append(file)
    return changed, unreadable


def change_in(folder: Path, change: Change, made: float) -> bool:
    """Change the databases that lie in a folder of ours; whether anything was there. Raises as `change`."""
    found = [change(folder / name, made) for name in DATABASES if (folder / name).exists()]  # all of them
    return any(found)


def rewrite_backup(file: Path, folder: Path, change: Change) -> bool:
    """Change what is in a backup and put it in its own place; whether there was anything. Raises
    `PreauError`."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with staging_folder(folder, PATIENCE) as staging:
            info = unpack(file, staging, go_on)
            if not change_in(staging, change, info.made):
                return False
            with open_private(fresh) as out:
                pack(out, sorted(staging.iterdir()), info.made, Steps(go_on, 1))
                out.flush()
                os.fsync(out.fileno())
            take_place(fresh, file)
    except OSError as error:
        raise Trouble("not_stored", reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return True


def drop_copies(folder: Path, files: Iterable[Path]) -> list[Path]:
    """Delete those of these files that are copies in the data folder; gives those that are still there."""
    known = {file for pattern in (*_ASIDE, f"**/*{SUFFIX}") for file in folder.glob(pattern)}
    left = []
    for file in known.intersection(files):
        try:
            for ending in ("", "-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
        except OSError:
            left.append(file)
    return sorted(left)
