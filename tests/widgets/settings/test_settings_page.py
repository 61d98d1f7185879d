"""The settings page is the table of settings, and each change is kept at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox

from app.errors import Trouble
from app.settings import SETTINGS
from tests.helpers.controls import find_unnamed
from widgets.settings.page import SettingsPage
from widgets.settings.phrase_fields import AskPhrase


@pytest.fixture
def page(desk, qtbot):
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.show()
    made.open()
    return made


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_every_setting_of_a_group_is_shown(page):
    assert set(page.fields) == {setting.name for setting in SETTINGS if setting.group}
    assert find_unnamed(page) == []


def test_a_choice_is_kept_and_told(desk, page, qtbot):
    box = page.fields["theme"].findChild(QComboBox)
    with qtbot.waitSignal(desk.settings_changed) as changed:
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert changed.args == ["theme"] and desk.settings.get("theme") == "light"


def test_a_tick_and_the_way_back(desk, page, qtbot):
    box = page.fields["show_names"].findChild(QCheckBox)
    box.click()
    assert desk.settings.get("show_names") is False
    reset = page._resets["show_names"]
    assert reset.isVisibleTo(page)
    reset.click()
    assert desk.settings.get("show_names") is True and box.isChecked() and not reset.isVisibleTo(page)


def test_a_number_stays_in_its_bounds(desk, page, qtbot):
    box = page.fields["marks_scale"].findChild(QSpinBox)
    box.setValue(5_000)
    assert desk.settings.get("marks_scale") == 1_000


def test_a_text_is_kept_when_the_field_is_left(desk, page, qtbot):
    line = page.fields["wifi_name"].findChild(QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, "PREAU-5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.settings.get("wifi_name") == "PREAU-5"


def test_a_password_without_a_keyring_is_known_for_now_and_said(desk, page, qtbot, monkeypatch):
    def refuse(*_):
        raise Trouble("keyring_missing", reason="none")

    monkeypatch.setattr("app.settings.write_secret", refuse)
    monkeypatch.setattr("app.settings.read_secret", refuse)
    line = page.fields["wifi_password"].findChild(QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.setFocus()
    qtbot.keyClicks(line, "open sesame")
    with qtbot.waitSignal(desk.settings_changed):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.settings.get("wifi_password") == "open sesame"
    assert page._faults["wifi_password"].isVisibleTo(page)
    kept = b"".join(path.read_bytes() for path in desk.folder.iterdir() if path.is_file())
    assert b"open sesame" not in kept


def test_a_backup_is_written(desk, page, qtbot):
    with qtbot.waitSignal(desk.told) as told:
        page.backup.write(Path("all.preau-backup"))
    assert desk.services.backups == [Path("all.preau-backup")] and "all.preau-backup" in told.args[0]


def test_a_restore_asks_first_and_tells_everybody(desk, page, qtbot):
    page.backup.inspect(Path("all.preau-backup"))
    qtbot.waitUntil(lambda: any("1 quiz," in text for text in texts(page)))
    assert not desk.services.backups, "nothing is changed before the teacher agrees"
    yes = next(b for b in page.backup.findChildren(QPushButton) if b.text() == "Replace everything")
    with qtbot.waitSignals([desk.quizzes_changed, desk.sessions_changed, desk.classes_changed]):
        yes.click()
    assert desk.services.backups == [Path("all.preau-backup")]


def test_a_backup_is_locked_with_a_phrase_that_was_typed_twice(desk, page, qtbot):
    card = page.backup
    save = next(b for b in card.findChildren(QPushButton) if b.text().startswith("Save a backup"))
    card.new_phrase.wanted.click()
    assert not save.isEnabled()
    qtbot.keyClicks(card.new_phrase.first.line, "12345678")
    assert "too easy" in card.new_phrase.judgement.text()
    card.new_phrase.first.line.clear()
    for field, ready in ((card.new_phrase.first, False), (card.new_phrase.again, True)):
        qtbot.keyClicks(field.line, "horse orange pile shelf")
        assert save.isEnabled() is ready
    assert find_unnamed(card) == []
    with qtbot.waitSignal(desk.told):
        card.write(Path("all.preau-backup"))
    assert desk.services.phrase == "horse orange pile shelf" and card.new_phrase.phrase == ""


def test_a_locked_backup_asks_for_its_phrase_and_says_kindly_that_it_is_wrong(desk, page, qtbot):
    desk.services.phrase = "horse orange pile shelf"
    card = page.backup

    def answer(phrase):
        qtbot.waitUntil(lambda: len(card.findChildren(AskPhrase)) == 1)
        asked = card.findChildren(AskPhrase)[0]
        qtbot.keyClicks(asked.field.line, phrase)
        asked.open.click()

    card.inspect(Path("all.preau-backup"))
    answer("horse orange")
    qtbot.waitUntil(lambda: any("This is not the pass phrase" in text for text in texts(page)))
    answer("horse orange pile shelf")
    qtbot.waitUntil(lambda: any("1 quiz," in text for text in texts(page)))
    yes = next(b for b in card.findChildren(QPushButton) if b.text() == "Replace everything")
    with qtbot.waitSignal(card.restored):
        yes.click()
    assert desk.services.backups == [Path("all.preau-backup")]


def test_a_damaged_backup_changes_nothing(desk, page, qtbot):
    def refuse(source, phrase):
        raise Trouble("file_unreadable", file=str(source), reason="x")

    desk.services.read_backup = refuse
    with qtbot.waitSignal(desk.told) as told:
        page.backup.inspect(Path("broken"))
    assert told.args[1] == "bad" and not desk.services.backups


def test_a_file_for_asking_for_help(page, desk, qtbot, tmp_path):
    told = []
    desk.told.connect(lambda *words: told.append(words))
    page.write_diagnostics(tmp_path / "help.zip")
    assert not page.help_button.isEnabled()
    qtbot.waitUntil(page.help_button.isEnabled)
    assert (tmp_path / "help.zip").read_bytes() == b"diagnostics"
    assert "help.zip" in told[0][0]


def test_the_story_of_the_last_class_is_read_and_copied(page, desk, qtbot):
    old = "2026-11-21 09:00:00,000 INFO story.opened: An older class.\n"
    lines = (
        "2026-11-22 13:59:59,900 WARNING story.no_goodbye: The laptop was switched off.",
        "2026-11-22 14:00:00,000 INFO story.opened: Join at http://192.168.1.12:8080",
        "2026-11-22 14:00:01,000 ERROR app.lan.room: nothing for teachers",
        "2026-11-22 14:03:00,000 INFO story.joined: 28 have joined.",
    )
    (desk.folder / "preau.log.1").write_text(old, encoding="utf-8")
    (desk.folder / "preau.log").write_text("\n".join(lines), encoding="utf-8")
    (desk.folder / "window.log").write_text(
        "2026-11-22 14:02:00,000 INFO story.sent: 31 sent.\n", encoding="utf-8"
    )
    page.story_button.click()
    qtbot.waitUntil(lambda: page.story is not None)
    page.story.copy_button.click()
    copied = QGuiApplication.clipboard().text().translate({0x2068: None, 0x2069: None})
    assert copied.splitlines() == [
        "2026-11-22",
        "13:59:59   The laptop was switched off.",
        "14:00:00   Join at http://192.168.1.12:8080",
        "14:02:00   31 sent.",
        "14:03:00   28 have joined.",
    ]


def test_before_the_first_class_there_is_no_story(page, qtbot):
    page.story_button.click()
    qtbot.waitUntil(lambda: page.story is not None)
    assert page.story.text.toPlainText() == "Nothing was written down yet."
    assert not page.story.copy_button.isEnabled()
