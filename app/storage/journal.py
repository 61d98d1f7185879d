"""The journal of sessions: an append-only table of events with names and own words beside it.

`append` returns after the events are on the disk. One thread at a time; the file's lock is held while open.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from app.errors import Trouble
from app.live.events import PERSONAL, Answered, Ended, Event, Opened, event_from_dict, event_to_dict
from app.quiz.model import Media
from app.storage.db import lock_file, open_database, open_for_reading
from app.storage.migrations import JOURNAL

FILE_NAME: Final = "journal.db"
OWN_WORDS: Final = "text"  # the part of an answer that holds a student's own words


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the list of sessions; times in seconds since 1970."""

    id: str
    title: str
    code: str
    opened_at: float
    ended_at: float | None
    port: int
    alive_at: float
    rehearsal: bool


class JournalReader:
    """Reads sessions, also while a class server writes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @classmethod
    def open(cls, folder: Path) -> "JournalReader | None":
        """None where no journal exists yet. Raises `Trouble('database_unusable')`."""
        path = folder / FILE_NAME
        return cls(open_for_reading(path)) if path.exists() else None

    def list_sessions(self) -> list[SessionRow]:
        """Newest first."""
        rows = self._db.query("SELECT * FROM sessions ORDER BY opened_at DESC")
        return [SessionRow(**{**row, "rehearsal": bool(row["rehearsal"])}) for row in rows]

    def find_open_session(self) -> SessionRow | None:
        """The newest session that has not ended."""
        return next((row for row in self.list_sessions() if row.ended_at is None), None)

    def load_events(self, session: str) -> list[Event]:
        """All events of a session, names and own words put back in."""
        personal = {
            row[0]: row[1]
            for row in self._db.execute("SELECT seq, body FROM personal WHERE session=?", [session])
        }
        events = []
        rows = self._db.execute(
            "SELECT seq, at, type, body FROM events WHERE session=? ORDER BY seq", [session]
        )
        for seq, at, type_name, body in rows:
            values = json.loads(body)
            values["at"] = at
            _put_back(type_name, values, personal.get(seq, ""))
            events.append(event_from_dict(type_name, values))
        return events

    def load_media(self, session: str) -> dict[str, Media]:
        """The pictures of the session's own copy of the quiz, by name."""
        rows = self._db.execute("SELECT name, type, data FROM media WHERE session=?", [session])
        return {name: Media(type_, bytes(data)) for name, type_, data in rows}

    def close(self) -> None:
        self._db.conn.close()


class Journal(JournalReader):
    """The writer. `put_aside` names a damaged file that was kept when this one was started."""

    def __init__(self, folder: Path) -> None:
        """Raises `Trouble` with `data_folder_in_use`, `database_newer`, `database_unusable`."""
        path = folder / FILE_NAME
        self._lock = lock_file(path)
        try:
            db, self.put_aside = open_database(path, JOURNAL)
        except BaseException:
            self._lock.release()
            raise
        super().__init__(db)
        self._next: dict[str, int] = {}

    def create_session(self, opened: Opened, media: Mapping[str, Media], port: int) -> None:
        """Store the first event and the pictures in one commit."""
        with _Commit(self._db):
            self._db.execute(
                "INSERT INTO sessions (id, title, code, opened_at, port, alive_at, rehearsal)"
                " VALUES (?,?,?,?,?,?,?)",
                [
                    opened.session, opened.title, opened.code, opened.at, port, opened.at,
                    int(bool(opened.settings.get("rehearsal"))),
                ],
            )  # fmt: skip
            for name, item in media.items():
                self._db.execute(
                    "INSERT INTO media VALUES (?,?,?,?)", [opened.session, name, item.type, item.data]
                )
            self._insert(opened.session, [opened])

    def append(self, session: str, events: Iterable[Event]) -> None:
        """Store the events in one commit; on disk when this returns. Raises `Trouble('not_stored')`."""
        events = list(events)
        try:
            with _Commit(self._db):
                self._insert(session, events)
                for event in events:
                    if isinstance(event, Ended):
                        self._db.execute("UPDATE sessions SET ended_at=? WHERE id=?", [event.at, session])
        except Trouble:
            self._next.pop(session, None)
            raise

    def note_alive(self, session: str, at: float) -> None:
        """Remember that the class server lived at this moment (what a restart need not charge)."""
        with _Commit(self._db):
            self._db.execute("UPDATE sessions SET alive_at=? WHERE id=?", [at, session])

    def set_port(self, session: str, port: int) -> None:
        with _Commit(self._db):
            self._db.execute("UPDATE sessions SET port=? WHERE id=?", [port, session])

    def close(self) -> None:
        super().close()
        self._lock.release()

    def _insert(self, session: str, events: list[Event]) -> None:
        # One statement for all rows: a statement per row gives up the interpreter lock each time.
        first = self._next_number(session)
        rows: list[Any] = []
        own: list[Any] = []
        for number, event in enumerate(events, start=first):
            values = event_to_dict(event)
            words = _take_out(event, values)
            if words is not None:
                own.append([number, values.get("student", ""), words])
            del values["at"]
            rows.append([number, event.at, event.TYPE, json.dumps(values)])
        self._db.execute(
            "INSERT INTO events SELECT ?, json_extract(value,'$[0]'), json_extract(value,'$[1]'),"
            " json_extract(value,'$[2]'), json_extract(value,'$[3]') FROM json_each(?)",
            [session, json.dumps(rows)],
        )
        if own:
            self._db.execute(
                "INSERT INTO personal SELECT ?, json_extract(value,'$[0]'), json_extract(value,'$[1]'),"
                " json_extract(value,'$[2]') FROM json_each(?)",
                [session, json.dumps(own)],
            )
        self._next[session] = first + len(events)

    def _next_number(self, session: str) -> int:
        if session not in self._next:
            found = self._db.execute(
                "SELECT coalesce(max(seq), 0) + 1 FROM events WHERE session=?", [session]
            ).fetchone()
            self._next[session] = found[0]
        return self._next[session]


class _Commit:
    """One transaction; SQLite's refusals become `Trouble('not_stored')` after a roll-back."""

    def __init__(self, db: Database) -> None:
        self._connection = db.conn

    def __enter__(self) -> None:
        try:
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
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise Trouble("not_stored", reason=str(error)) from error


def _take_out(event: Event, values: dict[str, Any]) -> str | None:
    """Remove what is personal from `values` and give it, or None."""
    for name, kind in PERSONAL[event.TYPE].items():
        if kind == "nickname":
            return _storable(values.pop(name))
        if isinstance(event, Answered) and OWN_WORDS in event.answer:
            answer = dict(event.answer)
            words = answer.pop(OWN_WORDS)
            values[name] = answer
            return _storable(words)
    return None


def _storable(words: Any) -> str:
    """Without halves of surrogate pairs, which a JSON message can hold and UTF-8 cannot."""
    return str(words).encode("utf-8", "replace").decode()


def _put_back(type_name: str, values: dict[str, Any], words: str) -> None:
    for name, kind in PERSONAL[type_name].items():
        if kind == "nickname":
            values[name] = words
        elif words:
            values[name][OWN_WORDS] = words
