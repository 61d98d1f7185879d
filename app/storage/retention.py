"""Carries out what `app.live.keeping` decides: sessions whose time is over go from the journal, from what is
to be sent, and from the copies in the data folder, so that nothing of them is left in any file."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Final

from app.clock import Clock
from app.errors import PreauError, Refused, Trouble
from app.live.keeping import DAY, Deletion, Leaving, Plan, announce, find_due, find_leaving
from app.live.past import SessionRow
from app.outgoing.rows import State
from app.paths import write_private
from app.storage import journal, library_reading
from app.storage.backup_file import DATABASES
from app.storage.copies import change_copies
from app.storage.db import Commit, open_copy, wipe_erased
from app.storage.erasing import OutboxSource, open_outbox, writing_journal
from app.storage.erasing_copies import database_of
from app.storage.journal import JournalReader
from app.storage.journal_erasing import delete_sessions
from app.storage.journal_mark import forget_mark
from app.storage.library import Library
from app.storage.outbox import delete_of_sessions
from app.storage.students import forget_learned

FILE_NAME: Final = "leaving.json"


class Keeper:
    """Blocks while it works; any thread may call. library, outbox: those that are open. is_sent: whether
    nothing of a session has to be sent any more; None looks into the outbox."""

    def __init__(
        self,
        folder: Path,
        library: Library,
        clock: Clock | None = None,
        outbox: OutboxSource | None = None,
        is_sent: Callable[[str], bool] | None = None,
    ) -> None:
        self._folder = folder
        self._library = library
        self._clock = clock or Clock()
        self._outbox = outbox
        self._is_sent = is_sent or self._look_into_outbox
        self._turn = RLock()

    def announce(self) -> list[Leaving]:
        """What goes within a week, for the teacher to see: from now on it counts as announced. Raises
        `Trouble` with `database_unusable`, `database_newer`, `not_stored`."""
        with self._turn:
            before, now = self._load(), self._clock.now()
            leaving = self._find(before, now)
            after = announce(before, leaving, now)
            if after != before:
                self._save(after)
            return leaving

    def keep_longer(self, sessions: Iterable[str], days: int) -> None:
        """Keep these at least so long from now on. Raises `Trouble('not_stored')`."""
        with self._turn:
            plan, until = self._load(), self._clock.now() + days * DAY
            self._save(replace(plan, longer={**plan.longer, **dict.fromkeys(sessions, until)}))

    def delete_due(self) -> Deletion:
        """Delete what was announced a week ago and may go now. A run that was cut off is finished by the
        next.

        Raises `Trouble` with `class_is_running`, `data_folder_in_use` (a backup is being made), `not_stored`,
        `database_unusable`.
        """
        with self._turn:
            plan, now = self._load(), self._clock.now()
            leaving = self._find(plan, now)
            due = find_due(leaving, plan, now)
            going = due | plan.going
            if not going:
                return Deletion()
            self._delete(going, replace(plan, going=going))
            _, left = change_copies(self._folder, lambda file, _: _delete_in_copy(file, going), now)
            known = {row.id for row in self._list()}
            self._save(
                Plan(
                    {id_: at for id_, at in plan.announced.items() if id_ in known},
                    {id_: at for id_, at in plan.longer.items() if id_ in known},
                )
            )
            gone = [one.session for one in leaving if one.session.id in due]
            return Deletion(tuple(reversed(gone)), tuple(left))

    def _delete(self, going: frozenset[str], plan: Plan) -> None:
        with writing_journal(self._folder) as db, open_outbox(self._folder, self._outbox) as to_send:
            self._save(plan)
            if db is not None:
                forget_mark(self._folder / journal.FILE_NAME, going)
                delete_sessions(db, going)
                wipe_erased(db)
            self._library.forget_sessions(going)
            if to_send is not None:
                to_send.forget_sessions(going)

    def _find(self, plan: Plan, now: float) -> list[Leaving]:
        reader = JournalReader.open(self._folder)
        if reader is None:
            return []
        try:
            rows = reader.list_sessions()
            kept: dict[str, int] = {}

            def keep_days(row: SessionRow) -> int:
                if row.class_id not in kept:
                    kept[row.class_id] = self._keep_days(row.class_id)
                # A class that is gone keeps what its students were told.
                return kept[row.class_id] if kept[row.class_id] >= 0 else reader.load_keep_days(row.id)

            return find_leaving(rows, keep_days, plan, self._look_whether_sent, now)
        finally:
            reader.close()

    def _keep_days(self, class_id: str) -> int:
        """-1 where the library does not know the class."""
        try:
            return self._library.load_class_options(class_id).keep_days
        except Refused:
            return -1

    def _list(self) -> list[SessionRow]:
        reader = JournalReader.open(self._folder)
        if reader is None:
            return []
        try:
            return reader.list_sessions()
        finally:
            reader.close()

    def _look_whether_sent(self, session: str) -> bool:
        """What cannot be asked counts as not sent."""
        try:
            return self._is_sent(session)
        except PreauError:
            return False

    def _look_into_outbox(self, session: str) -> bool:
        """Every value has arrived, was left as it is there, or is sent nowhere."""
        with open_outbox(self._folder, self._outbox) as to_send:
            if to_send is None:
                return True
            targets = [target.id for target in to_send.list_targets() if target.session == session]
            rows = [row for target in targets for row in to_send.list_rows(target)]
            return all(row.standing is State.CONFIRMED for row in rows)

    def _load(self) -> Plan:
        """A file that cannot be read announces everything anew."""
        try:
            told = json.loads((self._folder / FILE_NAME).read_text(encoding="utf-8"))
            announced, longer = (
                {str(id_): float(at) for id_, at in told[name].items()} for name in ("announced", "longer")
            )
            return Plan(announced, longer, frozenset(map(str, told["going"])))
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return Plan()

    def _save(self, plan: Plan) -> None:
        told = {
            "announced": dict(plan.announced), "longer": dict(plan.longer), "going": sorted(plan.going),
        }  # fmt: skip
        try:
            write_private(self._folder / FILE_NAME, json.dumps(told, indent=1))
        except OSError as error:
            raise Trouble("not_stored", reason=error.strerror or str(error)) from error


def _delete_in_copy(file: Path, sessions: frozenset[str]) -> bool:
    name = database_of(file)
    db = open_copy(file, DATABASES[name])
    try:
        if name == journal.FILE_NAME:
            found = delete_sessions(db, sessions) > 0
        else:
            forget = forget_learned if name == library_reading.FILE_NAME else delete_of_sessions
            with Commit(db):
                found = forget(db, sessions) > 0
        wipe_erased(db)
        db.conn.execute("PRAGMA journal_mode=DELETE")
    finally:
        db.conn.close()
    return found
