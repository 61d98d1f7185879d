"""What pictures of all screens once showed wrong: cut words, English left, short lines, focus astray."""

import pytest
from PySide6.QtWidgets import QLabel, QSpinBox, QStyle, QStyleOptionButton

from app.live.session import open_session
from app.live.settings import SessionSettings
from app.quiz.model import Quiz
from app.storage.journal import Journal
from tests.helpers.controls import find_cut
from tests.helpers.questions import sample_question
from tests.helpers.sample_class import SampleClass
from widgets.application import load_page
from widgets.control.page import ControlPage
from widgets.language import apply_language
from widgets.parts.basics import button, keep_off_border
from widgets.parts.empty_state import WIDTH, EmptyState
from widgets.parts.icons import icon
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.shell.closing import ClosingDialog
from widgets.shell.window import MainWindow
from widgets.starting.dialog import StartDialog

LANGUAGES = ("en", "fr", "ar")


def shown(qtbot, made):
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_question_about_closing_is_cut(qapp, qtbot, language):
    apply_language(qapp, language)
    assert find_cut(shown(qtbot, ClosingDialog())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_where_a_class_is_started_while_another_is_open(qapp, desk, qtbot, language):
    apply_language(qapp, language)
    quiz = Quiz("", "Forces", (sample_question("single"),))
    desk.library.add_quiz(quiz)
    journal = Journal(desk.folder)
    journal.create_session(open_session(quiz, SessionSettings(), 1_760_000_000.0), {}, 8080)
    journal.close()
    assert find_cut(shown(qtbot, StartDialog(desk, desk.library.list_quizzes()[0]))) == []


def test_a_cut_word_would_be_found(qtbot):
    made = button("Far too many words for it")
    holder = EmptyState("list", "Heading", "Text", made)
    made.setFixedWidth(30)
    assert find_cut(shown(qtbot, holder)) == ["Far too many words for it"]


def test_lines_of_an_empty_place_are_as_long_as_they_may_be(qtbot):
    made = EmptyState("list", "Nothing here yet", "Each class is kept here with all its answers. " * 4)
    made.resize(1000, 600)
    shown(qtbot, made)
    assert [label.width() for label in made.findChildren(QLabel) if label.text()] == [WIDTH, WIDTH]
    made.resize(300, 600)
    assert find_cut(made) == []


def test_digits_do_not_touch_the_border(qtbot):
    spin = QSpinBox()
    keep_off_border(spin)
    assert spin.lineEdit().textMargins().left() >= 8 and spin.lineEdit().textMargins().right() >= 8


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_icon_keeps_off_its_words(qapp, language):
    apply_language(qapp, language)
    picture = icon("stop", free=4).pixmap(24, 20).toImage()
    used = [
        x for x in range(picture.width()) for y in range(picture.height()) if picture.pixelColor(x, y).alpha()
    ]
    ratio = picture.devicePixelRatio()
    free = min(used) if language == "ar" else picture.width() - 1 - max(used)
    assert free >= 4 * ratio


@pytest.mark.parametrize("language, words", [("fr", "Vrai"), ("ar", "صحيح")])
def test_true_and_false_are_said_in_the_language_of_the_window(qapp, desk, qtbot, language, words):
    apply_language(qapp, language)
    room = SampleClass(language, now=1_760_000_000.0)
    room.fill(10)
    room.play(4)
    bridge = desk.bridge
    told = room.told()
    bridge.open(room.session_told(), told["questions"])
    bridge.take(**told)
    page = shown(qtbot, ControlPage(desk))
    texts = [text.accessibleName() for text in page.next._texts]
    assert words in texts and "True" not in texts
    room.ask()
    room.answer_all(5)
    bridge.take(**room.told())
    assert words in page.answers.distribution.bars.rows[0].label


def test_large_words_stand_whole_in_their_button(qtbot):
    made = button("Get a first quiz", kind="big")
    shown(qtbot, made)
    option = QStyleOptionButton()
    made.initStyleOption(option)
    room = made.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, made)
    assert room.height() >= made.fontMetrics().height()


def test_a_narrow_table_keeps_its_main_column_readable_and_a_wide_one_gives_it_the_rest(qtbot):
    columns: list[Column[str]] = [Column("Day", str, width=300), Column("Title", str, width=0)]
    made = RowsTable(RowsModel(columns, str), "Sessions")
    shown(qtbot, made)
    for width, least in ((320, 140), (900, 500)):
        made.resize(width, 200)
        assert made.columnWidth(1) >= least


def test_the_focus_begins_on_the_place_that_is_shown(desk, qtbot):
    window = shown(qtbot, MainWindow(desk, load_page))
    window.show_page("settings")
    assert window.focusWidget() is window._places["settings"]
