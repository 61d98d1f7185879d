"""Home in its states: the first start, a day with sessions, a class left open, a class that runs."""

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.host.running import Running
from app.host.starting import Started
from app.live.commands import End
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.quiz.model import Quiz
from app.storage.journal import Journal
from tests.helpers.controls import find_unnamed
from tests.helpers.questions import sample_question
from widgets.home.page import HomePage
from widgets.parts.two_lines import TwoLineButton

AT = 1_760_000_000.0


def add_session(folder, title, *, ended, rehearsal=False):
    opened = open_session(
        Quiz("q", title, (sample_question("single"),)), SessionSettings(rehearsal=rehearsal), AT
    )
    journal = Journal(folder)
    journal.create_session(opened, {}, 8080)
    if ended:
        journal.append(opened.session, Session([opened]).handle(End(), AT + 60))
    journal.close()
    return opened.session


@pytest.fixture
def page(desk, qtbot):
    made = HomePage(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def words(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def says(qtbot, page, text):
    """Wait until some label says this: Qt shows what is new when its loop turns."""
    qtbot.waitUntil(lambda: any(text in words_ for words_ in words(page)))


def press(qtbot, page, text):
    def find():
        buttons = page.findChildren(QPushButton)
        return [b for b in buttons if b.text().strip() == text and b.isVisibleTo(page)]

    qtbot.waitUntil(lambda: bool(find()))
    find()[0].click()


def test_a_first_start_says_what_to_do(page, qtbot):
    page.open()
    says(qtbot, page, "There is no quiz yet")
    assert not page._start.isEnabled() and not page._practise.isEnabled()
    says(qtbot, page, "Past sessions appear here")


def test_the_last_used_quiz_is_ready_to_be_started(desk, page, qtbot):
    old = desk.library.add_quiz(Quiz("", "Old", (sample_question("single"),)))
    desk.library.add_quiz(Quiz("", "New", (sample_question("single"),)))
    desk.clock.advance(10)
    desk.library.note_used(old, desk.clock.now())
    page.open()
    with qtbot.waitSignal(desk.conductor.start_asked) as asked:
        press(qtbot, page, "Start a class")
    assert asked.args == [old]


def test_what_changes_is_looked_at_only_while_it_is_seen(desk, page, qtbot):
    """The editor saves each second while people type."""
    page.hide()
    desk.library.add_quiz(Quiz("", "New", (sample_question("single"),)))
    desk.quizzes_changed.emit()
    assert page._quizzes._cards == []
    page.show()
    desk.quizzes_changed.emit()
    assert len(page._quizzes._cards) == 1


def test_another_quiz_is_chosen_by_keyboard(desk, page, qtbot):
    ids = {desk.library.add_quiz(Quiz("", title, (sample_question("single"),))) for title in "AB"}
    page.open()
    first = page._quizzes.quiz_id
    other = next(card for card in page._quizzes._cards if card.quiz_id != first)
    qtbot.keyClick(other, Qt.Key.Key_Space)
    assert page._quizzes.quiz_id == (ids - {first}).pop()


def test_a_class_left_open_is_continued_or_ended(desk, page, qtbot):
    add_session(desk.folder, "Cells", ended=False)
    page.open()
    says(qtbot, page, "A class is still open")
    says(qtbot, page, "Cells")
    running = Running(1, 1, "C", "s", "http://x", "ws://127.0.0.1:1/host/ws")
    desk.supervisor.answer = Started(running, "x", resumed=True)
    with qtbot.waitSignal(desk.bridge.attached):
        press(qtbot, page, "Continue")
    desk.bridge.detach()
    page.refresh()
    press(qtbot, page, "End it")
    qtbot.waitUntil(lambda: "A class is still open" not in words(page))
    assert [row.ended_at is not None for row in desk.archive.list_sessions()] == [True]


def test_a_class_that_runs_is_one_click_away(desk, page, qtbot):
    add_session(desk.folder, "Cells", ended=False)
    desk.bridge.open({"id": "s"}, [])
    page.open()
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        press(qtbot, page, "Back to the class")
    assert wanted.args[0] == "control"


def test_past_sessions_and_rehearsals_are_told_apart(desk, page, qtbot):
    add_session(desk.folder, "Real", ended=True)
    add_session(desk.folder, "Played", ended=True, rehearsal=True)
    page.open()
    lines = [button.accessibleName() for button in page.findChildren(TwoLineButton)]
    assert len(lines) == 2
    assert "rehearsal" in next(line for line in lines if line.startswith("Played"))
    assert "kept on this laptop" in next(line for line in lines if line.startswith("Real"))


def test_a_class_is_added_renamed_and_removed_with_a_way_back(desk, page, qtbot):
    page.open()
    line = page._classes.findChild(QLineEdit)
    qtbot.keyClicks(line, "2nd B")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [one.name for one in desk.library.list_classes()] == ["2nd B"]
    page._classes._list.item(0).setText("2nd C")
    assert [one.name for one in desk.library.list_classes()] == ["2nd C"]
    page._classes._list.setCurrentRow(0)
    with qtbot.waitSignal(desk.told) as told:
        page._classes._remove.click()
    assert not desk.library.list_classes()
    told.args[3]()
    assert [one.name for one in desk.library.list_classes()] == ["2nd C"]


def test_the_network_is_told_and_looked_into(desk, page, qtbot):
    page.open()
    qtbot.waitUntil(lambda: any("192.168.1.20:8080" in text for text in words(page)))
    desk.services.addresses = []
    page._network.look()
    qtbot.waitUntil(lambda: "No network yet" in words(page))
    desk.services.findings = [("bad", "A firewall blocks the port."), ("good", "There is an address.")]
    press(qtbot, page, "Can phones reach me?")
    qtbot.waitUntil(lambda: "A firewall blocks the port." in words(page))
    page.leave()


def test_everything_has_a_name(desk, page):
    desk.library.add_quiz(Quiz("", "A", (sample_question("single"),)))
    desk.library.add_class("2nd B")
    page.open()
    assert find_unnamed(page) == []
    page.leave()


def test_a_page_that_was_put_away_hears_nothing_of_classes(desk, qtbot):
    """As after another language was chosen."""
    old = HomePage(desk)
    shiboken6.delete(old)
    desk.conductor.starting.emit("Cells")
    desk.conductor.started.emit()
    desk.conductor.failed.emit("")


def test_without_quizzes_the_large_button_leads_to_a_first_one(desk, page, qtbot):
    page.open()
    assert page._first.isVisible() and not page._start.isVisible()
    page.resize(760, 600)  # no hole is left where practising alone is not offered
    asked, attended = page._made_up.geometry(), page._attendance.geometry()
    assert asked.top() == attended.top() or asked.left() == attended.left()
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        page._first.click()
    assert wanted.args[0] == "library"
    desk.library.add_quiz(Quiz("", "", (sample_question("single"),)))
    page.refresh()
    assert page._start.isVisible() and not page._first.isVisible()
    assert any(label.text() == "Quiz without a title" for label in page.findChildren(QLabel))


def test_a_file_dropped_on_home_is_imported_in_the_library(desk, page, qtbot, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "cells.gift"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    assert wanted.args == ["library", {"files": [tmp_path / "cells.gift"]}]
