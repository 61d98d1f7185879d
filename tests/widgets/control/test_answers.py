"""The answers as they come: bars, words that the wall may show, and a key that is given in class."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.helpers.played import QUESTIONS, WORD_BARS, bar, play, question, step
from widgets.control.entries_model import EntriesModel


def words(model):
    return [model.entry(model.index(row)).key for row in range(model.rowCount())]


@pytest.fixture
def model(qapp):
    made = EntriesModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def test_words_keep_to_the_order_of_the_class_but_not_under_the_mouse(model):
    model.take([bar("a", 3), bar("b", 1)], frozenset(), 4, boxes=True)
    model.take([bar("b", 5), bar("a", 3)], frozenset(), 8, boxes=True)
    assert words(model) == ["b", "a"]
    model.set_still(True)
    model.take([bar("c", 9), bar("a", 6), bar("b", 5)], frozenset(), 20, boxes=True)
    assert words(model) == ["b", "a", "c"]
    model.set_still(False)
    model.take([bar("c", 9), bar("a", 6), bar("b", 5)], frozenset("a"), 20, boxes=True)
    assert words(model) == ["c", "a", "b"]
    assert model.index(1).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    model.take([], frozenset(), 0, boxes=False)
    assert words(model) == []


def test_a_choice_question_shows_bars_with_the_words_of_its_choices(page, desk):
    play(desk.bridge, "asking", 1)
    rows = page.answers.distribution.bars.rows
    assert [row.count for row in rows] == [3, 4, 15, 1]
    assert "Mitochondrion" in rows[2].label and rows[2].right == 1.0 and rows[2].index == 2


def test_parts_of_an_order_are_bars_with_their_words(page, desk):
    order = question(1, "ordering", "Order!", ["one", "two"], right=["c2", "c1"])
    snapshot = step("asking", 1, questions=[order, *QUESTIONS[1:]])
    snapshot["round"]["bars"] = [bar("c2", 5, 1.0), bar("c1", 4, 1.0), bar("all", 4, 1.0)]
    desk.bridge.take(**snapshot)
    labels = [row.label.strip("\u2068\u2069") for row in page.answers.distribution.bars.rows]
    assert labels == ["two", "one", "All in the right order"]


def test_a_word_is_shown_on_the_wall_and_hidden_again(page, desk, qtbot):
    play(desk.bridge, "locked", 4)
    entries = page.answers.distribution.entries
    assert not entries.show_button.isEnabled()
    entries.choose("water")
    entries.show_button.click()
    assert desk.bridge.done == [("show_words", {"round": "r4", "word": "water", "shown": True})]
    snapshot = step("locked", 4)
    snapshot["round"]["shown"] = ["water"]
    desk.bridge.take(**snapshot)
    assert entries.show_button.text() == "Hide from the wall"
    index = entries.model.index(entries.model.row_of("water"))
    entries.model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert desk.bridge.done[-1] == ("show_words", {"round": "r4", "word": "water", "shown": False})
    qtbot.keyClick(entries.list, Qt.Key.Key_Return)
    assert desk.bridge.done[-1][1]["shown"] is False


def test_while_students_answer_no_word_can_be_shown(page, desk, qtbot):
    play(desk.bridge, "asking", 4)
    entries = page.answers.distribution.entries
    entries.choose("water")
    assert not entries.show_button.isEnabled()
    qtbot.keyClick(entries.list, Qt.Key.Key_Return)
    entries.list.activated.emit(entries.list.currentIndex())
    assert desk.bridge.done == []
    assert entries.model.index(0).data(Qt.ItemDataRole.CheckStateRole) is None


def test_a_word_stays_chosen_while_others_arrive(page, desk):
    play(desk.bridge, "locked", 4)
    entries = page.answers.distribution.entries
    entries.choose("blood")
    snapshot = step("locked", 4)
    snapshot["round"]["bars"] = [bar("sugar", 40, 0.0, "sugar"), *WORD_BARS]
    desk.bridge.take(**snapshot)
    assert entries.list.currentIndex().row() == 4
    entries.show_button.click()
    assert desk.bridge.done[-1][1]["word"] == "blood"


def test_the_bars_are_put_on_the_wall_by_a_setting(page, desk, qtbot):
    play(desk.bridge, "asking", 1)
    assert not page.answers.distribution.live.isChecked()
    with qtbot.waitSignal(desk.settings_changed) as changed:
        page.answers.distribution.live.click()
    assert changed.args == ["live_bars"] and desk.settings.get("live_bars") is True


def made_up(kind, bars, right=(), **values):
    """A snapshot after a question without a key was asked."""
    own = question(1, kind, "", values.pop("choices", []), right=list(right), **values)
    snapshot = step("asking", 1, questions=[own, *QUESTIONS[1:]])
    snapshot["round"]["bars"] = bars
    return snapshot


def test_the_teacher_says_afterwards_which_choice_is_right_and_may_change_it(page, desk, said):
    bars = [bar("c1", 3), bar("c2", 9)]
    desk.bridge.take(**made_up("single", bars, choices=["", ""]))
    buttons = page.answers.distribution.right_buttons
    assert [made.accessibleName() for made in buttons] == ["A is right", "B is right"]
    buttons[1].click()
    assert desk.bridge.done[-1] == ("correct_key", {"question": "q1", "key": {"right": ["c2"]}})
    desk.bridge.take(**made_up("single", bars, ["c2"], choices=["", ""]))
    buttons = page.answers.distribution.right_buttons
    assert [made.isChecked() for made in buttons] == [False, True]
    buttons[0].click()
    assert desk.bridge.done[-1][1]["key"] == {"right": ["c1"]}
    buttons[1].click()
    assert desk.bridge.done[-1] == ("correct_key", {"question": "q1", "key": None})


def test_of_several_choices_each_may_be_right(page, desk):
    bars = [bar("c1", 3), bar("c2", 9)]
    desk.bridge.take(**made_up("multiple", bars, choices=["2", "3"]))
    desk.bridge.take(**made_up("multiple", bars, ["c1"], choices=["2", "3"]))
    page.answers.distribution.right_buttons[1].click()
    assert desk.bridge.done[-1][1]["key"] == {"right": ["c1", "c2"]}


@pytest.mark.parametrize(
    "kind, key",
    [("numeric", {"numbers": [{"value": "46"}]}), ("short_text", {"texts": [{"text": "46"}]})],
)
def test_a_number_or_word_of_a_student_becomes_the_key(page, desk, kind, key):
    desk.bridge.take(**made_up(kind, [bar("46", 9, None, "46"), bar("23", 4, None, "23")]))
    entries = page.answers.distribution.entries
    entries.choose("46")
    entries.right_button.click()
    assert desk.bridge.done[-1] == ("correct_key", {"question": "q1", "key": key})


def test_a_quiz_with_its_own_key_offers_none_in_class(page, desk):
    play(desk.bridge, "asking", 1)
    assert page.answers.distribution.right_buttons == []
    play(desk.bridge, "asking", 4)
    assert page.answers.distribution.entries.right_button.isHidden()


def test_before_an_answer_there_are_words_instead_of_nothing(page, desk):
    shown = page.answers.distribution._stack
    assert "counted here" in shown.currentWidget().text()
    snapshot = step("asking", 4)
    snapshot["round"]["bars"] = []
    desk.bridge.take(**snapshot)
    assert shown.currentWidget().text() == "Nobody has answered yet."
