"""Starting a class: for whom, what that means, what is otherwise this once, one that is still open."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.live.session import open_session
from app.live.settings import SessionSettings
from app.people.class_options import FOR_EVERYBODY, ClassOptions
from app.quiz.model import Quiz
from app.storage.journal import Journal
from tests.helpers.people import CLASS
from tests.helpers.questions import sample_question
from widgets.starting.attendance_dialog import AttendanceDialog
from widgets.starting.dialog import StartDialog

QUIZ = Quiz("q", "Cells", (sample_question("single"),))


@pytest.fixture
def class_id(desk):
    made = desk.library.add_class("2nd B")
    desk.library.save_roster(made, CLASS)
    desk.library.add_class("Evening course")
    return made


@pytest.fixture
def dialog(desk, class_id, qtbot):
    desk.library.add_quiz(QUIZ)
    made = StartDialog(desk, desk.library.list_quizzes()[0])
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog, name):
    dialog.choice.box.setCurrentText(name)


def test_it_says_what_the_class_means(dialog, class_id):
    choose(dialog, "2nd B")
    text = dialog.choice.meaning.text()
    assert "4 students sign in with number or name and a PIN." in text and "late after 10 min" in text
    wishes = dialog.wishes
    assert (wishes.class_id, wishes.class_name, wishes.options) == (class_id, "2nd B", ClassOptions())
    choose(dialog, "Evening course")
    assert "Everybody comes in with a nickname." in dialog.choice.meaning.text()
    assert not dialog.choice.number.isVisible(), "nobody is on its roster"
    assert dialog.wishes.options.identity == "nickname" and not dialog.wishes.options.attendance


def test_this_once_it_may_be_otherwise_and_the_class_stays_as_it_is(desk, dialog, class_id):
    choose(dialog, "2nd B")
    for tick in (dialog.choice.guests, dialog.choice.attendance):
        tick.click()
    assert dialog.wishes.options == ClassOptions(guests=True, attendance=False)
    assert "Attendance" not in dialog.choice.meaning.text()
    dialog.choice.number.click()
    assert dialog.wishes.options.identity == "nickname"
    assert desk.library.load_class_options(class_id) == ClassOptions()


def test_a_rehearsal_asks_nobody_to_sign_in(dialog):
    choose(dialog, "2nd B")
    dialog._rehearsal.setChecked(True)
    assert dialog.wishes.options == FOR_EVERYBODY and not dialog.choice.number.isVisible()
    dialog._rehearsal.setChecked(False)
    assert dialog.wishes.options == ClassOptions()


def test_a_new_name_becomes_a_class_of_the_library(desk, dialog):
    choose(dialog, "Ghost club")
    dialog.accept()
    added = next(row for row in desk.library.list_classes() if row.name == "Ghost club")
    assert dialog.wishes.class_id == added.id


def test_a_name_that_cannot_be_taken_is_said_in_the_dialog(dialog):
    choose(dialog, "2ND b")
    dialog.accept()
    assert dialog.isVisible() and "2ND b" in dialog._fault.text()


def test_the_class_of_last_time_is_chosen(desk, class_id, qtbot):
    desk.set_setting("last_class", class_id)
    made = StartDialog(desk, None)
    qtbot.addWidget(made)
    assert made.choice.name == "2nd B" and made.wishes.class_id == class_id
    desk.library.rename_class(class_id, "2nd C")
    again = StartDialog(desk, None)
    qtbot.addWidget(again)
    assert again.choice.name == "2nd C"


def test_attendance_needs_a_class_with_students(desk, qtbot):
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        made = AttendanceDialog(desk)
        qtbot.addWidget(made)
        made.findChild(QAbstractButton).click()
    assert wanted.args[0] == "classes"


def test_attendance_of_the_class_that_was_asked_for(desk, class_id, qtbot):
    desk.library.save_class_options(class_id, ClassOptions(attendance=False))
    opened = open_session(QUIZ, SessionSettings(), 1_760_000_000.0)
    journal = Journal(desk.folder)
    journal.create_session(opened, {}, 8080)
    journal.close()
    made = AttendanceDialog(desk, class_id)
    qtbot.addWidget(made)
    made.show()
    names = [made.choice.box.itemText(place) for place in range(made.choice.box.count())]
    assert names == ["2nd B"], "no class without students"
    assert made.wishes.options.attendance and made.wishes.end_open
    made.accept()
    assert made.goes_on, "the class that is still open is not ended unless that is chosen"
    buttons = made.findChildren(QAbstractButton)
    assert made.choice.box.accessibleName() and all(made.text() for made in buttons)
