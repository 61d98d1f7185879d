"""Erasing students for good: in the library, the journal, backups in the data folder and files put aside.

First the list of the erased is written, so that a run that was cut off is finished by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from app.clock import Clock
from app.errors import Trouble
from app.people.erasing import Erasure, Mention, words_of
from app.people.model import Student
from app.storage import journal, library_reading, outbox_file
from app.storage.copies import change_copies, drop_copies
from app.storage.db import lock_file, open_database, wipe_erased
from app.storage.erased_file import load_erased, save_erased
from app.storage.erasing_copies import erase_in_copy
from app.storage.journal_erasing import erase_students, erase_words, find_mentions
from app.storage.library import Library
from app.storage.migrations import JOURNAL
from app.storage.outbox import Outbox

OutboxSource = Callable[[], Outbox]
"""Gives the outbox that this program has open. Raises `Trouble` where another one has it."""


class Eraser:
    """Blocks while it works; call it beside the window's thread. library, outbox: those that are open."""

    def __init__(
        self,
        folder: Path,
        library: Library,
        clock: Clock | None = None,
        outbox: OutboxSource | None = None,
    ) -> None:
        self._folder = folder
        self._library = library
        self._clock = clock or Clock()
        self._outbox = outbox

    def find_mentions(self, students: Sequence[Student]) -> list[Mention]:
        """What others wrote in which these students are named, for the teacher to look at. Raises as
        `erase`."""
        words = [word for student in students for word in words_of(student)]
        with writing_journal(self._folder) as db:
            return [] if db is None else find_mentions(db, {student.id for student in students}, words)

    def finish(self) -> Erasure | None:
        """Finish what was begun and cut off; None where nothing was. Raises as `erase`."""
        return self.erase(()) if load_erased(self._folder).is_open else None

    def erase(
        self,
        students: Sequence[Student],
        mentions: Iterable[Mention] = (),
        *,
        drop_unreadable: bool = False,
    ) -> Erasure:
        """Erase these students everywhere, and the words of others that are given.

        drop_unreadable: delete backups and damaged files in which nothing can be erased, because they are
        damaged or under a pass phrase. Raises `Trouble` with `class_is_running`, `not_stored`,
        `erased_unreadable`, `database_unusable`, or what the outbox's source raises; calling again goes on.
        """
        now, sessions = self._clock.now(), 0
        wiped: dict[str, bool] = {}
        people = [(student.id, student.number, student.name) for student in students]
        with writing_journal(self._folder) as db, open_outbox(self._folder, self._outbox) as to_send:
            erased = load_erased(self._folder).with_people(people, now)
            erased = erased.with_places((mention.session, mention.number) for mention in mentions)
            save_erased(self._folder, replace(erased, is_open=True))
            if db is not None:
                path = self._folder / journal.FILE_NAME
                sessions = erase_students(db, path, erased.ids, now)
                erase_words(db, path, erased.places, now)
                wiped[journal.FILE_NAME] = wipe_erased(db)
            wiped[library_reading.FILE_NAME] = self._library.erase_students(erased.ids)
            if to_send is not None:
                wiped[outbox_file.FILE_NAME] = to_send.erase_students(erased.ids)
        rewritten, unreadable = change_copies(
            self._folder, lambda file, made: erase_in_copy(file, erased, made, now), now
        )
        save_erased(self._folder, replace(erased, is_open=False))
        left = drop_copies(self._folder, unreadable) if drop_unreadable else unreadable
        return Erasure(
            sessions,
            tuple(rewritten),
            tuple(file for file in unreadable if file not in left),
            tuple(left),
            tuple(self._folder / f"{name}-wal" for name, done in wiped.items() if not done),
        )


@contextmanager
def writing_journal(folder: Path) -> Iterator[Database | None]:
    """Open for changes to past sessions; None where no class was ever held. Raises
    `Trouble('class_is_running')`."""
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


def open_outbox(folder: Path, known: OutboxSource | None) -> AbstractContextManager[Outbox | None]:
    """The outbox that is open, else that of the folder, closed afterwards; None where there is none. Raises
    what the source raises, and `Trouble` as `Outbox`."""
    if known is not None:
        return nullcontext(known())
    return closing(Outbox(folder)) if (folder / outbox_file.FILE_NAME).exists() else nullcontext()
