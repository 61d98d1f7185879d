"""Classes near by, chosen from the list or by an address typed by hand."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from tests.helpers.controls import find_unnamed
from widgets.nearby.dialog import NearbyDialog

FOUND = [
    {"title": "Cells", "code": "K7PM", "address": "http://192.168.1.30:8080", "here": False},
    {"title": "Mine", "code": "QQ22", "address": "http://192.168.1.20:8080", "here": True},
]


@pytest.fixture
def dialog(desk, qtbot):
    made = NearbyDialog(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_without_any_class_it_explains(dialog, qtbot):
    qtbot.waitUntil(lambda: "No class was found" in dialog._state.text())
    assert not dialog._screen.isEnabled() and find_unnamed(dialog) == []


def test_a_class_is_opened_as_second_screen(desk, dialog, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    desk.services.classes = FOUND
    qtbot.waitUntil(lambda: not dialog._looking)
    dialog.look()
    qtbot.waitUntil(lambda: dialog._list.count() == 2)
    assert "this laptop" in dialog._list.item(1).text()
    dialog._list.setCurrentRow(0)
    dialog._screen.click()
    dialog._host.click()
    assert opened == ["http://192.168.1.30:8080/screen", "http://192.168.1.30:8080/host"]


def test_the_chosen_class_stays_chosen(desk, dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog._looking)
    desk.services.classes = FOUND
    dialog.look()
    qtbot.waitUntil(lambda: dialog._list.count() == 2)
    dialog._list.setCurrentRow(1)
    dialog.look()
    qtbot.waitUntil(lambda: not dialog._looking)
    assert dialog._list.currentRow() == 1


TYPED = [
    ("192.168.1.9:8080", "http://192.168.1.9:8080"),
    ("http://salle.local/K7PM", "http://salle.local"),
    ("", ""),
]


@pytest.mark.parametrize("typed,origin", TYPED)
def test_an_address_typed_by_hand(dialog, qtbot, typed, origin):
    dialog._address.setText(typed)
    assert dialog.origin == origin and dialog._copy.isEnabled() == bool(origin)
    if origin:
        dialog._copy.click()
        assert QApplication.clipboard().text() == origin
