"""The list of classes as Home shows it, and what is typed last before the page goes."""

import pytest
from PySide6.QtCore import Qt

from widgets.classes.class_list import ClassList
from widgets.classes.keeper import RosterKeeper


@pytest.fixture
def classes(desk, class_id, qtbot):
    made = ClassList(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_students_are_one_click_away(desk, classes, class_id, qtbot):
    assert classes.choose(class_id)
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        classes._students.click()
    assert wanted.args == ["classes", {"class_id": class_id}]


def test_a_name_that_is_taken_is_said_and_the_old_one_comes_back(desk, classes, told, qtbot):
    desk.library.add_class("3rd C")
    desk.classes_changed.emit()
    classes._list.item(1).setText("2nd b")
    assert told[-1][1] == "bad"
    assert [classes._list.item(n).text() for n in range(2)] == ["2nd B", "3rd C"]
    classes._name.setText("3rd c")
    qtbot.keyClick(classes._name, Qt.Key.Key_Return)
    assert len(told) == 2
    assert classes._name.text() == "3rd c"  # to be corrected


def test_the_chosen_class_stays_chosen(desk, classes, class_id, qtbot):
    classes.choose(class_id)
    desk.library.add_class("1st A")  # stands before it now
    with qtbot.assertNotEmitted(classes.chosen):
        desk.classes_changed.emit()
    assert classes.class_id == class_id


def test_what_was_typed_last_is_stored_though_the_page_is_gone(desk, make_page, class_id, roster, qtbot):
    page = make_page(class_id)
    page.view.table.choose("s2")
    page.view.form._lines["note"].setFocus()
    qtbot.keyClicks(page.view.form._lines["note"], "glasses")
    assert page.leave()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    qtbot.waitUntil(lambda: not RosterKeeper.of(desk).is_busy)
    assert roster()[1].note == "glasses"


def test_changes_are_carried_out_one_after_the_other(desk, make_page, class_id, roster, told, qtbot):
    keeper = make_page(class_id).keeper
    for _ in range(3):
        keeper.change(lambda students: students[1:])
    keeper.change(lambda students: (*students, students[0]))  # nobody may be there twice
    qtbot.waitUntil(lambda: not keeper.is_busy)
    assert [one.id for one in roster()] == ["s4"]
