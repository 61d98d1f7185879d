"""Files, locks, damage and versions, with real files and real second processes."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import Trouble
from app.storage.db import lock_file, open_database, open_for_reading, put_aside

ROOT = Path(__file__).resolve().parent.parent.parent


def create_notes(db):
    db.execute("CREATE TABLE notes (text TEXT)")


def add_author(db):
    db.execute("ALTER TABLE notes ADD COLUMN author TEXT")


STEPS = (create_notes,)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.db"


def write_note(path: Path, text: str = "kept") -> None:
    db, _ = open_database(path, STEPS)
    db.execute("INSERT INTO notes VALUES (?)", [text])
    db.conn.close()


def run(script: str, *args: object) -> subprocess.CompletedProcess:
    """A process of its own that has the sources."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, args)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("secure_delete", 1),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("foreign_keys", 1),
    ],
)
def test_the_pragmas_are_what_we_promise(path, pragma, value, monkeypatch):
    real = sqlite3.connect

    def connect(*args, **options):
        """A connection as careless as a library may be built."""
        connection = real(*args, **options)
        connection.execute(f"PRAGMA {pragma}={'DELETE' if pragma == 'journal_mode' else 0}")
        return connection

    monkeypatch.setattr("app.storage.db.sqlite3.connect", connect)
    db, _ = open_database(path, STEPS)
    assert db.conn.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    db.conn.close()


def test_the_pragmas_hold_for_a_file_opened_again(path):
    write_note(path)
    db, _ = open_database(path, STEPS)
    assert db.conn.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert db.conn.execute("PRAGMA secure_delete").fetchone()[0] == 1
    db.conn.close()


def test_what_is_erased_leaves_no_trace_in_the_file(path):
    write_note(path, "Amina Idrissi was here")
    assert b"Amina Idrissi" in path.read_bytes()
    db, _ = open_database(path, STEPS)
    db.execute("DELETE FROM notes")
    db.conn.close()
    assert b"Amina Idrissi" not in path.read_bytes()


# --- migrations -----------------------------------------------------------------------------------


def test_missing_steps_are_taken_in_order_and_only_once(path):
    write_note(path)
    for _ in range(2):
        db, _ = open_database(path, (create_notes, add_author))
        assert db.conn.execute("PRAGMA user_version").fetchone()[0] == 2
        assert db.conn.execute("SELECT text, author FROM notes").fetchall() == [("kept", None)]
        db.conn.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(path):
    def half(db):
        db.execute("ALTER TABLE notes ADD COLUMN half TEXT")
        db.execute("SELECT nothing FROM nowhere")

    write_note(path)
    with pytest.raises(Trouble, match="database_unusable"):
        open_database(path, (create_notes, half))
    db, aside = open_database(path, STEPS)
    assert aside is None
    assert [row[1] for row in db.conn.execute("PRAGMA table_info(notes)")] == ["text"]
    db.conn.close()


@pytest.mark.parametrize("open_", [open_database, open_for_reading])
def test_a_newer_schema_is_refused_and_left_alone(path, open_):
    db, _ = open_database(path, (create_notes, add_author))
    db.conn.close()
    before = path.read_bytes()
    with pytest.raises(Trouble) as trouble:
        open_(path, STEPS)
    assert (trouble.value.code, trouble.value.params) == ("database_newer", {"file": str(path)})
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*damaged*"))


# --- damage ---------------------------------------------------------------------------------------


def spoil_header(path):
    data = bytearray(path.read_bytes())
    data[:16] = b"not a database!!"
    path.write_bytes(data)


def overwrite(path):
    path.write_bytes(b"\x00\x01garbage" * 2000)


def spoil_page(path):
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)


def cut_off(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize("spoil", [spoil_header, overwrite, spoil_page, cut_off])
def test_a_damaged_file_is_kept_aside_and_a_new_one_is_started(path, spoil):
    write_note(path, "x" * 20_000)
    spoil(path)
    damaged = path.read_bytes()
    db, damage = open_database(path, STEPS)
    assert damage is not None
    assert damage.file.read_bytes() == damaged
    assert damage.file.parent == path.parent
    kept = db.conn.execute("SELECT text FROM notes").fetchall()
    assert kept == ([("x" * 20_000,)] if spoil is spoil_header else [])
    assert (damage.rows, damage.cut == ("notes",)) == (len(kept), not kept)
    assert sorted(file.name for file in path.parent.glob("*.reading*")) == []
    db.conn.close()
    db, again = open_database(path, STEPS)
    assert again is None
    db.conn.close()


def is_spoilt(connection):
    connection.execute("SELECT count(*) FROM notes").fetchone()
    if "spoilt" in str(connection.execute("SELECT text FROM notes").fetchall()):
        raise sqlite3.DatabaseError("a row is spoilt")


def mend_notes(db):
    db.execute("UPDATE notes SET text='mended' WHERE text='spoilt'")


def test_a_rescue_that_cannot_be_finished_costs_nothing(path, monkeypatch):
    """A full disk, say: the next start finds the damaged file where it was, and rescues it."""
    write_note(path, "whole")
    write_note(path, "spoilt")

    def fail(db):
        raise OSError(28, "No space left on device")

    for name, broken in (("mend", fail), ("copyfile", None)):
        with monkeypatch.context() as patch, pytest.raises(Trouble, match="database_unusable"):
            if name == "copyfile":
                patch.setattr("app.storage.rescue.shutil.copyfile", fail_to_copy)
            open_database(path, STEPS, broken or mend_notes, is_spoilt)
        assert [file.name for file in path.parent.iterdir()] == [path.name]
    db, damage = open_database(path, STEPS, mend_notes, is_spoilt)
    assert db.conn.execute("SELECT text FROM notes").fetchall() == [("whole",), ("mended",)]
    assert damage is not None and (damage.rows, damage.file.exists()) == (2, True)
    db.conn.close()


def fail_to_copy(source, target):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("killed_at", ["moving the log", "taking its place"])
def test_a_rescue_that_was_killed_between_two_names_is_finished(path, monkeypatch, killed_at):
    write_note(path, "spoilt")
    log = path.with_name(f"{path.name}-wal")
    real_rename, real_replace = Path.rename, Path.replace

    def rename(self, target):
        if self == log and killed_at == "moving the log":
            raise KeyboardInterrupt
        if self == path:
            log.write_bytes(b"the log of the damaged file")
        return real_rename(self, target)

    def take_place(self, target):
        if target == path and killed_at == "taking its place":
            raise KeyboardInterrupt
        return real_replace(self, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "rename", rename)
        patch.setattr(Path, "replace", take_place)
        open_database(path, STEPS, mend_notes, is_spoilt)
    assert not path.exists()
    db, damage = open_database(path, STEPS, mend_notes, is_spoilt)
    assert db.conn.execute("SELECT text FROM notes").fetchall() == [("mended",)]
    assert damage is not None and damage.rows == 1 and b"spoilt" in damage.file.read_bytes()
    assert damage.file.with_name(f"{damage.file.name}-wal").read_bytes() == b"the log of the damaged file"
    db.conn.close()


def test_damaged_files_of_the_same_second_have_different_names(path, monkeypatch):
    monkeypatch.setattr("app.storage.db.time.strftime", lambda form: "20270131-101500")
    names = []
    for content in (b"first", b"second", b"third"):
        path.write_bytes(content)
        path.with_name(path.name + "-wal").write_bytes(b"wal of " + content)
        names.append(put_aside(path))
    assert [name.name for name in names] == [
        "notes.damaged-20270131-101500.db",
        "notes.damaged-20270131-101500-2.db",
        "notes.damaged-20270131-101500-3.db",
    ]
    assert [name.read_bytes() for name in names] == [b"first", b"second", b"third"]
    assert names[1].with_name(names[1].name + "-wal").read_bytes() == b"wal of second"
    assert not path.exists()


def test_a_folder_in_place_of_the_file_is_no_damage(path):
    path.mkdir()
    for open_ in (open_database, open_for_reading):
        with pytest.raises(Trouble, match="database_unusable"):
            open_(path, STEPS)
    assert path.is_dir()


def test_a_file_that_another_program_holds_is_no_damage(path, monkeypatch):
    write_note(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    real = sqlite3.connect
    monkeypatch.setattr("app.storage.db.sqlite3.connect", lambda *a, **k: real(*a, **(k | {"timeout": 0})))
    with pytest.raises(Trouble, match="database_unusable"):
        open_database(path, STEPS)
    other.execute("ROLLBACK")
    other.close()
    db, aside = open_database(path, STEPS)
    assert aside is None
    assert db.conn.execute("SELECT text FROM notes").fetchone() == ("kept",)
    db.conn.close()


def test_a_damaged_file_is_left_where_it_is_by_a_reader(path):
    path.write_bytes(b"garbage" * 1000)
    with pytest.raises(Trouble, match="database_unusable"):
        open_for_reading(path, STEPS)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


# --- readers and writers ----------------------------------------------------------------------------


def test_there_is_nothing_to_read_before_anything_was_stored(path):
    assert open_for_reading(path, STEPS) is None
    assert not path.exists()
    sqlite3.connect(path).close()
    path.touch()
    assert open_for_reading(path, STEPS) is None


def test_a_reader_cannot_write(path):
    write_note(path)
    reader = open_for_reading(path, STEPS)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM notes")
    reader.conn.close()


def test_the_lock_is_held_against_this_process_and_others_and_ends_with_its_holder(tmp_path):
    path = tmp_path / "journal.db"
    take = (
        "import sys; from pathlib import Path\n"
        "from app.errors import Trouble; from app.storage.db import lock_file\n"
        "try: lock_file(Path(sys.argv[1])); print('taken')\n"
        "except Trouble as trouble: print(trouble.code, trouble.params['folder'])"
    )
    lock = lock_file(path)
    with pytest.raises(Trouble, match="data_folder_in_use"):
        lock_file(path)
    assert run(take, path).stdout.strip() == f"data_folder_in_use {tmp_path}"
    lock.release()
    assert run(take, path).stdout.strip() == "taken"
    lock_file(path).release()  # that process has ended without releasing it


def test_a_data_folder_that_is_none_is_the_world_s_trouble(tmp_path):
    folder = tmp_path / "a file"
    folder.touch()
    with pytest.raises(Trouble) as trouble:
        lock_file(folder / "journal.db")
    assert trouble.value.code == "data_folder"
    assert trouble.value.params["folder"] == str(folder)
    assert trouble.value.params["reason"]
