"""How far the journal had come, noted beside it after each commit, so that lost commits are noticed.

SQLite takes a write-ahead log that was cut off, or in which bytes were changed, for one that ends there: the
last commits are gone and nobody says so. The note is not forced to the disk: after a power cut it may be
older than the journal, never newer.
"""

import logging
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOG: Final = logging.getLogger(__name__)

SUFFIX: Final = "-mark"
_SIZE: Final = 120  # bytes, always as many, so that nothing is left of an older note


@dataclass(frozen=True, slots=True)
class Missing:
    """Events of a session that had been stored and are not there any more. count: how many."""

    session: str
    count: int


class JournalMark:
    """The note of the journal at `path`. Failing to write it fails nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(path.name + SUFFIX)
        self._file: int | None = None

    def read(self) -> tuple[str, int] | None:
        """Session and number of its last event; None without a note that can be read."""
        try:
            session, number = self.path.read_text(encoding="ascii").split()
            return session, int(number)
        except (OSError, ValueError):
            return None

    def note(self, session: str, number: int) -> None:
        text = f"{session} {number}".encode("ascii", "replace")[:_SIZE].ljust(_SIZE)
        with suppress(OSError):
            if self._file is None:
                flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._file = os.open(self.path, flags, 0o600)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, text)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@dataclass(slots=True)
class KeptLog:
    """missing: set it where the log turns out to have lost something."""

    missing: Missing | None = None


@contextmanager
def keeping_log(path: Path) -> Iterator[KeptLog]:
    """A copy of the write-ahead log that lies there, kept as `*.damaged-*.wal` where `missing` was set. Until
    that is known it has another name, always the same, so that a program that is killed leaves at most one,
    which the next start takes away."""
    log, copy, kept = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-wal-copy"), KeptLog()
    with suppress(OSError):
        if log.exists() and log.stat().st_size:
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            shutil.copyfile(log, copy)
    try:
        yield kept
    finally:
        with suppress(OSError):
            if kept.missing is None:
                copy.unlink(missing_ok=True)
            else:
                copy.rename(path.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}.wal"))
        if kept.missing is not None:
            _LOG.error("%d events of a session that were stored are missing", kept.missing.count)


def forget_mark(path: Path, sessions: Collection[str]) -> None:
    """Drop the note where one of these sessions is in it, because they are going to be deleted."""
    mark = JournalMark(path)
    if (found := mark.read()) is not None and found[0] in sessions:
        with suppress(OSError):
            mark.path.unlink(missing_ok=True)
