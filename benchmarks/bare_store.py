"""The bare server's durable store: one writer thread, one commit for all that arrived within 5 ms.

The same promise as the real journal (on disk before the reply) with nothing else around it.
"""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from time import sleep
from typing import Any

GATHER = 0.005

Row = tuple[str, str, Any]
"""kind ('join' or 'answer'), id, content."""


class BareStore:
    """on_stored: called in the writer thread with the tokens of one commit, after it is on disk."""

    def __init__(self, path: Path, on_stored: Callable[[list[Any]], None]) -> None:
        self._path = path
        self._on_stored = on_stored
        self._rows: list[tuple[Row, Any]] = []
        self._changed = Condition()
        self._open = True
        self._thread = Thread(target=self._write, name="bare-store")
        self._thread.start()

    def add(self, row: Row, token: Any) -> None:
        with self._changed:
            self._rows.append((row, token))
            if len(self._rows) == 1:
                self._changed.notify()

    def close(self) -> None:
        """Writes what is left and ends the thread."""
        with self._changed:
            self._open = False
            self._changed.notify()
        self._thread.join()

    def _write(self) -> None:
        db = sqlite3.connect(self._path, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA fullfsync = 1")  # macOS: to the disk itself; no effect elsewhere
        db.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, content TEXT)")
        while self._wait():
            sleep(GATHER)
            with self._changed:  # a row added between the two would get a receipt and not be stored
                batch, self._rows = self._rows, []
            db.execute(
                "INSERT INTO rows (kind, id, content) SELECT json_extract(value, '$[0]'),"
                " json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)",
                (json.dumps([row for row, _ in batch]),),
            )
            self._on_stored([token for _, token in batch])
        db.close()

    def _wait(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._rows or not self._open)
            return bool(self._rows)
