"""Everything in one file and back: equal, whole or not at all, and never by believing the file."""

import io
import json
import os
import shutil
import sqlite3
import stat
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused, Trouble
from app.live.events import Joined
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Quiz
from app.settings import Settings
from app.storage import backup_file
from app.storage.backup import read_backup, restore_backup, write_backup
from app.storage.journal import Journal, JournalReader
from app.storage.library import Library
from tests.helpers.classroom import Classroom
from tests.helpers.questions import sample_question

QUIZ = Quiz("q", "Cells", tuple(sample_question(k) for k in KINDS), {"a.png": Media("image/png", bytes(999))})


@pytest.fixture
def folder(tmp_path):
    """A data folder with a quiz, a class, an ended session and a setting."""
    folder = tmp_path / "data"
    folder.mkdir()
    library, journal, room = Library(folder), Journal(folder), Classroom()
    library.add_quiz(QUIZ)
    library.add_class("Term B")
    room.join("Amina")
    room.end()
    journal.create_session(room.events[0], QUIZ.media, 8080)
    journal.append("session", room.events[1:])
    library.close()
    journal.close()
    Settings(folder).set("theme", "dark")
    return folder


@pytest.fixture
def backup(folder, tmp_path):
    target = tmp_path / "all.preau-backup"
    write_backup(folder, target)
    return target


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but locks."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def held(folder: Path) -> tuple:
    """What the folder's files say."""
    library, journal = Library(folder), Journal(folder)
    try:
        assert (library.damage, journal.damage) == (None, None)
        rows = journal.list_sessions()
        return (
            library.list_quizzes(), [library.load_quiz(row.id) for row in library.list_quizzes()],
            library.list_classes(), rows, [journal.load_events(row.id) for row in rows],
            [journal.load_media(row.id) for row in rows], Settings(folder).get("theme"),
        )  # fmt: skip
    finally:
        library.close()
        journal.close()


def spoil(folder: Path) -> None:
    """Other things than in the backup."""
    library = Library(folder)
    library.remove(["q"])
    library.add_quiz(replace(QUIZ, id="later", title="Later"))
    library.close()
    Settings(folder).set("theme", "light")


# --- there and back ---


def test_everything_comes_back_and_what_was_there_is_kept(folder, backup):
    before = held(folder)
    spoil(folder)
    later = held(folder)
    aside = restore_backup(backup, folder)
    assert held(folder) == before
    assert aside.parent == folder
    assert aside.name.startswith("before-restore-")
    assert held(aside) == later


def test_it_comes_back_on_an_empty_laptop(folder, backup, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert restore_backup(backup, fresh) is None
    assert held(fresh) == held(folder)


def test_a_backup_says_what_it_holds(folder, backup):
    info = read_backup(backup, folder)
    assert (info.quizzes, info.sessions) == (1, 1)
    assert info.size > 999
    assert info.made > 1_700_000_000


def test_nothing_is_left_beside(folder, backup, tmp_path):
    read_backup(backup, folder)
    names = {path.name.rpartition(".")[0] for path in folder.iterdir() if path.suffix != ".lock"}
    assert names == {"library", "journal", "settings"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.preau-backup", "data"]


def test_secrets_and_logs_are_not_in_it(folder, tmp_path):
    (folder / "host-secret").write_text("secret", encoding="utf-8")
    (folder / "preau.log").write_text("log", encoding="utf-8")
    write_backup(folder, tmp_path / "b")
    with zipfile.ZipFile(tmp_path / "b") as archive:
        assert archive.namelist() == ["manifest.json", "journal.db", "library.db", "settings.json"]


def test_an_empty_folder_gives_an_empty_backup(tmp_path):
    (tmp_path / "data").mkdir()
    info = write_backup(tmp_path / "data", tmp_path / "b")
    assert (info.quizzes, info.sessions, info.size) == (0, 0, 0)


def test_erased_names_are_not_in_the_backup(folder, tmp_path):
    library = Library(folder)
    library.add_quiz(replace(QUIZ, id="x", title="Amina Idrissi was here"))
    library.remove(["x"])
    library.empty_bin(float("inf"))
    library.close()
    write_backup(folder, tmp_path / "b")
    with zipfile.ZipFile(tmp_path / "b") as archive:
        assert b"Idrissi" not in archive.read("library.db")


@pytest.mark.skipif(os.name == "nt", reason="no modes of files there")
def test_the_backup_is_the_owners_only(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_an_old_backup_of_that_name_is_replaced_only_by_a_whole_one(folder, backup):
    old = backup.read_bytes()
    spoil(folder)
    with pytest.raises(Refused, match="backup_cancelled"):
        write_backup(folder, backup, lambda done, total: done < total // 2)
    assert backup.read_bytes() == old
    write_backup(folder, backup)
    assert backup.read_bytes() != old


def test_progress_grows_to_the_whole(folder, tmp_path):
    for work in (
        lambda note: write_backup(folder, tmp_path / "b", note),
        lambda note: restore_backup(tmp_path / "b", folder, note),
    ):
        seen: list[tuple[int, int]] = []
        work(lambda done, total, seen=seen: not seen.append((done, total)))
        assert seen == sorted(seen)
        assert len({total for _, total in seen}) == 1
        assert seen[-1][0] == seen[-1][1]


def test_where_it_cannot_be_written_that_is_told(folder, tmp_path):
    with pytest.raises(Trouble) as trouble:
        write_backup(folder, tmp_path / "missing" / "b")
    assert trouble.value.code == "backup_not_written"


# --- while a class runs ---


def test_a_backup_made_while_a_class_is_written_is_consistent(folder, tmp_path):
    journal, stop = Journal(folder), threading.Event()
    stored: list[int] = []

    def write() -> None:
        while not stop.is_set():
            number = len(stored)
            journal.append(
                "session", [Joined(1.0, f"s{number}-{part}", f"t{number}-{part}", "x") for part in "ab"]
            )
            stored.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(stored) < 5:
            stop.wait(0.001)
        least = len(stored)
        write_backup(folder, tmp_path / "b")
        most = len(stored) + 1
    finally:
        stop.set()
        writer.join()
        journal.close()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    restore_backup(tmp_path / "b", fresh)
    reader = JournalReader.open(fresh)
    joined = [event for event in reader.load_events("session") if getattr(event, "nickname", "") == "x"]
    reader.close()
    assert len(joined) % 2 == 0
    assert least <= len(joined) // 2 <= most


def test_nothing_is_restored_while_a_class_runs(folder, backup):
    spoil(folder)
    journal = Journal(folder)
    before = {name: data for name, data in contents(folder).items() if not name.endswith("-shm")}
    with pytest.raises(Trouble, match="restore_in_class"):
        restore_backup(backup, folder)
    after = {name: data for name, data in contents(folder).items() if not name.endswith("-shm")}
    journal.close()
    assert after == before


def test_an_open_library_goes_on_with_the_restored_file(folder, backup):
    spoil(folder)
    library = Library(folder)
    with pytest.raises(Trouble, match="restore_in_class"):
        restore_backup(backup, folder)
    assert [row.title for row in library.list_quizzes()] == ["Later"]
    restore_backup(backup, folder, library=library)
    assert [row.title for row in library.list_quizzes()] == ["Cells"]
    library.rename("q", "Writable")
    with pytest.raises(Trouble, match="data_folder_in_use"):
        Library(folder)
    library.close()


def test_an_open_library_goes_on_where_nothing_could_be_restored(folder, backup):
    library, journal = Library(folder), Journal(folder)
    with pytest.raises(Trouble, match="restore_in_class"):
        restore_backup(backup, folder, library=library)
    journal.close()
    assert [row.title for row in library.list_quizzes()] == ["Cells"]
    library.close()


def test_settings_are_read_again(folder, backup):
    settings = Settings(folder)
    settings.set("theme", "light")
    restore_backup(backup, folder)
    settings.reload()
    assert settings.get("theme") == "dark"


def test_a_move_that_fails_half_way_is_undone(folder, backup, monkeypatch):
    spoil(folder)
    before, real = contents(folder), Path.rename

    def rename(self, target):
        if self.name == "library.db" and self.parent.name.startswith(".backup-"):
            raise PermissionError(13, "used by another program")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(Trouble) as trouble:
        restore_backup(backup, folder)
    assert trouble.value.code == "backup_not_restored"
    assert contents(folder) == before


def test_a_move_that_can_neither_go_on_nor_back_says_where_everything_is(folder, backup, monkeypatch):
    before, real = held(folder), Path.rename

    def rename(self, target):
        if self.name == "library.db" and self.parent != folder:
            raise PermissionError(13, "used by another program")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(Trouble) as trouble:
            restore_backup(backup, folder)
    assert trouble.value.code == "restore_half_done"
    aside = Path(trouble.value.params["folder"])
    for path in aside.iterdir():
        path.rename(folder / path.name)
    assert held(folder) == before


# --- files that are no good ---


def repacked(backup: Path, change, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same backup with `change(members, manifest)` done to it; hashes and sizes as they then are, unless
    the change fixes them."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def describe(members, manifest) -> None:
    """An honest manifest for whatever is inside."""
    import hashlib

    manifest["files"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in members.items()
    ]


def add(name: str, data: bytes):
    def change(members, manifest):
        members[name] = data
        describe(members, manifest)

    return change


def database(script: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    data = connection.serialize()
    connection.close()
    return data


def flip(members, manifest) -> None:
    data = bytearray(members["journal.db"])
    data[len(data) // 2] ^= 0xFF
    members["journal.db"] = bytes(data)


def scribble(members, manifest) -> None:
    """Damage that the hash does not show."""
    members["library.db"] = members["library.db"][:4096] + b"\xff" * (len(members["library.db"]) - 4096)
    describe(members, manifest)


def with_trigger(members, manifest) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(members["library.db"])
    connection.execute("CREATE TRIGGER evil AFTER INSERT ON quizzes BEGIN DELETE FROM quizzes; END")
    connection.commit()
    members["library.db"] = connection.serialize()
    connection.close()
    describe(members, manifest)


BAD = {
    "text": (lambda b: b"Dear teacher", "backup_foreign"),
    "nothing": (lambda b: b"", "backup_foreign"),
    "cut short": (lambda b: b.read_bytes()[:-200], "backup_damaged"),
    "begun only": (lambda b: b.read_bytes()[:500], "backup_damaged"),
    "a flipped byte": (lambda b: repacked(b, flip), "backup_damaged"),
    "scribbled over": (lambda b: repacked(b, scribble), "backup_damaged"),
    "another way of packing": (lambda b: repacked(b, lambda m, f: None, zipfile.ZIP_LZMA), "backup_damaged"),
    "a trigger": (lambda b: repacked(b, with_trigger), "backup_damaged"),
    "a member missing": (lambda b: repacked(b, lambda m, _: m.pop("journal.db")), "backup_foreign"),
    "a member too many": (lambda b: repacked(b, lambda m, _: m.update({"x": b""})), "backup_foreign"),
    "a way out": (lambda b: repacked(b, add("../escaped.db", b"x")), "backup_foreign"),
    "an absolute way out": (lambda b: repacked(b, add("/tmp/escaped.db", b"x")), "backup_foreign"),
    "another name": (lambda b: repacked(b, add("host-secret", b"x")), "backup_foreign"),
    "no manifest of ours": (lambda b: repacked(b, lambda _, f: f.pop("preau_backup")), "backup_foreign"),
    "a newer one": (lambda b: repacked(b, lambda _, f: f.update(preau_backup=2)), "backup_newer"),
    "a senseless date": (lambda b: repacked(b, lambda _, f: f.update(made=float("inf"))), "backup_damaged"),
    "files that are none": (lambda b: repacked(b, lambda _, f: f.update(files=7)), "backup_damaged"),
    "a wrong size": (lambda b: repacked(b, lambda _, f: f["files"][0].update(size=1)), "backup_damaged"),
    "another database": (
        lambda b: repacked(b, add("journal.db", database("CREATE TABLE x (y); PRAGMA user_version=1"))),
        "backup_damaged",
    ),
    "a newer database": (
        lambda b: repacked(b, add("journal.db", database("CREATE TABLE x (y); PRAGMA user_version=99"))),
        "backup_newer",
    ),
    "no database": (
        lambda b: repacked(b, add("library.db", b"SQLite format 3\0" + bytes(5000))), "backup_damaged",
    ),
    "no settings": (lambda b: repacked(b, add("settings.json", b"[]")), "backup_damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_good_is_refused_and_nothing_changes(folder, backup, name):
    make, code = BAD[name]
    backup.write_bytes(make(backup))
    spoil(folder)
    before = contents(folder)
    for work in (lambda: read_backup(backup, folder), lambda: restore_backup(backup, folder)):
        with pytest.raises(Trouble) as trouble:
            work()
        assert trouble.value.code == code
        assert contents(folder) == before
    assert not (folder.parent / "escaped.db").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(folder, backup, monkeypatch):
    monkeypatch.setattr(backup_file, "_BOMB_SIZE", 100_000)
    backup.write_bytes(repacked(backup, add("settings.json", b" " * 10_000_000)))
    with pytest.raises(Trouble, match="backup_too_large"):
        read_backup(backup, folder)


def test_a_backup_larger_than_the_disk_is_refused(folder, backup, monkeypatch):
    monkeypatch.setattr(backup_file.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(Trouble, match="backup_too_large"):
        restore_backup(backup, folder)


def test_what_looks_like_a_bomb_and_is_ours_can_be_restored(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(backup_file, "_BOMB_SIZE", 100_000)
    monkeypatch.setattr(backup_file, "_BOMB_RATIO", 20)
    library = Library(folder)
    library.add_quiz(replace(QUIZ, id="flat", media={"flat.bmp": Media("image/bmp", bytes(2_000_000))}))
    library.close()
    write_backup(folder, tmp_path / "b")
    assert (tmp_path / "b").stat().st_size > 2_000_000
    assert read_backup(tmp_path / "b", folder).quizzes == 2


def test_a_file_that_is_not_there_is_told(folder, tmp_path):
    with pytest.raises(Trouble) as trouble:
        restore_backup(tmp_path / "gone", folder)
    assert trouble.value.code == "backup_unreadable"


def test_a_restore_can_be_stopped(folder, backup):
    spoil(folder)
    before = contents(folder)
    with pytest.raises(Refused, match="backup_cancelled"):
        restore_backup(backup, folder, lambda done, total: False)
    assert contents(folder) == before


def test_copies_left_by_a_killed_program_are_removed(folder, tmp_path):
    left = folder / ".backup-killed"
    left.mkdir()
    (left / "journal.db").write_bytes(b"names")
    write_backup(folder, tmp_path / "b")
    assert not left.exists()


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(folder, tmp_path):
    data = bytearray((folder / "library.db").read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    (folder / "library.db").write_bytes(data)
    with pytest.raises(Trouble):
        write_backup(folder, tmp_path / "b")
    assert not (tmp_path / "b").exists()
