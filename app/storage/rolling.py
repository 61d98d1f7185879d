"""Automatic backups in the data folder: a few, made by themselves, for a damaged file or a mistake."""

import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.paths import drop_file
from app.storage.backup import write_backup
from app.storage.backup_file import DATABASES, SUFFIX

FOLDER: Final = "backups"
KEPT: Final = 3
_PREFIX: Final = "automatic-"
_LOG: Final = logging.getLogger(__name__)


def keep_rolling(folder: Path, pause: float = 0.0) -> Path | None:
    """Make a backup if something was stored since the last one and that is older than `pause` seconds, and
    delete all but the newest few; gives the new one. A class may be running. Raises as `write_backup`."""
    kept = list_rolling(folder)
    written = _last_written(folder)
    if written is None:
        return None
    if kept:
        made = kept[0].stat()
        if made.st_mtime_ns >= written or time.time() - made.st_mtime < pause:
            return None
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    target = place / f"{_PREFIX}{time.strftime('%Y%m%d-%H%M%S')}{SUFFIX}"
    write_backup(folder, target)
    for old in [one for one in kept if one != target][KEPT - 1 :]:
        drop_file(old)
    _LOG.info("an automatic backup was made")
    return target


def list_rolling(folder: Path) -> list[Path]:
    """The automatic backups, newest first."""
    found = (folder / FOLDER).glob(f"{_PREFIX}*{SUFFIX}")
    return sorted(found, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def _last_written(folder: Path) -> int | None:
    """When a database, or its write-ahead log, was last written, in nanoseconds; None where there is none."""
    times = []
    for file in (folder / f"{name}{ending}" for name in DATABASES for ending in ("", "-wal")):
        with suppress(FileNotFoundError):  # a log goes when its database is closed, at any moment
            known = file.stat()
            if known.st_size:
                times.append(known.st_mtime_ns)
    return max(times, default=None)
