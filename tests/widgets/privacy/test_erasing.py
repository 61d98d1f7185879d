"""A student is erased from the window: looked through, confirmed twice, and gone from every file."""

import json

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from app.log import start_log
from app.storage.backup import restore_backup, write_backup
from app.storage.journal import Journal
from tests.helpers.classroom import Classroom
from tests.helpers.controls import find_cut, find_unnamed
from tests.helpers.questions import sample_question
from tests.storage.test_erasing import GONE, OTHERS, play, traces
from widgets.classes.page import ClassesPage
from widgets.privacy.erase_dialog import EraseDialog
from widgets.privacy.student_file import write_student_file
from widgets.sessions.page import SessionsPage


@pytest.fixture
def class_id(desk, monkeypatch):
    """A class with a session, a log, backups (one under a phrase), and files put aside by a restore."""
    monkeypatch.setattr("app.storage.sealing.COST", 10)
    start_log(desk.folder)
    made = desk.library.add_class("3A")
    desk.library.save_roster(made, [GONE, *OTHERS])
    room, journal = play(), Journal(desk.folder)
    journal.create_session(room.events[0], {}, 8080)
    journal.append("session", room.events[1:])
    journal.close()
    backup = desk.folder / "week.preau-backup"
    write_backup(desk.folder, backup)
    write_backup(desk.folder, desk.folder / "sealed.preau-backup", phrase="cheval orange pile")
    restore_backup(backup, desk.folder, library=desk.library)
    return made


@pytest.fixture
def page(desk, class_id, qtbot):
    page = ClassesPage(desk)
    qtbot.addWidget(page)
    page.resize(1160, 640)
    page.show()
    page.open(class_id=class_id, student="s1")
    qtbot.waitUntil(lambda: not page.keeper.is_busy)
    return page


def words(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def press(qtbot, dialog, text):
    def find():
        return [b for b in dialog.findChildren(QPushButton) if b.text() == text and b.isEnabled()]

    qtbot.waitUntil(lambda: bool(find()))
    find()[0].click()


def test_a_student_is_erased_everywhere_after_a_second_step(desk, page, qtbot):
    before = traces(desk.folder)
    assert {"library.db", "journal.db", "week.preau-backup"} <= set(before)
    dialog = page.view.erase("s1")
    qtbot.waitUntil(lambda: "This goes" in words(dialog))
    assert "amina zerktouni" in words(dialog), "what Yanis wrote is shown"
    assert find_unnamed(dialog) == []
    qtbot.waitUntil(lambda: find_cut(dialog) == [])
    press(qtbot, dialog, "Go on")
    erase = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Erase for good")
    assert not erase.isEnabled()
    assert traces(desk.folder) == before, "nothing is changed before the second step"
    dialog.findChildren(QCheckBox)[0].click()
    with qtbot.waitSignals([desk.classes_changed, desk.sessions_changed, dialog.erased]):
        press(qtbot, dialog, "Erase for good")
    qtbot.waitUntil(lambda: "sealed.preau-backup" in words(dialog))
    assert "erased for good" in words(dialog) and "2 backups" not in words(dialog)
    press(qtbot, dialog, "Delete these files")
    qtbot.waitUntil(lambda: "These files were deleted." in words(dialog))
    assert traces(desk.folder) == {} and not (desk.folder / "sealed.preau-backup").exists()
    qtbot.waitUntil(lambda: len(page.view.model.rows) == len(OTHERS))
    press(qtbot, dialog, "Close")


def test_what_somebody_else_is_meant_by_stays(desk, page, qtbot):
    dialog = page.view.erase("s1")
    qtbot.waitUntil(lambda: "This goes" in words(dialog))
    press(qtbot, dialog, "Tick none")
    press(qtbot, dialog, "Go on")
    dialog.findChildren(QCheckBox)[0].click()
    with qtbot.waitSignal(dialog.erased):
        press(qtbot, dialog, "Erase for good")
    state = desk.archive.load_state("session")
    assert state.rounds["r3"].answers["s2"].answer["text"] == "Comme l'a dit amina zerktouni"
    press(qtbot, dialog, "Close")


def test_while_a_class_runs_it_says_so_and_changes_nothing(desk, page, qtbot):
    journal = Journal(desk.folder)
    before = traces(desk.folder)
    dialog = page.view.erase("s1")
    qtbot.waitUntil(lambda: "A class is running" in words(dialog))
    assert [b.text() for b in dialog.findChildren(QPushButton)] == ["Close"]
    journal.close()
    assert traces(desk.folder) == before
    press(qtbot, dialog, "Close")


def test_everything_about_a_student_is_written_where_the_teacher_says(desk, page, class_id, tmp_path, qtbot):
    target = tmp_path / "amina.json"
    with qtbot.waitSignal(desk.told) as told:
        write_student_file(desk, class_id, GONE, target)
    data = json.loads(target.read_text(encoding="utf-8"))
    assert told.args[1] == "good" and data["student"]["number"] == "0012345"
    assert [answer["text"] for answer in data["sessions"][0]["answers"]][1:] == [
        "parapluie rose",
        "mitochondrie verte",
    ]
    assert data["sessions_that_cannot_be_read"] == data["sent_to_platforms"] == []
    assert "Yanis" not in target.read_text(encoding="utf-8")


def test_somebody_whom_only_one_session_knows_is_erased_from_it(desk, qtbot):
    room, journal = Classroom([sample_question("open_text")]), Journal(desk.folder)
    room.join("Zerktouni", "Yanis")
    room.ask()
    room.write("Yanis", "as zerktouni says")
    room.end()
    journal.create_session(room.events[0], {}, 8080)
    journal.append(room.state.id, room.events[1:])
    journal.close()
    write_backup(desk.folder, desk.folder / "week.preau-backup")
    page = SessionsPage(desk)
    qtbot.addWidget(page)
    page.resize(1160, 640)
    page.show()
    page.open(tab=1)
    qtbot.waitUntil(lambda: page.view.loaded is not None)
    tab = page.view.students
    assert not tab.erase_button.isEnabled()
    tab.table.choose(room.student("Zerktouni").id)
    tab.erase_button.click()
    [dialog] = page.view.window().findChildren(EraseDialog)
    qtbot.waitUntil(lambda: "This goes" in words(dialog))
    assert "in this session" in words(dialog) and "as zerktouni says" in words(dialog)
    assert "every past session" not in words(dialog), "no other one knows who that was"
    press(qtbot, dialog, "Go on")
    dialog.findChildren(QCheckBox)[0].click()
    with qtbot.waitSignal(dialog.erased):
        press(qtbot, dialog, "Erase for good")
    for file in desk.folder.rglob("*"):
        if file.is_file():
            assert b"erktouni" not in file.read_bytes(), file.name
    qtbot.waitUntil(lambda: [row.marks.nickname for row in tab.model.rows] != ["Yanis", "Zerktouni"])
    assert len(tab.model.rows) == 2 and desk.archive.load_state(room.state.id).students, "figures stay"
    press(qtbot, dialog, "Close")
