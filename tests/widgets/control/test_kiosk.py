"""The teacher's laptop as a desk to sign in at: what students are told, and how a teacher leaves it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.controls import find_unnamed
from tests.helpers.sample_roll import SampleRoll
from tests.widgets.control.test_roll import NOW, let_see
from widgets.control.card_reader import read_typed
from widgets.control.kiosk import KioskWindow
from widgets.control.page import ControlPage
from widgets.language import apply_language


@pytest.fixture
def kiosk(desk, qtbot):
    room = SampleRoll("en", now=NOW)
    let_see(desk, room)
    made = KioskWindow(desk, hold=60)
    qtbot.addWidget(made, before_close_func=lambda window: window.leave())
    made.open_on(None)
    qtbot.waitUntil(lambda: bool(desk.bridge.done))  # what the conductor says when the class is opened
    desk.bridge.done.clear()
    return made


def type_number(qtbot, kiosk, text, key=Qt.Key.Key_Return):
    qtbot.keyClicks(kiosk.field, text)
    qtbot.keyClick(kiosk.field, key)


def test_a_number_signs_in_and_the_name_is_shown_for_a_moment(kiosk, desk, qtbot):
    type_number(qtbot, kiosk, "0101")
    assert desk.bridge.done == [("check_in", {"student": "0101", "who": "kiosk"})]
    assert kiosk.field.text() == "" and kiosk.text == "", "nothing is said before it is stored"
    desk.bridge.replied.emit("check_in", {"student": "l1", "name": "Amina EL FASSI"})
    assert "Amina EL FASSI" in kiosk.text and kiosk._forget.isActive()
    kiosk._forget.timeout.emit()
    assert kiosk.text == "", "no name stays for whoever comes next"
    type_number(qtbot, kiosk, "   ")
    assert len(desk.bridge.done) == 1


def test_a_wrong_number_is_said_kindly_and_what_concerns_others_is_not_said(kiosk, desk, qtbot):
    desk.bridge.refused.emit("not_listed", "of another command")
    assert kiosk.text == ""
    type_number(qtbot, kiosk, "99", Qt.Key.Key_Tab)  # as some readers end a number
    desk.bridge.refused.emit("not_listed", "Nobody on the list has this number.")
    assert kiosk.text == "Nobody on the list has this number." and kiosk.field.hasFocus()
    type_number(qtbot, kiosk, "0101")
    assert kiosk.text == ""


def test_while_the_class_is_lost_nothing_is_taken(kiosk, desk):
    desk.bridge.lost.emit()
    assert not kiosk.field.isEnabled() and "moment" in kiosk.text
    desk.bridge.found_again.emit()
    assert kiosk.field.isEnabled() and kiosk.text == ""


def test_only_a_deliberate_act_leads_out(kiosk, desk, qtbot):
    QTest.keyClick(kiosk.field, Qt.Key.Key_Escape)
    kiosk.close()  # as Alt+F4
    assert kiosk.isVisible() and kiosk.really_button.isVisible()
    kiosk.stay_button.click()
    assert kiosk.leave_button.isVisible()
    with qtbot.waitSignal(kiosk.closed):
        QTest.keyPress(kiosk.field, Qt.Key.Key_Escape)
    assert not kiosk.isVisible()


def test_the_control_room_opens_it_keeps_it_and_says_nothing_of_wrong_numbers(desk, qtbot):
    said = []
    desk.told.connect(lambda *args: said.append(args))
    room = SampleRoll("en", now=NOW)
    page = ControlPage(desk)
    qtbot.addWidget(page)
    let_see(desk, room)
    page.show()
    page.open()
    page.answers.roll.kiosk.click()
    assert page.kiosk is not None
    qtbot.waitUntil(page.kiosk.isFullScreen)
    desk.bridge.refused.emit("not_listed", "")
    assert said == []
    assert page.state()["kiosk"], "another theme builds the page anew: the kiosk comes back"
    page.leave()
    assert page.kiosk is None and not page.state()["kiosk"]
    page.open(kiosk=True)
    desk.bridge.ended.emit()
    assert page.kiosk is None, "the end of the class is the end of it"


def test_names_are_never_listed_and_controls_are_named_in_arabic(desk, qtbot):
    apply_language(QApplication.instance(), "ar")
    let_see(desk, SampleRoll("ar", now=NOW))
    kiosk = KioskWindow(desk)
    qtbot.addWidget(kiosk, before_close_func=lambda window: window.leave())
    assert find_unnamed(kiosk) == []
    assert not kiosk.field.completer()
    assert not any("a" <= char <= "z" for char in kiosk.leave_button.text() + kiosk.field.accessibleName())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0012", "0012"),
        (" J130045678 ", "J130045678"),
        ("àà&é", "0012"),  # a reader's 0012 on a French keyboard
        ("J&éàà", "J1200"),
        ("Étienne Zoé", "Étienne Zoé"),
        ("D'Été-Noël", "D'Été-Noël"),
    ],
)
def test_what_a_reader_types_is_understood_on_a_french_keyboard(typed, meant):
    assert read_typed(typed) == meant
