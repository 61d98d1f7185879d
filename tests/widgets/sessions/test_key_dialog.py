"""Forms for keys: what they hold before is the key itself, and what they give is what the kind takes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.quiz.kinds import find_kind
from app.quiz.model import NumericAnswer, RichText
from app.reports.options import Options
from tests.helpers.controls import find_unnamed
from tests.helpers.questions import sample_question
from tests.reports.samples import ended_class
from tests.widgets.sessions.conftest import keep
from widgets.sessions.ask import AskCredit, AskName
from widgets.sessions.key_dialog import KeyDialog, can_correct
from widgets.sessions.key_editors import make_editor
from widgets.sessions.loaded import load_session

KEYED = ("single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering")


@pytest.mark.parametrize("name", KEYED)
def test_the_form_begins_with_the_present_key(qtbot, name):
    question = sample_question(name)
    editor = make_editor(question, ())
    qtbot.addWidget(editor)
    again = find_kind(name).correct(question, editor.key())
    assert (again.numbers, again.texts, again.pairs) == (question.numbers, question.texts, question.pairs)
    assert [choice.id for choice in again.choices] == [choice.id for choice in question.choices]
    assert [choice.weight > 0 for choice in again.choices] == [
        choice.weight > 0 for choice in question.choices
    ]
    assert find_unnamed(editor) == []


@pytest.mark.parametrize("name", ["poll", "open_text", "slide"])
def test_what_has_no_key_has_no_form(name):
    assert make_editor(sample_question(name), ()) is None and not can_correct(sample_question(name))


def test_an_and_sign_in_words_of_others_is_shown_and_makes_no_key(qtbot):
    choice = replace(sample_question("single").choices[0], text=RichText("R & D"))
    editor = make_editor(replace(sample_question("single"), choices=(choice,)), ())
    qtbot.addWidget(editor)
    box = editor._boxes[0][1]
    assert box.shortcut().isEmpty() and box.text().replace("&&", "&") == "R & D"
    offered = make_editor(sample_question("short_text"), [("salt & pepper", 2)])
    qtbot.addWidget(offered)
    assert all(made.shortcut().isEmpty() for made in offered.findChildren(QPushButton))


def test_only_gaps_that_were_changed_are_in_the_key(qtbot):
    question = sample_question("gaps")
    editor = make_editor(question, ())
    qtbot.addWidget(editor)
    assert editor.key() == {"gaps": {}} and find_unnamed(editor) == []
    first, _ = editor._editors["g2"]
    first._boxes[0][1].setChecked(True)
    assert editor.key() == {"gaps": {"g2": {"right": ["c1", "c2"]}}}
    find_kind("gaps").correct(question, editor.key())


def test_numbers_and_ranges_are_typed_as_people_write_them(qtbot):
    editor = make_editor(sample_question("numeric", numbers=(NumericAnswer(Decimal("0.5")),)), ())
    qtbot.addWidget(editor)
    editor.add_empty()
    form, low, high = editor._fields[editor.lines[1]]
    form.setCurrentIndex(1)
    low.setText("١٫٥")
    high.setText("2,5")
    editor.lines[1].percent.setValue(50)
    question = find_kind("numeric").correct(sample_question("numeric"), editor.key())
    assert question.numbers == (
        NumericAnswer(Decimal("0.5")),
        NumericAnswer(low=Decimal("1.5"), high=Decimal("2.5"), weight=0.5),
    )
    editor.lines[0].remove.click()
    assert [entry["low"] for entry in editor.key()["numbers"]] == ["١٫٥"]


def test_a_star_that_a_student_wrote_stays_a_star(qtbot):
    question = sample_question("short_text")
    editor = make_editor(question, [("a*b", 3)])
    qtbot.addWidget(editor)
    editor._accept("a*b", editor.add_button)
    kind = find_kind("short_text")
    corrected = kind.correct(question, editor.key())
    assert kind.score(corrected, {"text": "a*b"}) == 1.0 and kind.score(corrected, {"text": "aXb"}) == 0.0


def test_items_are_put_in_order_by_keys(qtbot):
    editor = make_editor(sample_question("ordering"), ())
    qtbot.addWidget(editor)
    editor.move_item(1)
    assert editor.key() == {"order": ["o1", "o3", "o4", "o2"]}
    editor.move_item(-1)
    editor.move_item(-1)
    assert editor.key() == {"order": ["o3", "o1", "o4", "o2"]}, "the first stays the first"


@pytest.fixture
def loaded(desk):
    keep(desk, ended_class())
    return load_session(desk.archive, "session", Options())


def test_the_dialog_says_what_the_key_would_change(loaded, qtbot):
    dialog = KeyDialog(loaded, loaded.questions[0])
    qtbot.addWidget(dialog)
    assert find_unnamed(dialog) == []
    assert not dialog.done_button.isEnabled() and "2 of 4 now, 2 with" in dialog.effect.text()
    (_, wrong), (_, right) = dialog.editor._boxes
    wrong.setChecked(True)
    assert dialog.done_button.isEnabled() and "4 with this key" in dialog.effect.text()
    wrong.setChecked(False)
    right.setChecked(False)
    assert not dialog.done_button.isEnabled() and "nothing would be" in dialog.effect.text()


def test_questions_before_a_correction_have_no_empty_name(qtbot):
    dialog = AskName(None, "Amina")
    qtbot.addWidget(dialog)
    dialog.name.setText("  ")
    assert not dialog.done_button.isEnabled() and find_unnamed(dialog) == []
    credit = AskCredit(None, "Accept", "", "Accept")
    qtbot.addWidget(credit)
    credit.percent.setValue(25)
    qtbot.keyClick(credit.done_button, Qt.Key.Key_Return)
    assert credit.credit == 0.25 and credit.result() == AskCredit.DialogCode.Accepted
    assert find_unnamed(credit) == []
