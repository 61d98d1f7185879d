"""The journal of sessions: an append-only table of events with names and own words beside it.

`append` returns after the events are on the disk. One thread at a time; the file's lock is held while open.
In an event the place of a name or of own words is empty; what belongs there lies in `personal` under the
same number, and its row can go without the event.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from app.errors import Trouble
from app.live.events import PERSONAL, Ended, Event, Opened, event_from_dict, event_to_dict
from app.live.past import SessionRow
from app.quiz.model import Media
from app.storage.db import Commit, explain_failure, lock_file, open_database, open_for_reading, storable
from app.storage.journal_mark import JournalMark, Missing, keeping_log
from app.storage.journal_rescue import mend_journal
from app.storage.migrations import JOURNAL
from app.storage.sums import check_latest, sum_of

FILE_NAME: Final = "journal.db"
OWN_WORDS: Final = "text"  # the part of an answer that holds a student's own words (`Kind.personal_keys`)

_LIST_SESSIONS: Final = (
    "SELECT id, title, code, opened_at, ended_at, port, alive_at, rehearsal, class_name, class_id,"
    " (SELECT max(seq) FROM events WHERE session=sessions.id) FROM sessions"
    " ORDER BY opened_at DESC, rowid DESC"
)
_EVENTS: Final = (
    "SELECT seq, type, events.body, events.sum, personal.body, personal.sum"
    " FROM events LEFT JOIN personal USING (session, seq) WHERE session=? ORDER BY seq"
)
_EVENTS_WITHOUT_SUMS: Final = _EVENTS.replace("events.sum", "NULL").replace("personal.sum", "NULL")
_LATER: Final = ("class_name", "class_id")  # columns that an older file does not have yet


class JournalReader:
    """Reads sessions, also while a class server writes."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path

    @classmethod
    def open(cls, folder: Path) -> "JournalReader | None":
        """None where no journal exists yet. Raises `Trouble` with `database_newer`, `database_unusable`."""
        path = folder / FILE_NAME
        db = open_for_reading(path, JOURNAL)
        return cls(db, path) if db is not None else None

    def list_sessions(self) -> list[SessionRow]:
        """Newest first."""
        # A reader takes the file as it is; the next writer brings it up to date.
        known = {name for (name,) in self._fetch("SELECT name FROM pragma_table_info('sessions')")}
        listing = _LIST_SESSIONS
        for name in _LATER:
            listing = listing if name in known else listing.replace(name, "''")
        return [
            SessionRow(id_, title, code, opened, ended, port, alive, bool(rehearsal), name, class_, last or 0)
            for id_, title, code, opened, ended, port, alive, rehearsal, name, class_, last
            in self._fetch(listing)
        ]  # fmt: skip

    def has_session(self, session: str) -> bool:
        return bool(self._fetch("SELECT 1 FROM sessions WHERE id=?", [session]))

    def list_editions(self) -> dict[str, tuple[int, int]]:
        """By session what changes with everything that is stored of it: the number of its last event, and how
        many have names or own words."""
        named = dict(self._fetch("SELECT session, count(*) FROM personal GROUP BY session"))
        last = self._fetch("SELECT session, max(seq) FROM events GROUP BY session")
        return {session: (number, named.get(session, 0)) for session, number in last}

    def find_open_session(self) -> SessionRow | None:
        """The newest session that has not ended."""
        return next((row for row in self.list_sessions() if row.ended_at is None), None)

    def load_events(self, session: str) -> list[Event]:
        """All events of a session, names and own words put back in.

        Raises `Trouble` with `session_unreadable` where one of them is damaged, `database_unusable`.
        """
        # One statement, so that what another process writes meanwhile is seen whole or not at all.
        rows = self._fetch(_EVENTS if self._has_sums() else _EVENTS_WITHOUT_SUMS, [session])
        events = []
        for seq, type_name, body, noted, own, own_noted in rows:
            try:
                if noted is not None and noted != sum_of(session, seq, type_name, body):
                    raise ValueError("not what was written")
                if own_noted is not None and own_noted != sum_of(session, seq, "", own):
                    raise ValueError("not what was written")
                events.append(_read_event(type_name, json.loads(body), json.loads(own) if own else {}))
            except (ValueError, TypeError, LookupError) as error:
                reason = f"{type(error).__name__}: {error}"
                raise Trouble(
                    "session_unreadable", session=session, file=str(self._path), number=seq, reason=reason
                ) from error
        if not events and self.has_session(session):  # all that was left of it after a rescue
            raise Trouble(
                "session_unreadable", session=session, file=str(self._path), number=1, reason="missing"
            )
        return events

    def _has_sums(self) -> bool:
        return bool(self._fetch("SELECT 1 FROM pragma_table_info('events') WHERE name='sum'"))

    def load_keep_days(self, session: str) -> int:
        """How long the students of this session were told that it is kept, in days; 0 for no such promise."""
        rows = self._fetch(
            "SELECT json_extract(body,'$.settings.keep_days') FROM events WHERE session=? AND seq=1",
            [session],
        )
        return int(rows[0][0] or 0) if rows else 0

    def load_media(self, session: str) -> dict[str, Media]:
        """The pictures of the session's own copy of the quiz, by name."""
        rows = self._fetch("SELECT name, type, data FROM media WHERE session=?", [session])
        return {name: Media(type_, bytes(data)) for name, type_, data in rows}

    def close(self) -> None:
        self._db.conn.close()

    def _fetch(self, sql: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        with explain_failure(self._path):
            return list(self._db.execute(sql, values))


class Journal(JournalReader):
    """The writer. `damage` tells of a damaged file, out of which this one was made; `missing`, of events that
    had been stored and are gone without any other sign of damage."""

    def __init__(self, folder: Path) -> None:
        """Raises `Trouble` with `data_folder_in_use`, `database_newer`, `database_unusable`."""
        path = folder / FILE_NAME
        self._lock = lock_file(path)
        self._mark = JournalMark(path)
        try:
            with keeping_log(path) as log:
                db, self.damage = open_database(
                    path, JOURNAL, lambda found: mend_journal(found, folder, FILE_NAME), check_latest
                )
                self.missing = log.missing = _find_missing(db, self._mark)
        except BaseException:
            self._lock.release()
            raise
        super().__init__(db, path)

    def create_session(
        self, opened: Opened, media: Mapping[str, Media], port: int, events: Sequence[Event] = ()
    ) -> None:
        """Store the first events, or all of a past session, and the pictures in one commit. Raises
        `Trouble('not_stored')`."""
        with Commit(self._db):
            self._db.execute(
                "INSERT INTO sessions (id, title, code, opened_at, port, alive_at, rehearsal, class_name,"
                " class_id) VALUES (?,?,?,?,?,?,?,?,?)",
                [
                    opened.session, storable(opened.title), opened.code, opened.at, port, opened.at,
                    int(bool(opened.settings.get("rehearsal"))),
                    storable(str(opened.settings.get("class_name", ""))),
                    storable(str(opened.settings.get("class_id", ""))),
                ],
            )  # fmt: skip
            for name, item in media.items():
                self._db.execute(
                    "INSERT INTO media VALUES (?,?,?,?)", [opened.session, name, item.type, item.data]
                )
            last = self._insert(opened.session, [opened, *events])
        self._mark.note(opened.session, last)

    def append(self, session: str, events: Iterable[Event]) -> None:
        """Store the events in one commit; on disk when this returns. Raises `Trouble('not_stored')`."""
        with Commit(self._db):
            last = self._insert(session, list(events))
        self._mark.note(session, last)

    def _insert(self, session: str, events: Sequence[Event]) -> int:
        """As `insert_events`; the list of sessions says, too, when one has ended."""
        for event in events:
            if isinstance(event, Ended):
                self._db.execute("UPDATE sessions SET ended_at=? WHERE id=?", [event.at, session])
        return insert_events(self._db, session, events)

    def note_alive(self, session: str, at: float) -> None:
        """Remember that the class server lived at this moment (what a restart need not charge)."""
        with Commit(self._db):
            self._db.execute("UPDATE sessions SET alive_at=? WHERE id=?", [at, session])

    def set_port(self, session: str, port: int) -> None:
        with Commit(self._db):
            self._db.execute("UPDATE sessions SET port=? WHERE id=?", [port, session])

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._mark.close()
            self._lock.release()


def _find_missing(db: Database, mark: JournalMark) -> Missing | None:
    """What the note beside the journal knows of a session, and the journal does not. A session that is not
    there at all was deleted."""
    noted = mark.read()
    if noted is None:
        return None
    [there] = db.execute("SELECT max(seq) FROM events WHERE session=?", [noted[0]]).fetchone()
    return Missing(noted[0], noted[1] - there) if there is not None and there < noted[1] else None


def insert_events(db: Database, session: str, events: Iterable[Event]) -> int:
    """Put events behind those of the session; gives the number of the last one. Called inside a commit."""
    found = db.execute("SELECT coalesce(max(seq), 0) FROM events WHERE session=?", [session])
    number: int = found.fetchone()[0]
    rows: list[Any] = []
    own_rows: list[Any] = []
    for number, event in enumerate(events, start=number + 1):  # noqa: B020 - goes on from the last one
        body, own = _write_event(event)
        text = json.dumps(body)
        rows.append([number, event.at, event.TYPE, text, sum_of(session, number, event.TYPE, text)])
        if own:
            student, words = body.get("student", ""), json.dumps(own)
            own_rows.append([number, student, words, sum_of(session, number, "", words)])
    # One statement for all rows: a statement per row gives up the interpreter lock each time. Bodies are
    # JSON in JSON and hence ASCII, which SQLite hands through as it is: no character is lost.
    db.execute(
        "INSERT INTO events (session, seq, at, type, body, sum) SELECT ?, json_extract(value,'$[0]'),"
        " json_extract(value,'$[1]'), json_extract(value,'$[2]'), json_extract(value,'$[3]'),"
        " json_extract(value,'$[4]') FROM json_each(?)",
        [session, json.dumps(rows)],
    )
    db.execute(
        "INSERT INTO personal (session, seq, student, body, sum) SELECT ?, json_extract(value,'$[0]'),"
        " json_extract(value,'$[1]'), json_extract(value,'$[2]'), json_extract(value,'$[3]')"
        " FROM json_each(?)",
        [session, json.dumps(own_rows)],
    )
    return number


def _write_event(event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
    """The event's values without anything personal, and by field what is personal."""
    values = event_to_dict(event)
    own: dict[str, Any] = {}
    for name, extent in PERSONAL[event.TYPE].items():
        if extent == "whole":
            own[name], values[name] = values[name], ""
        elif OWN_WORDS in values[name]:
            own[name], values[name] = values[name][OWN_WORDS], values[name] | {OWN_WORDS: ""}
    return values, own


def _read_event(type_name: str, values: dict[str, Any], own: dict[str, Any]) -> Event:
    """Inverse of `_write_event`. Raises ValueError, TypeError or LookupError for what it never wrote."""
    for name, words in own.items():
        if PERSONAL[type_name][name] == "whole":
            values[name] = words
        else:
            values[name][OWN_WORDS] = words
    return event_from_dict(type_name, values)
