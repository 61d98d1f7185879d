"""Each kind's own form: what people do in it and what becomes of the question."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.quiz.kinds import find_kind
from app.quiz.model import Choice, Folding, Question, Quiz, RichText
from tests.helpers.questions import sample_question
from widgets.language import apply_language


@pytest.fixture
def form_of(open_page):
    """The page with one sample question."""

    def form_of(kind, **changes):
        question = sample_question(kind, **changes)
        return open_page(Quiz(f"quiz-{kind}", "One", (question,)))

    return form_of


def fill(field, words):
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, words)


def test_the_right_choice_is_ticked(form_of):
    page = form_of("single", choices=(Choice("a", RichText("x"), 1.0), Choice("b", RichText("y"))))
    page.body.form.form.rows.rows[1]._tick.click()
    assert [choice.weight for choice in page.draft.question.choices] == [0.0, 1.0]
    assert not page.body.form.form.rows.rows[0]._tick.isChecked()


def test_the_buttons_of_the_format_act_on_the_field_that_is_left(form_of, qtbot):
    """A row that goes, in which people typed before, takes nothing with it."""
    page = form_of("single")
    form = page.body.form
    page.activateWindow()
    rows = form.form.rows.rows
    last = rows[-1]
    last.field.box.setFocus()
    rows[0]._remove.click()
    qtbot.waitUntil(lambda: not isValid(last))
    page.body.form.format._on_clicked("bold")
    assert form.form.rows.rows[0].field.text.source.count("**") == 2


def test_shares_are_shown_where_the_weights_need_them(form_of):
    page = form_of("single")
    form = page.body.form.form
    assert form.by_share.isChecked() and form.rows.rows[2].share.value() == -50.0
    form.rows.rows[2].share.setValue(25)
    assert page.draft.question.choices[2].weight == 0.25
    form.by_share.click()
    assert [choice.weight for choice in page.draft.question.choices] == [0.0, 1.0, 0.0]


def test_true_and_false_are_shown_as_students_read_them_and_are_not_written(form_of, qapp, qtbot):
    apply_language(qapp, "fr")
    words = ("TRUE", "FALSE")
    page = form_of("true_false", choices=tuple(Choice(word, RichText(word)) for word in words))
    rows = page.body.form.form.rows.rows
    assert [row.field.box.toPlainText() for row in rows] == ["Vrai", "Faux"]
    qtbot.keyClicks(rows[0].field.box, "x")
    rows[0]._tick.click()
    choices = page.draft.question.choices
    assert [(one.text.source, one.weight) for one in choices] == [("TRUE", 1.0), ("FALSE", 0.0)]


def test_ticks_of_multiple_weigh_all_choices(form_of):
    page = form_of("multiple")
    page.body.form.form.rows.rows[0]._tick.click()
    weights = [round(choice.weight, 2) for choice in page.draft.question.choices]
    assert weights == [-0.33, 1.0, -0.33, -0.33]


def test_return_goes_on_and_adds_a_choice_behind_the_last(form_of):
    page = form_of("poll")
    rows = page.body.form.form.rows.rows
    page.activateWindow()
    rows[-1].field.box.setFocus()
    QTest.keyClick(rows[-1].field.box, Qt.Key.Key_Return)
    assert len(page.draft.question.choices) == 3 and len(rows) == 3
    QTest.keyClicks(rows[2].field.box, "Maybe")
    assert page.draft.question.choices[2].text == RichText("Maybe", "markdown")


def test_choices_move_and_go(form_of):
    page = form_of("ordering")
    rows = page.body.form.form.rows.rows
    QTest.keyClick(rows[0].field.box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [choice.id for choice in page.draft.question.choices] == ["o1", "o3", "o4", "o2"]
    rows[3]._remove.click()
    assert [choice.id for choice in page.draft.question.choices] == ["o1", "o3", "o4"]
    page.undo()
    page.undo()
    assert page.draft.question == sample_question("ordering")


def test_numbers_are_read_as_people_write_them(form_of):
    page = form_of("numeric")
    row = page.body.form.form.rows.rows[0]
    fill(row.first, "2,5")
    fill(row.second, "0.1")
    accepted = page.draft.question.numbers[0]
    assert (accepted.value, accepted.tolerance) == (Decimal("2.5"), Decimal("0.1"))
    assert row.first.text() == "2,5"


def test_a_number_that_is_none_is_marked_and_missing(form_of):
    page = form_of("numeric")
    row = page.body.form.form.rows.rows[0]
    fill(row.first, "two")
    assert row.first.property("level") == "bad" and row.first.text() == "two"
    assert page.draft.question.numbers[0].value is None
    assert "number that is right" in row._problem.text()


def test_a_number_becomes_a_range_and_back(form_of):
    page = form_of("numeric")
    row = page.body.form.form.rows.rows[0]
    row.form.set_value("range")
    row.form.chosen.emit("range")
    accepted = page.draft.question.numbers[0]
    assert (accepted.low, accepted.high) == (Decimal("3.13"), Decimal("3.15"))
    row.form.set_value("value")
    row.form.chosen.emit("value")
    assert page.draft.question.numbers[0] == sample_question("numeric").numbers[0]


def test_units_are_added(form_of):
    page = form_of("numeric")
    units = page.body.form.form.units
    units.add()
    units.add()
    fill(units.rows[0].field, "m")
    fill(units.rows[1].field, "cm")
    fill(units.rows[1].factor, "100")
    assert [(unit.name, unit.factor) for unit in page.draft.question.units] == [("m", 1), ("cm", 100)]


def test_accepted_texts_and_folding(form_of):
    page = form_of("short_text")
    form = page.body.form.form
    form.rows.add()
    fill(form.rows.rows[2].field, "Lutetia")
    form.folding._boxes["case"].click()
    question = page.draft.question
    assert question.texts[2].text == "Lutetia" and question.folding == Folding(case=False)
    assert find_kind("short_text").score(question, {"text": "Lutetia"}) == 1.0


def test_pairs_and_what_belongs_to_nothing(form_of):
    page = form_of("matching")
    form = page.body.form.form
    form._add_extra()
    QTest.keyClicks(form.rows.rows[-1].right.box, "Oslo")
    last = page.draft.question.pairs[-1]
    assert last.left is None and last.right.source == "Oslo"
    form.rows.rows[0]._remove.click()
    assert [pair.left_id for pair in page.draft.question.pairs[:2]] == ["l2", "l3"]


def test_a_word_becomes_a_gap_and_a_word_again(form_of):
    page = form_of("gaps", text=RichText("The cat sleeps", "markdown"), gaps=())
    box = page.body.form.text.box
    cursor = box.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)
    page.body.form.form.make_gap()
    question = page.draft.question
    assert question.gaps[0].texts[0].text == "cat" and box.toPlainText() == "The [[1]] sleeps"
    assert not find_kind("gaps").check(question)
    page.body.form.form.rows.rows[0]._remove.click()
    assert page.draft.question.text.source == "The cat sleeps" and not page.draft.question.gaps
    page.undo()
    page.undo()
    assert page.draft.question.text.source == "The cat sleeps"


def test_a_gap_is_filled_in_another_way(form_of):
    page = form_of("gaps")
    row = page.body.form.form.rows.rows[0]
    row.form.chosen.emit("choice")
    gap = page.draft.question.gaps[0]
    assert [choice.weight for choice in gap.choices] == [1.0, 0.0] and gap.choices[0].text.source == "Paris"
    QTest.keyClicks(row._list.rows[1].field.box, "Rome")
    row._list.rows[1]._tick.click()
    assert [choice.weight for choice in page.draft.question.gaps[0].choices] == [0.0, 1.0]


def test_a_comment_is_written_beside_a_choice(form_of):
    page = form_of("poll", choices=(Choice("a", RichText("x")), Choice("b", RichText("y"))))
    row = page.body.form.form.rows.rows[0]
    row._comment.click()
    QTest.keyClicks(row._feedback.box, "Why?")
    assert page.draft.question.choices[0].feedback.source == "Why?"


def test_points_time_tags_difficulty_and_category(form_of):
    page = form_of("single")
    common = page.body.form.common
    common.points.setValue(2.5)
    common.time.setValue(30)
    common.shuffle.click()
    fill(common.tags, "cells, chapter 2")
    fill(common.category, "Biology / Cells")
    common.level.set_value("hard")
    common.level.chosen.emit("hard")
    question = page.draft.question
    assert (question.points, question.time_limit, question.shuffle) == (2.5, 30, True)
    assert question.tags == ("cells", "chapter 2", "difficulty:hard")
    assert question.category == ("Biology", "Cells")
    assert common.tags.text() == "cells, chapter 2"
    common.time.setValue(0)
    assert page.draft.question.time_limit is None


def test_another_kind_keeps_the_choices(form_of):
    page = form_of("multiple")
    page.body.form.kind.set_value("single")
    page.body.form.kind.chosen.emit("single")
    question = page.draft.question
    assert question.kind == "single" and len(question.choices) == 4
    assert [choice.weight for choice in question.choices] == [1.0, 0.0, 0.0, 0.0]


def test_a_kind_of_a_newer_program_is_left_as_it_is(open_page):
    strange = Question("q", "hologram", RichText("?"), points=3.0)
    quiz = Quiz("quiz-new", "New", (strange, replace(strange, id="r", kind="slide")))
    page = open_page(quiz)
    assert page.leave() and page.draft.quiz == quiz
