"""What a class server writes down where nothing can be written any more."""

import errno

import pytest

from app.errors import Trouble
from app.host.running import Running, write_running, write_secret
from app.paths import prepare_data_folder


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
