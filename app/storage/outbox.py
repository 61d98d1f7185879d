"""The outbox on the disk: what was written down is done, whatever dies afterwards.

Rows change only inside `change`, which reads them anew in the same transaction: a correction by the desktop
and an answer that the worker has just got cannot overwrite each other.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

from sqlite_utils import Database

from app.clock import Clock
from app.errors import Refused
from app.outgoing.connections import Connection, ConnectionKind, Step
from app.outgoing.rows import Kind, Row, State, Target
from app.storage.db import Commit, explain_failure, lock_file, open_database, storable, wipe_erased
from app.storage.outbox_schema import OUTBOX

FILE_NAME: Final = "outbox.db"
LONGEST_HISTORY: Final = 50  # steps kept of a row

_COLUMNS: Final = tuple(field.name for field in fields(Row))
_NAMES: Final = ", ".join(_COLUMNS)
_PUT: Final = f"INSERT OR REPLACE INTO rows ({_NAMES}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_UPDATE: Final = f"UPDATE rows SET {', '.join(f'{name}=?' for name in _COLUMNS)} WHERE key=?"  # noqa: S608

T = TypeVar("T")


class Outbox:
    """Any thread may call; calls wait for each other. The file's lock is held while open.

    put_aside: a damaged file that was kept when this one was started. Each method that changes something
    raises `Trouble('not_stored')`, and nothing has changed then.
    """

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        """Raises `Trouble` with `data_folder_in_use`, `database_newer`, `database_unusable`."""
        self._clock = clock or Clock()
        self._path = folder / FILE_NAME
        self._turn = RLock()
        self._db = self._open()

    def _open(self) -> Database:
        self._lock = lock_file(self._path)
        try:
            db, self.put_aside = open_database(self._path, OUTBOX)
        except BaseException:
            self._lock.release()
            raise
        return db

    def closed_while(self, work: Callable[[], T]) -> T:
        """Let go of the file and its lock while `work` puts another in its place, and go on with what lies
        there then. Whoever else calls waits. Raises what `work` raises."""
        with self._turn:
            self.close()
            try:
                return work()
            finally:
                self._db = self._open()

    def close(self) -> None:
        with self._turn:
            try:
                self._db.conn.close()
            finally:
                self._lock.release()

    # --- connections ---

    def add_connection(
        self, kind: ConnectionKind, name: str, address: str, details: Mapping[str, str] | None = None
    ) -> str:
        """Gives the id."""
        id_ = secrets.token_hex(8)
        values = [id_, kind, storable(name), storable(address), json.dumps(dict(details or {}))]
        with self._turn, Commit(self._db):
            self._db.execute(
                "INSERT INTO connections (id, kind, name, address, details) VALUES (?,?,?,?,?)", values
            )
        return id_

    def list_connections(self) -> list[Connection]:
        """In the order in which they were made."""
        rows = self._fetch(
            "SELECT id, kind, name, address, details, trouble, confirmed_at FROM connections ORDER BY rowid"
        )
        return [
            Connection(id_, kind, name, address, json.loads(details), trouble, confirmed_at)
            for id_, kind, name, address, details, trouble, confirmed_at in rows
        ]

    def set_details(self, connection: str, details: Mapping[str, str]) -> None:
        with self._turn, Commit(self._db):
            self._db.execute(
                "UPDATE connections SET details=? WHERE id=?", [json.dumps(dict(details)), connection]
            )

    def set_trouble(self, connection: str, code: str) -> None:
        """Stop (a code) or free ('') a connection."""
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE connections SET trouble=? WHERE id=?", [code, connection])

    def note_confirmed(self, connection: str, at: float) -> None:
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE connections SET confirmed_at=? WHERE id=?", [at, connection])

    def remove_connection(self, connection: str) -> None:
        """With its targets and rows; what stands on the platform stays there."""
        with self._turn, Commit(self._db):
            self._db.execute("DELETE FROM connections WHERE id=?", [connection])

    # --- targets ---

    def add_target(self, session: str, kind: Kind, connection: str, ref: str) -> Target:
        """Say where values of a session go; the target that it had, with its rows, is forgotten if it was
        another. Raises `Refused('target_taken')`: another session's values go there."""
        with self._turn, Commit(self._db):
            [address] = self._fetch("SELECT address FROM connections WHERE id=?", [connection])[0]
            ref = storable(ref)
            target = Target(_target_id(address, ref, session, kind), session, kind, connection, ref)
            for known in self.list_targets():
                if known.id == target.id and known.connection == connection:
                    return known
            self._db.execute("DELETE FROM targets WHERE session=? AND kind=?", [session, kind])
            if self._fetch(
                "SELECT 1 FROM targets JOIN connections ON connections.id = targets.connection"
                " WHERE address=? AND ref=?",
                [address, ref],
            ):
                raise Refused("target_taken")
            self._db.execute(
                "INSERT INTO targets (id, session, kind, connection, ref) VALUES (?,?,?,?,?)",
                [target.id, session, kind, connection, ref],
            )
        return target

    def list_targets(self) -> list[Target]:
        """In the order in which they were made."""
        rows = self._fetch("SELECT id, session, kind, connection, ref, agreed FROM targets ORDER BY rowid")
        return [
            Target(id_, session, kind, connection, ref, tuple(json.loads(agreed)))
            for id_, session, kind, connection, ref, agreed in rows
        ]

    def agree(self, target: str, codes: Iterable[str]) -> None:
        """The teacher was told of these notices and wants to send."""
        with self._turn, Commit(self._db):
            known = next((t.agreed for t in self.list_targets() if t.id == target), ())
            agreed = json.dumps(sorted({*known, *codes}))
            self._db.execute("UPDATE targets SET agreed=? WHERE id=?", [agreed, target])

    def remove_target(self, id: str) -> None:
        """With its rows; what stands on the platform stays there."""
        with self._turn, Commit(self._db):
            self._db.execute("DELETE FROM targets WHERE id=?", [id])

    # --- rows ---

    def list_rows(self, target: str | None = None, connection: str | None = None) -> list[Row]:
        """Of a target, of a connection, or all; by key."""
        sql = (
            f"SELECT {_NAMES} FROM rows WHERE (:target IS NULL OR target = :target)"  # noqa: S608
            " AND (:connection IS NULL OR target IN (SELECT id FROM targets WHERE connection = :connection))"
            " ORDER BY key"
        )
        return [_row(values) for values in self._fetch(sql, {"target": target, "connection": connection})]

    def change(self, judge: Callable[[list[Row]], Iterable[Row]], *, target: str | None = None) -> list[Row]:
        """Give the present rows (of a target, or all) to `judge` and store what it gives back, all or
        nothing; gives the rows that have become different. Rows that are there no more are left out."""
        with self._turn, Commit(self._db):
            before = {row.key: row for row in self.list_rows(target)}
            changed = [row for row in judge(list(before.values())) if before.get(row.key, row) != row]
            changed = [row for row in changed if row.key in before]
            for row in changed:
                self._db.execute(_UPDATE, [*_values(row), row.key])
                self._note(row)
        return changed

    def derive(self, judge: Callable[[list[Row], list[Target]], tuple[Sequence[Row], Sequence[str]]]) -> int:
        """As `change` for all rows, with rows to add too and keys of rows to forget; gives how many."""
        with self._turn, Commit(self._db):
            save, drop = judge(self.list_rows(), self.list_targets())
            known = {row.key for row in self.list_rows()}
            for row in save:
                if row.key in known:
                    self._db.execute(_UPDATE, [*_values(row), row.key])
                else:
                    self._db.execute(_PUT, _values(row))
                self._note(row)
            for key in drop:
                self._db.execute("DELETE FROM rows WHERE key=?", [key])
        return len(save) + len(drop)

    def history(self, key: str) -> list[Step]:
        """What happened to a row, oldest first."""
        rows = self._fetch("SELECT at, state, reason FROM steps WHERE row=? ORDER BY rowid", [key])
        return [Step(*row) for row in rows]

    def erase_students(self, ids: Iterable[str]) -> bool:
        """Nothing of them stays here; what stands on a platform is its own. False where a reader keeps the
        write-ahead log."""
        with self._turn:
            with Commit(self._db):
                for student in ids:
                    self._db.execute("DELETE FROM rows WHERE student=?", [student])
                    self._db.execute("DELETE FROM accounts WHERE student=?", [student])
            return wipe_erased(self._db)

    def forget_sessions(self, sessions: Iterable[str]) -> bool:
        """With their targets and rows; what stands on a platform stays there. As `erase_students`."""
        with self._turn:
            with Commit(self._db):
                for session in sessions:
                    self._db.execute("DELETE FROM targets WHERE session=?", [session])
            return wipe_erased(self._db)

    # --- accounts ---

    def load_accounts(self, connection: str) -> dict[str, str]:
        """Student's id to the platform's."""
        return dict(self._fetch("SELECT student, account FROM accounts WHERE connection=?", [connection]))

    def set_account(self, connection: str, student: str, account: str) -> None:
        """The teacher says who it is; '' takes it back. Raises `Refused('account_taken')`."""
        with self._turn, Commit(self._db):
            taken = self._fetch(
                "SELECT 1 FROM accounts WHERE connection=? AND account=? AND student<>?",
                [connection, account, student],
            )
            if taken:
                raise Refused("account_taken")
            self._db.execute("DELETE FROM accounts WHERE connection=? AND student=?", [connection, student])
            if account:
                self._db.execute("INSERT INTO accounts VALUES (?,?,?,1)", [connection, student, account])

    def take_matches(self, connection: str, matches: Mapping[str, str]) -> None:
        """Who is who as matching found it. What the teacher said stays, and nobody gets two accounts."""
        with self._turn, Commit(self._db):
            self._db.execute("DELETE FROM accounts WHERE connection=? AND by_hand=0", [connection])
            for student, account in matches.items():
                self._db.execute(
                    "INSERT OR IGNORE INTO accounts VALUES (?,?,?,0)", [connection, student, account]
                )

    def _note(self, row: Row) -> None:
        last = self._fetch(
            "SELECT state, reason FROM steps WHERE row=? ORDER BY rowid DESC LIMIT 1", [row.key]
        )
        if last == [(row.state.value, row.reason)]:
            return
        self._db.execute(
            "INSERT INTO steps VALUES (?,?,?,?)", [row.key, self._clock.now(), row.state.value, row.reason]
        )
        self._db.execute(
            "DELETE FROM steps WHERE row=?1 AND rowid NOT IN"
            " (SELECT rowid FROM steps WHERE row=?1 ORDER BY rowid DESC LIMIT ?2)",
            [row.key, LONGEST_HISTORY],
        )

    def _fetch(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        with self._turn, explain_failure(self._path):
            return list(self._db.execute(sql, values))


def _target_id(address: str, ref: str, session: str, kind: str) -> str:
    """From what it means, not drawn: another computer that sends the same session comes to the same keys."""
    return hashlib.sha256("\n".join((address, ref, session, kind)).encode()).hexdigest()[:16]


def _values(row: Row) -> list[Any]:
    values = {name: getattr(row, name) for name in _COLUMNS}
    return list((values | {"state": row.state.value, "sent": json.dumps(row.sent)}).values())


def _row(values: tuple[Any, ...]) -> Row:
    known = dict(zip(_COLUMNS, values, strict=True))
    known["state"], known["sent"] = State(known["state"]), tuple(json.loads(known["sent"]))
    return Row(**known)
