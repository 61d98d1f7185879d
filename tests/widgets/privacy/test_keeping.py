"""Home says a week before which sessions go; the program deletes them at its start, and says that it did."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.live.keeping import DAY
from app.people.class_options import ClassOptions
from app.storage.backup import write_backup
from app.storage.journal import Journal
from tests.helpers.controls import find_unnamed
from tests.storage.test_retention import hold
from widgets.classes.options_form import OptionsForm
from widgets.classes.page import ClassesPage
from widgets.home.leaving_card import OPTIONS_TAB
from widgets.home.page import HomePage
from widgets.privacy.keeping import RetentionRunner


@pytest.fixture
def sessions(desk):
    """Seven sessions of a class that keeps them 30 days."""
    class_id = desk.library.add_class("3A")
    desk.library.save_class_options(class_id, ClassOptions(keep_days=30))
    at = desk.clock.now()
    return [hold(desk.folder, at + n, f"Cells {n}", class_id=class_id, class_name="3A") for n in range(1, 8)]


@pytest.fixture
def page(desk, sessions, qtbot):
    made = HomePage(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.leave()


def words(page):
    return [label.text() for label in page.leaving.findChildren(QLabel) if label.isVisibleTo(page)]


def test_home_announces_what_goes_and_the_teacher_keeps_it_longer(desk, page, qtbot):
    page.open()
    qtbot.waitUntil(lambda: not desk.worker.is_busy)
    assert not page.leaving.isVisibleTo(page)
    desk.clock.advance(24 * DAY)
    page.open()
    qtbot.waitUntil(lambda: "7 sessions are deleted for good soon" in words(page))
    assert "Cells 1" in words(page)[2] and "and 5 more" in words(page)
    assert find_unnamed(page.leaving) == []
    keep = next(b for b in page.leaving.findChildren(QPushButton) if b.text().startswith("Keep them 30"))
    with qtbot.waitSignal(desk.told):
        keep.click()
    qtbot.waitUntil(lambda: not page.leaving.isVisibleTo(page))


def test_the_way_to_the_days_of_a_class(desk, sessions, qtbot):
    page = ClassesPage(desk)
    qtbot.addWidget(page)
    form = page.findChildren(OptionsForm)[0]
    shown = page.tabs.widget(OPTIONS_TAB)
    assert form is shown or shown.isAncestorOf(form)


def test_the_program_deletes_what_was_announced_and_says_so(desk, sessions, qtbot, monkeypatch):
    monkeypatch.setattr("app.storage.sealing.COST", 10)
    sealed = desk.folder / "sealed.preau-backup"
    write_backup(desk.folder, sealed, phrase="cheval orange pile")
    desk.clock.advance(31 * DAY)
    runner = RetentionRunner(desk)
    desk.privacy.list_leaving()
    desk.clock.advance(8 * DAY)
    journal = Journal(desk.folder)
    told = []
    desk.told.connect(lambda *what: told.append(what))
    runner.look()
    qtbot.waitUntil(lambda: not desk.worker.is_busy)
    assert told == [] and len(desk.archive.list_sessions()) == 7, "put off in class, without a word"
    journal.close()
    with qtbot.waitSignals([desk.sessions_changed, desk.told]):
        runner.look()
    assert desk.archive.list_sessions() == []
    said, left = told
    assert "7 sessions" in said[0] and left[1:3] == ("warn", "Delete these files")
    with qtbot.waitSignal(desk.told):
        left[3]()
    assert not sealed.exists()
