"""A database that one process holds open for writing, and lets go of while another is put in its place."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock
from typing import ClassVar, TypeVar

from sqlite_utils import Database

from app.storage.db import Migration, lock_file, open_database
from app.storage.rescue import Damage

T = TypeVar("T")


class HeldFile:
    """The file's lock is held while open. damage: of the file before, out of which this one was made."""

    _STEPS: ClassVar[Sequence[Migration]]
    _path: Path
    _turn: RLock
    _db: Database
    damage: Damage | None

    def _open(self, path: Path) -> Database:
        """Raises `Trouble` with `data_folder_in_use`, `database_newer`, `database_unusable`."""
        self._lock = lock_file(path)
        try:
            db, self.damage = open_database(path, self._STEPS)
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
                self._db = self._open(self._path)

    def close(self) -> None:
        with self._turn:
            try:
                self._db.conn.close()
            finally:
                self._lock.release()
