"""What the window asks about people's data: erase it, take it along, hand it to research, keep it no longer.

Plain functions that block; the window calls them beside its own thread. What they need is loaded when they
are called: the window shall be there fast.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from app.clock import Clock
from app.errors import PreauError, Refused, Trouble
from app.exchange.whole_files import write_whole
from app.live.events import Event
from app.live.keeping import Deletion, Leaving
from app.live.state import SessionState
from app.people.erasing import Erasure, Mention, MentionRow
from app.people.model import Student
from app.secrets import read_secret, write_secret
from app.storage.archive import Archive
from app.storage.library import Library
from app.storage.steps import Progress

if TYPE_CHECKING:
    from app.reports.student_json import Sent
    from app.storage.erasing import Eraser, OutboxSource
    from app.storage.retention import Keeper

KEY_NAME: Final = "research key"  # in the keyring
_KEY_BYTES: Final = 16


class PrivacyServices:
    """folder: the data folder; library: the one that is open; find_outbox: gives the open one, or raises
    `Trouble` where it cannot be used now; is_sent: as for `Keeper`."""

    def __init__(
        self,
        folder: Path,
        library: Library,
        archive: Archive,
        clock: Clock,
        find_outbox: "OutboxSource | None" = None,
        is_sent: Callable[[str], bool] | None = None,
    ) -> None:
        self._folder = folder
        self._library = library
        self._archive = archive
        self._clock = clock
        self._find_outbox = find_outbox
        self._is_sent = is_sent
        self._turn = Lock()
        self._made_keeper: Keeper | None = None

    # --- erasing ---

    def find_mentions(self, students: Sequence[Student]) -> list[MentionRow]:
        """What others wrote that may tell of these students. Raises as `Eraser.find_mentions`."""
        found = self._make_eraser().find_mentions(students)
        rows = {row.id: row for row in self._archive.list_sessions()}
        states: dict[str, SessionState | None] = {}
        told = []
        for mention in found:
            if mention.session not in states:
                states[mention.session] = self._load_state(mention.session)
            row, state = rows[mention.session], states[mention.session]
            author = state.students.get(mention.student) if state is not None else None
            told.append(MentionRow(mention, row.title, row.opened_at, author.nickname if author else ""))
        return told

    def erase(self, students: Sequence[Student], mentions: Iterable[Mention]) -> Erasure:
        """See `Eraser.erase`: what cannot be looked into is named, and stays."""
        return self._make_eraser().erase(students, mentions)

    def finish_erasing(self) -> None:
        """What was begun before the program ended. Raises as `Eraser.erase`."""
        self._make_eraser().finish()

    def drop_copies(self, files: Iterable[Path]) -> list[Path]:
        """Delete copies in the data folder that could not be looked into; gives those still there."""
        from app.storage.copies import drop_copies

        return drop_copies(self._folder, files)

    # --- taking along ---

    def export_student(self, class_id: str, student: Student, target: Path, progress: Progress) -> int:
        """Write everything that is kept on one student; gives how many sessions could not be read, which are
        named in the file. Raises `Trouble('file_not_written')`, `Refused('backup_cancelled')`."""
        from app.reports import student_json

        unreadable: list[str] = []
        data = student_json.write(
            student,
            self._library.load_roster(class_id).name,
            self._library.has_pin(student.id),
            [device.used_at for device in self._library.list_devices(student.id)],
            self._load_all([row.id for row in self._archive.list_sessions()], unreadable, progress),
            sent=self._list_sent(student.id),
            unreadable=unreadable,
        )
        write_whole(target, data)
        return len(unreadable)

    def export_research(
        self, sessions: Sequence[str], target: Path, own_words: bool, key: str, progress: Progress
    ) -> tuple[int, str]:
        """Write these sessions with pseudonyms. key: 'kept' for that of the keyring, made when there is none,
        'new' for one that is thrown away, else the key itself as `export_research` has given it.

        Gives how many sessions could not be read, and the key where it is to be kept and no keyring took it.
        Raises `Refused` with `research_key_wrong`, `backup_cancelled`; `Trouble('file_not_written')`.
        """
        from app.reports import research_json

        code, to_note = _find_key(key)
        unreadable: list[str] = []
        states = (
            state
            for session in self._watch(sessions, progress)
            if (state := self._load_state(session, unreadable)) is not None
        )
        write_whole(target, research_json.write(states, bytes.fromhex(code), own_words=own_words))
        return len(unreadable), to_note

    # --- keeping no longer ---

    def list_leaving(self) -> list[Leaving]:
        """See `Keeper.announce`."""
        return self._keeper().announce()

    def keep_longer(self, sessions: Iterable[str], days: int) -> None:
        self._keeper().keep_longer(sessions, days)

    def delete_due(self) -> Deletion:
        """See `Keeper.delete_due`."""
        return self._keeper().delete_due()

    # --- inside ---

    def _make_eraser(self) -> "Eraser":
        from app.storage.erasing import Eraser

        return Eraser(self._folder, self._library, self._clock, self._find_outbox)

    def _keeper(self) -> "Keeper":
        """One for all, because its calls wait for each other."""
        from app.storage.retention import Keeper

        with self._turn:
            if self._made_keeper is None:
                self._made_keeper = Keeper(
                    self._folder, self._library, self._clock, self._find_outbox, self._is_sent
                )
            return self._made_keeper

    def _load_all(
        self, sessions: Sequence[str], unreadable: list[str], progress: Progress
    ) -> Iterator[Sequence[Event]]:
        for session in self._watch(sessions, progress):
            try:
                yield self._archive.load_events(session)
            except Trouble:
                unreadable.append(session)

    def _load_state(self, session: str, unreadable: list[str] | None = None) -> SessionState | None:
        try:
            return self._archive.load_state(session)
        except Trouble:
            if unreadable is not None:
                unreadable.append(session)
            return None

    def _watch(self, sessions: Sequence[str], progress: Progress) -> Iterator[str]:
        for number, session in enumerate(sessions, start=1):
            yield session
            if not progress(number, len(sessions)):
                raise Refused("backup_cancelled")

    def _list_sent(self, student: str) -> "list[Sent]":
        """What was to be sent to platforms about a student."""
        from app.reports.student_json import Sent
        from app.storage.erasing import open_outbox

        with open_outbox(self._folder, self._find_outbox) as outbox:
            if outbox is None:
                return []
            targets = {target.id: target for target in outbox.list_targets()}
            return [
                Sent(targets[row.target].session, targets[row.target].kind, row.value, row.state)
                for row in outbox.list_rows()
                if row.student == student
            ]


def _find_key(wanted: str) -> tuple[str, str]:
    """The key, hexadecimal, and again where a person has to note it."""
    fresh = secrets.token_hex(_KEY_BYTES)
    if wanted == "new":
        return fresh, ""
    if wanted != "kept":
        typed = "".join(wanted.split()).lower()
        try:
            if len(bytes.fromhex(typed)) < _KEY_BYTES:
                raise ValueError
        except ValueError as error:
            raise Refused("research_key_wrong") from error
        return typed, ""
    try:
        known = read_secret(KEY_NAME)
        if known is None:
            write_secret(KEY_NAME, fresh)
        return known or fresh, ""
    except PreauError:
        return fresh, fresh
