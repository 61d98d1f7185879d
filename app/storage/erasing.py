"""Erasing students for good: in the library, the journal, backups in the data folder and files put aside.

First the list of the erased is written, so that a run that was cut off is finished by the next one.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from app.clock import Clock
from app.errors import Trouble
from app.people.erasing import ErasedList, words_of
from app.people.model import Student
from app.storage import journal, library_reading
from app.storage.backup import go_on, staging_folder
from app.storage.backup_file import SUFFIX, Steps, open_private, pack, unpack
from app.storage.db import lock_file, open_database, wipe_erased
from app.storage.erased_file import load_erased, save_erased
from app.storage.erasing_copies import erase_in_copies, erase_in_copy
from app.storage.journal_erasing import Mention, erase_students, erase_words, find_mentions
from app.storage.library import Library
from app.storage.migrations import JOURNAL
from app.storage.outbox import Outbox

_NAMES: Final = (journal.FILE_NAME, library_reading.FILE_NAME)
_ASIDE: Final = (
    *(f"before-restore-*/{name}" for name in _NAMES),
    *(f"{Path(name).stem}.damaged-*.db" for name in _NAMES),
    *(f"{Path(name).stem}.damaged-*.wal" for name in _NAMES),
    *(f"{Path(name).stem}.before-upgrade-*.db" for name in _NAMES),
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was done. sessions: in which the students were; rewritten: backups and files put aside in which
    they were; dropped: those that could not be read, and were deleted; left: those that could not be read
    and lie there still, with whatever is in them, and logs of databases that somebody was reading."""

    sessions: int = 0
    rewritten: tuple[Path, ...] = ()
    dropped: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


class Eraser:
    """Blocks while it works; call it beside the window's thread. library, outbox: those that are open."""

    def __init__(
        self, folder: Path, library: Library, clock: Clock | None = None, outbox: Outbox | None = None
    ) -> None:
        self._folder = folder
        self._library = library
        self._clock = clock or Clock()
        self._outbox = outbox

    def find_mentions(self, students: Sequence[Student]) -> list[Mention]:
        """What others wrote in which these students are named, for the teacher to look at. Raises as
        `erase`."""
        words = [word for student in students for word in words_of(student)]
        with _writing_journal(self._folder) as db:
            return [] if db is None else find_mentions(db, {student.id for student in students}, words)

    def erase(
        self,
        students: Sequence[Student],
        mentions: Iterable[Mention] = (),
        *,
        drop_unreadable: bool = False,
    ) -> Erasure:
        """Erase these students everywhere, and the words of others that are given.

        drop_unreadable: delete backups and damaged files in which nothing can be erased. Raises `Trouble`
        with `class_is_running`, `not_stored`, `erased_unreadable`, `database_unusable`; calling again goes
        on.
        """
        now, sessions = self._clock.now(), 0
        wiped: dict[Path, bool] = {}
        people = [(student.id, student.number, student.name) for student in students]
        with _writing_journal(self._folder) as db:
            erased = load_erased(self._folder).with_people(people, now)
            erased = erased.with_places((mention.session, mention.number) for mention in mentions)
            save_erased(self._folder, erased)
            if db is not None:
                path = self._folder / journal.FILE_NAME
                sessions = erase_students(db, path, erased.ids, now)
                erase_words(db, path, erased.places, now)
                wiped[path] = wipe_erased(db)
        wiped[self._folder / library_reading.FILE_NAME] = self._library.erase_students(erased.ids)
        if self._outbox is not None:
            for student in sorted(erased.ids):
                self._outbox.erase_student(student)
        rewritten, unreadable = self._erase_copies(erased, now)
        dropped = [file for file in unreadable if drop_unreadable and _drop(file)]
        left = [file for file in unreadable if file not in dropped]
        left += [path.with_name(f"{path.name}-wal") for path, done in wiped.items() if not done]
        return Erasure(sessions, tuple(rewritten), tuple(dropped), tuple(left))

    def _erase_copies(self, erased: ErasedList, now: float) -> tuple[list[Path], list[Path]]:
        """The files that were rewritten, and those that cannot be read."""
        rewritten: list[Path] = []
        unreadable: list[Path] = []
        for file in sorted(file for pattern in _ASIDE for file in self._folder.glob(pattern)):
            try:
                if erase_in_copy(file, erased, now, now):
                    rewritten.append(file)
            except Trouble:
                unreadable.append(file)
        for file in sorted(self._folder.rglob(f"*{SUFFIX}")):
            try:
                if rewrite_backup(file, self._folder, erased, now):
                    rewritten.append(file)
            except Trouble:
                unreadable.append(file)
        return rewritten, unreadable


def rewrite_backup(file: Path, folder: Path, erased: ErasedList, now: float) -> bool:
    """Erase in a backup and put it in its own place; whether anything was there to erase. Raises
    `Trouble`."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with staging_folder(folder) as staging:
            info = unpack(file, staging, go_on)
            if not erase_in_copies(staging, erased, info.made, now):
                return False
            with open_private(fresh) as out:
                pack(out, sorted(staging.iterdir()), info.made, Steps(go_on, 1))
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(file)
    except OSError as error:
        raise Trouble("not_stored", reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return True


@contextmanager
def _writing_journal(folder: Path) -> Iterator[Database | None]:
    """None where no class was ever held. Raises `Trouble('class_is_running')`."""
    path = folder / journal.FILE_NAME
    if not path.exists():
        yield None
        return
    try:
        lock = lock_file(path)
    except Trouble as trouble:
        if trouble.code == "data_folder_in_use":
            raise Trouble("class_is_running") from trouble
        raise
    try:
        db, _ = open_database(path, JOURNAL)
        try:
            yield db
        finally:
            db.conn.close()
    finally:
        lock.release()


def _drop(file: Path) -> bool:
    try:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    except OSError:
        return False
    return True
