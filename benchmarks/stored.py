"""Which receipted answers a server's databases hold, read after it was killed. Knows no server's tables.

Every answer bears an id that the phone made, and a server must keep it to know an answer sent twice; so the
ids are looked for in all text of all tables, whatever they are called.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ANSWER_ID = re.compile(r"[0-9a-f]{8}[0-9]{8}")


def count_stored(data: Path, ids: list[str]) -> int:
    """How many of these answers are in the databases below the folder."""
    found: set[str] = set()
    for path in data.rglob("*.db"):
        for text in _texts_of(path):
            found.update(ANSWER_ID.findall(text))
    return len(found.intersection(ids))


def _texts_of(path: Path) -> Iterator[str]:
    # Opened for writing, because reading what a killed server left in its write-ahead log needs that.
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            for row in db.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, bytes):
                        yield value.decode("utf-8", "replace")
                    elif isinstance(value, str):
                        yield value
