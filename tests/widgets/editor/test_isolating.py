"""A formula in an Arabic question is typed, shown, copied and taken away as in a French one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from app.quiz.model import Quiz, RichText
from tests.helpers.questions import sample_question
from widgets.editor.isolating import BEGIN, END, has_marks

ARABIC = "احسب"


@pytest.fixture
def field(open_page):
    question = sample_question("single", text=RichText("", "markdown"))
    return open_page(Quiz("quiz-arabic", "Text", (question,))).body.form.text


def type_in(qtbot, box, text):
    """Key by key; Qt's tests know no keys for Arabic."""
    for sign in text:
        if sign.isascii():
            qtbot.keyClicks(box, sign)
        else:
            box.insertPlainText(sign)


def across(box, sign):
    """Where a sign stands, in pixels from the left."""
    block = box.document().firstBlock()
    place = block.text().index(sign)
    line = block.layout().lineForTextPosition(place)
    x = line.cursorToX(place)
    return x[0] if isinstance(x, tuple) else x


def test_its_signs_run_from_left_to_right_and_the_text_keeps_no_marks(field, qtbot):
    type_in(qtbot, field.box, f"{ARABIC} $7 \\times 8$ {ARABIC}")
    assert across(field.box, "7") < across(field.box, "\\") < across(field.box, "t") < across(field.box, "8")
    assert field.text.source == f"{ARABIC} $7 \\times 8$ {ARABIC}"
    assert has_marks(field.box.document().toPlainText())


def test_without_arabic_nothing_is_put_in(field, qtbot):
    type_in(qtbot, field.box, "Solve $7 x$")
    assert not has_marks(field.box.document().toPlainText())


def test_each_press_takes_one_sign_away_and_arrows_skip_what_is_not_seen(field, qtbot):
    typed = f"😀 {ARABIC} $7$"
    field.box.setFocus()
    type_in(qtbot, field.box, typed)
    for count in (1, 2, 3, 4):
        qtbot.keyClick(field.box, Qt.Key.Key_Backspace)
        assert field.text.source == typed[:-count]
    type_in(qtbot, field.box, "$7$")
    seen = {field.box.places()[1]}
    for _ in range(3):
        qtbot.keyClick(field.box, Qt.Key.Key_Right)  # back, in Arabic
        seen.add(field.box.places()[1])
    assert len(seen) == 4, "each press moves by one sign"
    field.box.choose(len(typed) - 2, len(typed) - 2)
    qtbot.keyClick(field.box, Qt.Key.Key_Delete)
    assert field.text.source == f"😀 {ARABIC}$$"


def test_what_is_copied_and_made_bold_has_no_marks(field, qtbot):
    field.set_text(RichText(f"{ARABIC} $x$", "markdown"))
    field.box.moveCursor(QTextCursor.MoveOperation.Start)
    field.box.selectAll()
    assert field.box.createMimeDataFromSelection().text() == f"{ARABIC} $x$"
    field.make_bold()
    assert field.text.source == f"**{ARABIC} $x$**"


def test_marks_that_the_text_brought_along_are_kept(field, qtbot):
    own = f"{ARABIC} {BEGIN}C++{END} $x$"
    field.set_text(RichText(own, "markdown"))
    field.box.moveCursor(QTextCursor.MoveOperation.End)
    type_in(qtbot, field.box, "!")
    assert field.text.source == own + "!"


def test_marks_of_its_own_stay_in_words_that_are_made_bold(field):
    words = f"{ARABIC} {BEGIN}7 + 8{END}"
    field.set_text(RichText(words, "markdown"))
    field.box.selectAll()
    field.make_bold()
    assert field.text.source == f"**{words}**"
