"""The main window: places, keys, the strip, closing, and building everything anew."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from app.errors import Trouble
from widgets.language import apply_language, tell_error, translate
from widgets.page import Page
from widgets.shell.closing import ClosingDialog, carry_out
from widgets.shell.rebuilding import AGAIN, Rebuilder
from widgets.shell.window import MainWindow


class Plain(Page):
    def __init__(self, desk):
        super().__init__(desk)
        self.opened = []
        self.may_leave = True
        QLabel(translate("Settings"), self)

    def open(self, **arguments):
        self.opened.append(arguments)

    def leave(self):
        return self.may_leave

    def state(self):
        return self.opened[-1]


@pytest.fixture
def window(desk, qtbot):
    made = MainWindow(desk, lambda name: Plain)
    qtbot.addWidget(made)
    made.show_page("home")
    made.show()
    return made


def place(window, name):
    return window._places[name]


def test_a_page_is_shown_with_its_arguments(desk, window):
    desk.go("sessions", session="s1")
    assert window.page_name == "sessions" and window.page("sessions").opened == [{"session": "s1"}]
    assert place(window, "sessions").isChecked()


def test_keys_lead_to_the_places(desk, window, qtbot):
    window.activateWindow()
    qtbot.waitActive(window)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page_name == "library"


def test_the_editor_belongs_to_the_quizzes(desk, window):
    desk.go("editor", quiz="q")
    assert place(window, "library").isChecked()


def test_a_page_that_is_not_ready_stays(desk, window):
    window.page("home").may_leave = False
    desk.go("settings")
    assert window.page_name == "home" and place(window, "home").isChecked()


def test_the_class_has_a_place_while_there_is_one(desk, window):
    assert not place(window, "control").isVisibleTo(window)
    desk.bridge.open({"id": "s"}, [])
    assert place(window, "control").isVisibleTo(window)
    desk.conductor.leave()
    assert not place(window, "control").isVisibleTo(window)


def test_nothing_is_built_anew_over_what_cannot_be_stored(desk, window):
    page = window.page("home")
    page.may_leave = False
    window.rebuild()
    assert window.page("home") is page and window.page_name == "home"


def test_screens_are_built_anew_once_and_never_under_a_dialog(window, qtbot):
    rebuilder = Rebuilder()
    dialog = QDialog(window)
    dialog.open()
    told = []
    rebuilder.due.connect(lambda: told.append(dialog.isVisible()))
    for _ in range(3):
        rebuilder.ask()
    qtbot.waitUntil(lambda: rebuilder._soon.interval() == AGAIN)
    dialog.reject()
    with qtbot.waitSignal(rebuilder.due):
        pass
    assert told == [False]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda bridge: bridge.replied.emit("end", {}), ""),
        (lambda bridge: bridge.ended.emit(), ""),
        (lambda bridge: bridge.refused.emit("not_stored", "The disk is full."), "The disk is full."),
        (lambda bridge: bridge.lost.emit(), tell_error(Trouble("host_lost"))),
    ],
)
def test_the_last_command_is_carried_out_or_it_is_said_why_not(desk, answer, why):
    """What answers another command ends nothing."""
    QTimer.singleShot(0, lambda: desk.bridge.replied.emit("set_wall", {}))
    QTimer.singleShot(50, lambda: answer(desk.bridge))
    assert carry_out(desk.bridge, "end") == why
    assert desk.bridge.done == [("end", {})]


def test_the_strip_speaks_and_undoes(desk, window):
    done = []
    desk.tell("Removed.", "", "Undo", lambda: done.append(True))
    assert window._strip.text == "Removed."
    next(b for b in window._strip.findChildren(QPushButton) if b.text() == "Undo").click()
    assert done == [True] and window._strip.text == ""


def test_another_language_shows_the_same_place(desk, window, qapp):
    desk.go("sessions", session="s1")
    apply_language(qapp, "ar")
    window.rebuild()
    assert window.page_name == "sessions" and window.page("sessions").opened == [{"session": "s1"}]
    assert place(window, "settings").accessibleName() == translate("Settings") != "Settings"
    assert window.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_closing_asks_and_may_be_refused(desk, window, qtbot):
    window.set_close_question(lambda: False)
    assert not window.close() and window.isVisible()
    window.set_close_question(lambda: True)
    with qtbot.waitSignal(window.closing):
        assert window.close()


@pytest.mark.parametrize("number,choice", [(0, "leave"), (1, "stop"), (2, "end")])
def test_what_becomes_of_the_class(qtbot, number, choice):
    dialog = ClosingDialog()
    qtbot.addWidget(dialog)
    assert dialog.choice == "stay"
    options = [b for b in dialog.findChildren(QPushButton) if b.text() != "Stay here"]
    options[number].click()
    assert dialog.choice == choice


def test_a_narrow_window_gives_the_width_to_the_page(window, qtbot):
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.page("home").width() > 1000)
    wide = window.page("home").width()
    assert place(window, "sessions").text().strip() == "Sessions"
    window.resize(window.minimumSize())
    qtbot.waitUntil(lambda: window.page("home").width() > wide - (1366 - 960))  # the side has given some
    assert place(window, "sessions").text() == "" and "Sessions" in place(window, "sessions").toolTip()
    assert place(window, "sessions").accessibleName() == "Sessions"
    window.rebuild()
    assert place(window, "sessions").text() == "", "also after another language"
