"""Connecting a platform: each way of signing in, what goes wrong, and no password that stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit

from tests.helpers.controls import find_unnamed
from tests.helpers.fake_sync import WORD
from tests.widgets.sync.conftest import asked
from widgets.sync.connect_dialog import WAYS, ConnectDialog

ADDRESS = "https://moodle.example.org"


@pytest.fixture
def dialog(desk, qtbot):
    made = ConnectDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog, kind):
    dialog.choose(next(way for way in WAYS if way.kind == kind))
    return dialog.form


def test_by_password_which_leaves_the_window_with_it(desk, dialog, qtbot):
    form = choose(dialog, "moodle")
    form.address.setText(ADDRESS)
    form.user.setText("prof")
    assert not dialog.connect_button.isEnabled()
    form.password.setText("wrong")
    dialog.connect_button.click()
    qtbot.waitUntil(lambda: "did not accept this name" in dialog.strip.text)
    form.password.setText(WORD)
    with qtbot.waitSignal(dialog.connected):
        qtbot.keyClick(form.password, Qt.Key.Key_Return)
    assert asked(desk.sync, "connect_moodle")[-1] == [ADDRESS, "prof", WORD, ""]
    assert [line.text() for line in form.findChildren(QLineEdit) if line.text()] == [ADDRESS, "prof"]


def test_in_the_browser_with_a_pasted_link(desk, dialog, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    form = choose(dialog, "moodle")
    form.address.setText(ADDRESS)
    form.choose_way("browser")
    assert not form.link.isEnabled() and not form.user.isVisible()
    form.open_button.click()
    qtbot.waitUntil(form.link.isEnabled)
    assert opened == [f"{ADDRESS}/admin/tool/mobile/launch.php"]
    form.link.setText(f"preau://token={WORD}")
    with qtbot.waitSignal(dialog.connected):
        dialog.connect_button.click()
    assert asked(desk.sync, "finish_browser_sign_in") == [[ADDRESS, f"preau://token={WORD}", "passport"]]


def test_another_address_needs_another_page(dialog, qtbot, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: None)
    form = choose(dialog, "moodle")
    form.choose_way("browser")
    form.address.setText(ADDRESS)
    form.open_button.click()
    qtbot.waitUntil(form.link.isEnabled)
    form.address.setText(ADDRESS + "x")
    assert not form.link.isEnabled() and not form.is_ready


def test_with_a_key_and_to_a_record_store(desk, dialog, qtbot):
    form = choose(dialog, "moodle")
    form.choose_way("token")
    form.address.setText(ADDRESS)
    form.token.setText(WORD)
    with qtbot.waitSignal(dialog.connected):
        dialog.connect_button.click()
    form = choose(dialog, "xapi")
    for line, text in ((form.address, ADDRESS), (form.user, "key"), (form.password, WORD)):
        line.setText(text)
    with qtbot.waitSignal(dialog.connected):
        dialog.connect_now()
    assert asked(desk.sync, "connect_xapi") == [[ADDRESS, "key", WORD]]


def test_a_connection_is_made_anew_at_its_address(desk, qtbot):
    known = desk.sync.connect()
    made = ConnectDialog(desk, known)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    assert made.form.address.text() == known.address


def test_everything_has_a_name(dialog):
    assert find_unnamed(dialog) == []
    for way in WAYS:
        dialog.choose(way)
        assert find_unnamed(dialog) == []
