"""Released steps stay as they are: an old file must become the same as a new one."""

import hashlib
import inspect

import pytest

from app.storage import migrations
from app.storage.db import open_database
from app.storage.migrations import JOURNAL, LIBRARY

# The schema after each step, as a digest. A released step is never edited; a new one gets its line here.
RELEASED = {
    "journal": ["ee9c11dabd40", "ea01cf7bd04c", "bba9f122c77d", "df7718a33b46"],
    "library": [
        "66b777235369",
        "2f165e5cf795",
        "c54c09e56c88",
        "7c6c099319f5",
        "e689ee667e4f",
        "acc19571f3bc",
    ],
}
STEPS = {"journal": JOURNAL, "library": LIBRARY}


def schema_after(steps, path) -> str:
    db, _ = open_database(path, steps)
    rows = db.conn.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    db.conn.close()
    return hashlib.sha256(" ".join(" ".join(sql for (sql,) in rows).split()).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", STEPS)
def test_released_steps_are_not_edited(tmp_path, name):
    steps = STEPS[name]
    found = [schema_after(steps[:n], tmp_path / f"{n}.db") for n in range(1, len(steps) + 1)]
    assert found == RELEASED[name]


@pytest.mark.parametrize("name", STEPS)
def test_an_old_file_becomes_the_same_as_a_new_one(tmp_path, name):
    for number in range(len(STEPS[name])):
        old = tmp_path / f"old-{number}.db"
        schema_after(STEPS[name][:number], old)
        assert schema_after(STEPS[name], old) == RELEASED[name][-1]


def test_every_step_of_the_module_is_in_the_list():
    steps = {
        value
        for value in vars(migrations).values()
        if inspect.isfunction(value) and value.__module__ == migrations.__name__
    }
    assert steps == {*JOURNAL, *LIBRARY}


def test_a_new_journal_has_these_tables(tmp_path):
    db, _ = open_database(tmp_path / "journal.db", JOURNAL)
    columns = {
        table: [row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")]
        for (table,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    }
    db.conn.close()
    assert columns == {
        "sessions": [
            "id", "title", "code", "opened_at", "ended_at", "port", "alive_at", "rehearsal", "class_name",
            "class_id",
        ],
        "events": ["session", "seq", "at", "type", "body", "sum"],
        "personal": ["session", "seq", "student", "body", "sum"],
        "media": ["session", "name", "type", "data"],
    }  # fmt: skip
