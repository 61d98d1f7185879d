"""The list of students: its order, what changes in it, and what can be done with a name."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.helpers.desk import make_desk
from widgets.control.students_model import ANSWER, NICKNAME, StudentsModel
from widgets.control.students_panel import StudentsPanel


def student(number, nickname="", **values):
    return {
        "id": f"s{number}",
        "nickname": nickname or f"Student {number:04}",
        "connected": True,
        "answered": False,
        "removed": False,
        "points": None,
    } | values


@pytest.fixture
def model(qapp):
    made = StudentsModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def by_id(students):
    return {one["id"]: one for one in students}


def names(model):
    texts = [model.index(row, NICKNAME).data() for row in range(model.rowCount())]
    return [text.strip("\u2068\u2069") for text in texts]


def test_those_who_have_not_answered_come_first_and_removed_ones_last(model):
    model.take(
        by_id(
            [
                student(1, "Zoé"),
                student(2, "Amina", answered=True),
                student(3, "élodie"),
                student(4, "Bad", removed=True),
            ]
        ),
        True,
    )
    assert names(model) == ["élodie", "Zoé", "Amina", "Bad"]
    model.set_waiting_first(False)
    assert names(model) == ["Amina", "élodie", "Zoé", "Bad"]


def test_without_a_question_nobody_is_waited_for(model):
    model.take(by_id([student(1, "Zoé"), student(2, "Amina", answered=True)]), False)
    assert names(model) == ["Amina", "Zoé"]
    assert model.index(0, ANSWER).data() == "–"


def test_of_a_thousand_students_only_the_five_who_answered_move(model):
    crowd = {f"s{n}": student(n) for n in range(1000)}
    model.take(crowd, True)
    moved, drawn, other = [], [], []
    model.rowsMoved.connect(lambda *args: moved.append(args))
    model.dataChanged.connect(lambda first, last: drawn.append((first.row(), last.row())))
    for signal in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
        signal.connect(lambda *args: other.append(args))
    for number in (3, 200, 500, 700, 999):
        crowd[f"s{number}"] = student(number, answered=True)
    model.take(crowd, True)
    assert len(moved) == 5 and not other
    assert drawn == [(row, row) for row, _ in drawn] and len(drawn) == 5
    assert names(model)[-5:] == [f"Student {n:04}" for n in (3, 200, 500, 700, 999)]
    drawn.clear()
    model.take(crowd, True)
    assert not drawn, "a snapshot without changes draws nothing"


def test_a_snapshot_with_a_thousand_students_and_five_changes_costs_a_few_milliseconds(qtbot):
    panel_model = StudentsModel()
    crowd = {f"s{n}": student(n) for n in range(1000)}
    panel_model.take(crowd, True)
    took = []
    for turn in range(10):
        for number in range(5):
            crowd[f"s{turn * 90 + number}"] = student(turn * 90 + number, answered=True)
        started = time.process_time()
        panel_model.take(crowd, True)
        took.append(time.process_time() - started)
    assert min(took) < 0.01, took


def test_a_new_round_and_those_who_come_late_find_their_places(model):
    model.take(by_id([student(n, answered=True) for n in range(100)]), True)
    model.take(by_id([student(n) for n in range(100)]), True)
    assert names(model) == [f"Student {n:04}" for n in range(100)]
    model.take(by_id([student(n) for n in range(101)]), True)
    assert names(model)[-1] == "Student 0100"
    model.take(by_id([student(n) for n in range(200)]), True)
    assert model.rowCount() == 200
    model.take(by_id([student(1)]), True)
    assert names(model) == ["Student 0001"]


def test_a_search_ignores_case_and_accents_and_follows_a_change_of_name(model):
    model.take(by_id([student(1, "Élodie"), student(2, "Yanis"), student(3, "Zoé")]), False)
    model.set_search("elo")
    assert names(model) == ["Élodie"]
    model.take(by_id([student(1, "Someone"), student(2, "Yanis"), student(3, "Eloïse")]), False)
    assert names(model) == ["Eloïse"]
    model.set_search("")
    assert len(names(model)) == 3


def test_rows_stay_where_they_are_under_the_mouse(model):
    people = [student(n) for n in range(4)]
    model.take(by_id(people), True)
    model.set_still(True)
    people[0] = student(0, answered=True)
    model.take(by_id([*people, student(9, "Aaron")]), True)
    assert names(model) == ["Student 0000", "Student 0001", "Student 0002", "Student 0003", "Aaron"]
    assert model.index(0, ANSWER).data() == "answered"
    model.set_still(False)
    assert names(model) == ["Aaron", "Student 0001", "Student 0002", "Student 0003", "Student 0000"]


@pytest.fixture
def panel(qtbot, tmp_path):
    made = StudentsPanel(make_desk(tmp_path))
    qtbot.addWidget(made)
    made.take({f"s{n}": student(n) for n in range(5)}, True)
    made.show()
    return made


def sent(panel):
    return panel._desk.bridge.done


def test_the_chosen_student_stays_chosen_when_rows_move(panel):
    panel.choose("s1")
    panel.take({f"s{n}": student(n, answered=n == 1) for n in range(5)}, True)
    assert panel.table.currentIndex().row() == 4
    assert panel.chosen.id == "s1" and panel.chosen.answered
    panel.search.setText("0001")
    panel.search.setText("")
    assert panel.chosen.id == "s1"


def test_an_offensive_nickname_is_replaced_by_keyboard(panel, qtbot):
    panel.choose("s2")
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    panel.start_rename()
    qtbot.keyClicks(panel._name, "Amina")
    qtbot.keyClick(panel._name, Qt.Key.Key_Return)
    assert sent(panel) == [("rename", {"student": "s2", "nickname": "Amina"})]


def test_a_name_that_stays_sends_nothing(panel, qtbot):
    panel.choose("s2")
    panel.start_rename()
    qtbot.keyClick(panel._name, Qt.Key.Key_Return)
    assert sent(panel) == []


def test_who_was_sent_out_can_be_let_back_in(panel, qtbot):
    said = []
    panel._desk.told.connect(lambda *args: said.append(args))
    assert not panel.remove_button.isEnabled()
    panel.choose("s3")
    panel.remove_button.click()
    assert sent(panel) == [("remove", {"student": "s3"})]
    text, _level, action, undo = said[0]
    assert "Student 0003" in text and action == "Let back in"
    undo()
    assert sent(panel)[-1] == ("readmit", {"student": "s3"})
    panel.take({f"s{n}": student(n, removed=n == 3) for n in range(5)}, True)
    assert panel.readmit_button.isEnabled() and not panel.remove_button.isEnabled()
    assert [action.text() for action in panel.make_menu().actions()] == ["Rename", "Let back in"]


def test_the_list_is_still_only_while_the_mouse_is_over_it(panel):
    QApplication.sendEvent(panel.table.viewport(), QEvent(QEvent.Type.Enter))
    panel.take({f"s{n}": student(n, answered=n == 0) for n in range(5)}, True)
    assert names(panel.model)[0] == "Student 0000"
    QApplication.sendEvent(panel.table.viewport(), QEvent(QEvent.Type.Leave))
    assert names(panel.model)[0] == "Student 0001"
