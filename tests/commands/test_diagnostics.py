"""The file for asking for help says what helps, and nothing of anybody."""

import getpass
import json
import zipfile
from pathlib import Path

import pytest

from app.clock import Clock
from app.commands.diagnostics import write_diagnostics
from app.errors import Trouble
from app.settings import Settings
from app.storage.archive import Archive
from main import main
from tests.helpers.library import fill_library

PRIVATE = ("Student", "Hidden network", "secret-of-the-wifi")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "data of somebody"
    folder.mkdir()
    fill_library(folder, quizzes=3, sessions=2)
    settings = Settings(folder)
    settings.set("wifi_name", PRIVATE[1])
    (folder / "class of Mrs Roy.preau-backup").write_bytes(b"x")
    for name in ("journal of Mrs Roy.xlsx", "library.Mrs Roy", "settings-Mrs Roy.json"):
        (folder / name).write_bytes(b"xx")
    monkeypatch.setattr("app.paths.Path.home", lambda: tmp_path)
    (folder / "preau.log").write_text(f"could not read {folder / 'journal.db'}", encoding="utf-8")
    told = "2026-11-22 14:00:00,000 INFO story.opened: The class is open.\n"
    (folder / "window.log").write_text(f"{told}could not read {folder / 'outbox.db'}", encoding="utf-8")
    return folder


def read(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_counts_and_tells_and_names_nobody(folder, tmp_path, capsys):
    out = tmp_path / "help.zip"
    assert main(["diagnostics", "--data", str(folder), "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    parts = read(out)
    told = json.loads(parts["summary.json"])
    assert (told["kept"]["journal.db"]["sessions"], told["kept"]["library.db"]["quizzes"]) == (2, 3)
    assert told["settings"]["theme"] == "auto" and "wifi_name" not in told["settings"]
    [backup] = [file for file in told["files"] if file["bytes"] == 1]
    assert backup["name"] == "*.preau-backup"
    assert {"journal.db", "library.db", "settings.json", "preau.log"} <= {
        one["name"] for one in told["files"]
    }
    assert "could not read <data>" in parts["preau.log"]
    assert "could not read <data>" in parts["window.log"]
    assert told["story"] == ["2026-11-22 14:00:00 The class is open."]
    names = set(_names(folder))
    assert len(names) > 10
    for text in parts.values():
        assert not [name for name in (*names, *PRIVATE[1:], "Mrs Roy", str(tmp_path)) if name in text]


def _names(folder):
    archive = Archive(folder, Clock())
    for row in archive.list_sessions():
        for student in archive.load_state(row.id).students.values():
            yield student.nickname


def test_the_account_is_not_told(tmp_path, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "amina.roy")
    (tmp_path / "preau.log").write_text("/srv/amina.roy/x was read", encoding="utf-8")
    write_diagnostics(tmp_path, Settings(tmp_path), tmp_path / "out.zip")
    assert read(tmp_path / "out.zip")["preau.log"] == "/srv/<account>/x was read"


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(Trouble, match="file_not_written"):
        write_diagnostics(tmp_path, Settings(tmp_path), Path(tmp_path / "none" / "out.zip"))
