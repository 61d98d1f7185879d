"""The file of the outbox, held open by one process, and what is kept for whole classes: who is who on a
platform, what of them is sent, and whether anything is.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any, Final

from app.clock import Clock
from app.errors import Refused
from app.outgoing.seen import SendWishes
from app.storage.db import Commit, explain_failure
from app.storage.held_file import HeldFile
from app.storage.outbox_schema import OUTBOX

FILE_NAME: Final = "outbox.db"


class OutboxFile(HeldFile):
    """Any thread may call; calls wait for each other. Each method that changes something raises
    `Trouble('not_stored')`, and nothing has changed then."""

    _STEPS = OUTBOX

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        """Raises `Trouble` with `data_folder_in_use`, `database_newer`, `database_unusable`."""
        self._clock = clock or Clock()
        self._path = folder / FILE_NAME
        self._turn = RLock()
        self._db = self._open(self._path)

    # --- whether anything is sent ---

    @property
    def is_paused(self) -> bool:
        """Whether nothing shall be sent until the teacher says so."""
        return bool(self._fetch("SELECT 1 FROM pause"))

    def set_paused(self, paused: bool) -> None:
        with self._turn, Commit(self._db):
            self._db.execute("DELETE FROM pause")
            if paused:
                self._db.execute("INSERT INTO pause VALUES (?)", [self._clock.now()])

    # --- accounts ---

    def load_accounts(self, connection: str) -> dict[str, str]:
        """Student's id to the platform's."""
        return dict(self._fetch("SELECT student, account FROM accounts WHERE connection=?", [connection]))

    def list_said(self, connection: str) -> set[str]:
        """Ids of students whose account the teacher has said."""
        rows = self._fetch("SELECT student FROM accounts WHERE connection=? AND by_hand=1", [connection])
        return {student for (student,) in rows}

    def set_account(
        self, connection: str, student: str, account: str, among: Collection[str] | None = None
    ) -> None:
        """The teacher says who it is; '' takes it back. among: ids of students of the same class, None for
        everybody: only in another class can the account be another student's, the same person there. Raises
        `Refused('account_taken')`."""
        with self._turn, Commit(self._db):
            if account and self._is_taken(connection, student, account, among):
                raise Refused("account_taken")
            self._db.execute("DELETE FROM accounts WHERE connection=? AND student=?", [connection, student])
            if account:
                self._db.execute("INSERT INTO accounts VALUES (?,?,?,1)", [connection, student, account])

    def take_matches(
        self, connection: str, matches: Mapping[str, str], among: Collection[str] | None = None
    ) -> None:
        """Who is who as matching found it among these students, None for everybody. What the teacher said
        stays, and no account is given to two of them."""
        with self._turn, Commit(self._db):
            found = set(self.load_accounts(connection)) - self.list_said(connection)
            for student in found if among is None else found & set(among):
                self._db.execute(
                    "DELETE FROM accounts WHERE connection=? AND student=?", [connection, student]
                )
            for student, account in matches.items():
                if not self._is_taken(connection, student, account, among):
                    self._db.execute(
                        "INSERT OR IGNORE INTO accounts VALUES (?,?,?,0)", [connection, student, account]
                    )

    def _is_taken(self, connection: str, student: str, account: str, among: Collection[str] | None) -> bool:
        rows = self._fetch(
            "SELECT student FROM accounts WHERE connection=? AND account=? AND student<>?",
            [connection, account, student],
        )
        return any(among is None or other in among for (other,) in rows)

    # --- wishes ---

    def load_wishes(self) -> dict[str, SendWishes]:
        """By the id of the class; unknown names (of a later version) are left out."""
        rows = self._fetch("SELECT class, body FROM wishes")
        return {class_id: SendWishes.from_dict(json.loads(body)) for class_id, body in rows}

    def save_wishes(self, class_id: str, wishes: SendWishes) -> None:
        with self._turn, Commit(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO wishes VALUES (?,?)", [class_id, json.dumps(asdict(wishes))]
            )

    def _fetch(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        with self._turn, explain_failure(self._path):
            return list(self._db.execute(sql, values))
