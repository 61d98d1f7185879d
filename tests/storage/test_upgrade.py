"""Files of every version that was ever released are opened, after a copy of them was kept."""

import sqlite3
from pathlib import Path

import pytest

from app.live.state import replay
from app.outgoing.rows import State
from app.storage.db import open_database
from app.storage.journal import Journal
from app.storage.library import Library
from app.storage.migrations import JOURNAL, LIBRARY
from app.storage.outbox import Outbox
from app.storage.outbox_schema import OUTBOX

SAMPLES = Path(__file__).parent / "samples"
STEPS = {"journal": JOURNAL, "library": LIBRARY, "outbox": OUTBOX}
FILES = sorted(file.stem for file in SAMPLES.glob("*-*.sql"))


def place(folder, sample):
    """The database of a sample as that version left it; its file."""
    name = sample.split("-")[0]
    path = folder / f"{name}.db"
    connection = sqlite3.connect(path)
    connection.executescript((SAMPLES / f"{sample}.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


def dump(path):
    connection = sqlite3.connect(path)
    lines = [connection.execute("PRAGMA user_version").fetchone()[0], *connection.iterdump()]
    connection.close()
    return lines


def test_there_is_a_file_of_every_version_before_this_one():
    wanted = {f"{name}-{version}" for name, steps in STEPS.items() for version in range(1, len(steps))}
    assert set(FILES) == wanted


@pytest.mark.parametrize("sample", FILES)
def test_an_older_file_is_kept_and_then_brought_up_to_date(tmp_path, sample):
    path = place(tmp_path, sample)
    name, version = sample.split("-")
    before = dump(path)
    db, damage = open_database(path, STEPS[name])
    assert damage is None
    assert db.conn.execute("PRAGMA user_version").fetchone()[0] == len(STEPS[name]) > int(version)
    db.conn.close()
    copy = tmp_path / f"{name}.before-upgrade-{version}.db"
    assert dump(copy) == before
    stamp = copy.stat().st_mtime_ns
    open_database(path, STEPS[name])[0].conn.close()
    assert copy.stat().st_mtime_ns == stamp, "once"


@pytest.mark.parametrize("sample", [name for name in FILES if name.startswith("journal")])
def test_sessions_of_an_older_journal_are_read(tmp_path, sample):
    place(tmp_path, sample)
    journal = Journal(tmp_path)
    [row] = journal.list_sessions()
    assert (row.title, row.class_id) == ("Capitals", "")
    assert replay(journal.load_events(row.id)).students["s1"].nickname == "Amina"
    journal.close()


@pytest.mark.parametrize("sample", [name for name in FILES if name.startswith("library")])
def test_quizzes_and_students_of_an_older_library_are_read(tmp_path, sample):
    place(tmp_path, sample)
    library = Library(tmp_path)
    rows = library.list_quizzes()
    assert rows and all(library.load_quiz(row.id).questions for row in rows)
    if sample != "library-1":
        [students] = [library.load_roster(row.id).students for row in library.list_classes() if row.students]
        assert [(one.number, one.extra_time) for one in students] == [("007", 1.33), ("008", 1.0)]
        assert library.has_pin("s1")
    library.close()


@pytest.mark.parametrize("sample", [name for name in FILES if name.startswith("outbox")])
def test_what_was_to_be_sent_is_still_known(tmp_path, sample):
    place(tmp_path, sample)
    outbox = Outbox(tmp_path)
    [row] = outbox.list_rows()
    assert (row.key, row.value, row.state) == ("k1", "17.5", State.CONFIRMED)
    assert outbox.load_accounts("c1") == {"s1": "4711"}
    if sample == "outbox-3":
        assert outbox.load_wishes()["c1"].course == "7" and outbox.list_targets()[0].name == "Marks"
    assert not outbox.is_paused
    outbox.close()
