"""What programs write down for each other, where nothing can be written or somebody holds the file."""

import errno
from pathlib import Path

import pytest

from app.errors import Trouble
from app.host.rehearsing import Rehearsal
from app.host.running import Running, clear_running, read_running, write_running, write_secret
from app.paths import choose_data_folder, prepare_data_folder, take_place


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path, monkeypatch):
    def fail(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.paths.os.fsync", fail)
    running = Running(1, 8080, "ABCD", "s", "http://a", "ws://a")
    for write in (lambda: write_running(tmp_path, running), lambda: write_secret(tmp_path, "x" * 30, 0)):
        with pytest.raises(Trouble) as caught:
            write()
        assert caught.value.code == "file_not_written"
        assert "No space" in caught.value.params["reason"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_which_nothing_can_be_written_keeps_no_trial(tmp_path, monkeypatch):
    whole = type(tmp_path).write_bytes

    def fail(path, data):
        whole(path, b"")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(tmp_path), "write_bytes", fail)
    with pytest.raises(Trouble):
        prepare_data_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def full_disk(monkeypatch):
    def fail(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.paths.os.fsync", fail)


def test_students_that_nobody_could_send_away_again_are_not_let_in(tmp_path, full_disk, monkeypatch):
    ended = []
    monkeypatch.setattr("app.host.rehearsing.end_process", ended.append)
    with pytest.raises(Trouble, match="file_not_written"):
        Rehearsal(tmp_path).note(4711)
    assert ended == [4711]


@pytest.mark.parametrize("name", ["folder", "\udcff"])
def test_a_choice_of_folder_that_cannot_be_noted_is_told(tmp_path, monkeypatch, request, name):
    monkeypatch.setattr("app.paths.system_data_folder", lambda: tmp_path)
    monkeypatch.setattr("app.paths.prepare_data_folder", lambda folder: folder)
    if name == "folder":
        request.getfixturevalue("full_disk")
    with pytest.raises(Trouble, match="data_folder"):
        choose_data_folder(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


class Held(type(Path())):
    """A file whose place cannot be taken the first times, as on Windows while somebody reads it."""

    tries = 0

    def replace(self, target):
        Held.tries -= 1
        if Held.tries >= 0:
            raise PermissionError(errno.EACCES, "used by another process")
        return super().replace(target)


def test_on_windows_a_file_that_is_read_just_now_is_replaced_a_moment_later(tmp_path):
    old, fresh, pauses = tmp_path / "old", Held(tmp_path / "fresh"), []
    for platform, tries, fails in (("win32", 2, False), ("win32", 99, True), ("linux", 1, True)):
        old.write_text("old")
        fresh.write_text("new")
        Held.tries = tries
        if fails:
            with pytest.raises(PermissionError):
                take_place(fresh, old, platform, pauses.append)
        else:
            take_place(fresh, old, platform, pauses.append)
        assert old.read_text() == ("old" if fails else "new")
    assert len(pauses) == 2 + 5


def test_a_note_that_cannot_be_taken_back_stays(tmp_path, monkeypatch):
    write_running(tmp_path, Running(1, 8080, "ABCD", "s", "http://a", "ws://a"))

    def fail(path, missing_ok=False):
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr(type(tmp_path), "unlink", fail)
    clear_running(tmp_path, 1)
    assert read_running(tmp_path) is not None
