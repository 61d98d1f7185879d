"""The outbox on the disk: what was written down is done, whatever dies afterwards.

Rows change only inside `change`, which reads them anew in the same transaction: a correction by the desktop
and an answer that the worker has just got cannot overwrite each other.
"""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from sqlite_utils import Database

from app.errors import Refused
from app.outgoing.connections import Connection, ConnectionKind, Step
from app.outgoing.rows import Kind, Row, State, Target
from app.storage.db import Commit, storable, wipe_erased
from app.storage.outbox_file import OutboxFile

LONGEST_HISTORY: Final = 50  # steps kept of a row

_COLUMNS: Final = tuple(field.name for field in fields(Row))
_NAMES: Final = ", ".join(_COLUMNS)
_PUT: Final = f"INSERT OR REPLACE INTO rows ({_NAMES}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_UPDATE: Final = f"UPDATE rows SET {', '.join(f'{name}=?' for name in _COLUMNS)} WHERE key=?"  # noqa: S608


class Outbox(OutboxFile):
    """Connections, targets and rows. See `OutboxFile` for threads and failures."""

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

    def add_target(
        self, session: str, kind: Kind, connection: str, ref: str, top: str = "", name: str = ""
    ) -> Target:
        """Say where values of a session go; the target that it had, with its rows, is forgotten if it was
        another. top: the highest value there; name: what the place is called. Raises `Refused` with
        `target_taken` (another session's values go there), `no_such_connection`."""
        with self._turn, Commit(self._db):
            found = self._fetch("SELECT address FROM connections WHERE id=?", [connection])
            if not found:  # it was removed meanwhile
                raise Refused("no_such_connection")
            [address], ref = found[0], storable(ref)
            id_ = _target_id(address, ref, session, kind)
            target = Target(id_, session, kind, connection, ref, (), top, storable(name))
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
            self._db.execute("DELETE FROM left_out WHERE session=? AND kind=?", [session, kind])
            self._db.execute(
                "INSERT INTO targets (id, session, kind, connection, ref, top, name) VALUES (?,?,?,?,?,?,?)",
                [target.id, session, kind, connection, ref, top, target.name],
            )
        return target

    def set_top(self, target: str, top: str) -> None:
        """The highest value there is another one now."""
        with self._turn, Commit(self._db):
            self._db.execute("UPDATE targets SET top=? WHERE id=?", [top, target])

    def list_targets(self) -> list[Target]:
        """In the order in which they were made."""
        rows = self._fetch(
            "SELECT id, session, kind, connection, ref, agreed, top, name FROM targets ORDER BY rowid"
        )
        return [
            Target(id_, session, kind, connection, ref, tuple(json.loads(agreed)), top, name)
            for id_, session, kind, connection, ref, agreed, top, name in rows
        ]

    def agree(self, target: str, codes: Iterable[str]) -> None:
        """The teacher was told of these notices and wants to send."""
        with self._turn, Commit(self._db):
            known = next((t.agreed for t in self.list_targets() if t.id == target), ())
            agreed = json.dumps(sorted({*known, *codes}))
            self._db.execute("UPDATE targets SET agreed=? WHERE id=?", [agreed, target])

    def remove_target(self, id: str) -> None:
        """With its rows; what stands on the platform stays there. That kind of the session's values is left
        out until it gets a target again."""
        with self._turn, Commit(self._db):
            self._db.execute(
                "INSERT OR IGNORE INTO left_out SELECT session, kind FROM targets WHERE id=?", [id]
            )
            self._db.execute("DELETE FROM targets WHERE id=?", [id])

    def list_left_out(self) -> set[tuple[str, str]]:
        """Session and kind of what the teacher does not want to send."""
        return {(session, kind) for session, kind in self._fetch("SELECT session, kind FROM left_out")}

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

    def count_rows(self) -> dict[str, Counter[State]]:
        """How many rows each target has in which state; see `Row.standing`."""
        counts: dict[str, Counter[State]] = {}
        for target, state, count in self._fetch(
            "SELECT target, CASE reason WHEN 'kept_theirs' THEN 'confirmed' ELSE state END AS standing,"
            " count(*) FROM rows GROUP BY target, standing"
        ):
            counts.setdefault(target, Counter())[State(state)] = count
        return counts

    def last_confirmed(self) -> dict[str, float]:
        """When a row of each target was last read as it shall be."""
        return dict(
            self._fetch("SELECT target, max(confirmed_at) FROM rows WHERE confirmed_at GROUP BY target")
        )

    def load_marks(self) -> dict[str, str]:
        """Up to where each session was derived; see `derive`."""
        return dict(self._fetch("SELECT session, mark FROM derived"))

    def derive(
        self,
        judge: Callable[[list[Row], list[Target]], tuple[Sequence[Row], Sequence[str]]],
        marks: Mapping[str, str] | None = None,
    ) -> int:
        """As `change` for all rows, with rows to add too and keys of rows to forget; gives how many. marks:
        up to where sessions have been derived by this, written down together with it."""
        with self._turn, Commit(self._db):
            for session, mark in (marks or {}).items():
                self._db.execute("INSERT OR REPLACE INTO derived VALUES (?,?)", [session, mark])
            rows = self.list_rows()
            known = {row.key for row in rows}
            save, drop = judge(rows, self.list_targets())
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
                delete_of_sessions(self._db, sessions)
            return wipe_erased(self._db)

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


def delete_of_sessions(db: Database, sessions: Iterable[str]) -> int:
    """Delete what is known of these sessions in an outbox, inside a commit; how many targets there were."""
    wanted = [json.dumps(sorted(sessions))]
    for table in ("derived", "left_out"):
        db.execute(f"DELETE FROM {table} WHERE session IN (SELECT value FROM json_each(?))", wanted)  # noqa: S608
    sql = "DELETE FROM targets WHERE session IN (SELECT value FROM json_each(?))"
    return int(db.execute(sql, wanted).rowcount)


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
