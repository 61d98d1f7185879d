"""Sessions for research: without names, with pseudonyms that stay the same as long as the key is kept."""

import json

import pytest
from PySide6.QtWidgets import QLineEdit

from app.errors import Trouble
from app.storage.journal import Journal
from tests.helpers.controls import find_cut, find_unnamed
from tests.storage.test_erasing import play
from widgets.privacy.research_dialog import ResearchDialog


@pytest.fixture
def keyring(monkeypatch):
    """What the system keeps; None for a computer without one."""
    kept = {"secrets": {}}

    def read(name):
        if kept["secrets"] is None:
            raise Trouble("keyring_missing")
        return kept["secrets"].get(name)

    monkeypatch.setattr("app.commands.privacy_services.read_secret", read)
    monkeypatch.setattr(
        "app.commands.privacy_services.write_secret", lambda name, text: kept["secrets"].update({name: text})
    )
    return kept


@pytest.fixture
def make_dialog(desk, qtbot):
    room, journal = play(), Journal(desk.folder)
    journal.create_session(room.events[0], {}, 8080)
    journal.append("session", room.events[1:])
    journal.close()

    def make():
        dialog = ResearchDialog(desk, desk.archive.list_sessions()[0])
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not desk.worker.is_busy)
        return dialog

    return make


def write(qtbot, dialog, path):
    with qtbot.waitSignal(dialog.accepted):
        dialog.write(path)
    return json.loads(path.read_text(encoding="utf-8"))


def ids(data):
    return [student["id"] for student in data["sessions"][0]["students"]]


def test_no_name_and_no_own_words_unless_they_are_wished(make_dialog, keyring, tmp_path, qtbot):
    dialog = make_dialog()
    assert find_unnamed(dialog) == [] and find_cut(dialog) == []
    data = write(qtbot, dialog, tmp_path / "r.json")
    text = (tmp_path / "r.json").read_text(encoding="utf-8")
    assert len(ids(data)) == 3 and not any(word in text for word in ("Zerktouni", "Yanis", "mitochondrie"))
    again = make_dialog()
    again.own_words.setChecked(True)
    assert ids(write(qtbot, again, tmp_path / "r.json")) == ids(data), "the key is kept"
    assert "mitochondrie verte" in (tmp_path / "r.json").read_text(encoding="utf-8")
    other = make_dialog()
    other._keys.button(1).setChecked(True)
    assert not set(ids(write(qtbot, other, tmp_path / "r.json"))) & set(ids(data))
    assert len(keyring["secrets"]) == 1


def test_without_a_keyring_the_key_is_shown_and_can_be_typed_again(make_dialog, keyring, tmp_path, qtbot):
    keyring["secrets"] = None
    dialog = make_dialog()
    dialog.write(tmp_path / "a.json")
    qtbot.waitUntil(lambda: any(line.isReadOnly() for line in dialog.findChildren(QLineEdit)))
    key = next(line.text() for line in dialog.findChildren(QLineEdit) if line.isReadOnly())
    again = make_dialog()
    again._keys.button(2).setChecked(True)
    again.key.setText("zz")
    again.write(tmp_path / "b.json")
    qtbot.waitUntil(lambda: "This is not a key" in again._fault.text())
    assert not (tmp_path / "b.json").exists()
    again.key.setText(f" {key} ")
    first = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert ids(write(qtbot, again, tmp_path / "b.json")) == ids(first)
