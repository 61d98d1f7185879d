"""The editor as a whole: loading, saving by itself, undo, keys, what the class keeps."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.errors import Trouble
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Quiz, RichText
from tests.helpers.questions import KIND_NAMES, sample_question
from tests.widgets.editor.conftest import QUIZ
from widgets.editor.page import EditorPage
from widgets.editor.question_model import QuestionModel
from widgets.language import apply_language


def type_question(page, words):
    box = page.body.form.text.box
    box.setFocus()
    QTest.keyClicks(box, words)


def test_a_quiz_is_shown_and_nothing_is_written_by_looking_at_it(open_page, desk, qtbot):
    saves = []
    desk.quizzes_changed.connect(lambda: saves.append(1))
    page = open_page()
    for question in QUIZ.questions:
        page.draft.choose(question.id)
        assert page.draft.question.kind == page.body.form.kind.value
    assert page.draft.quiz == QUIZ and not page.draft.can_undo
    assert page.leave() and not saves


def test_an_opened_quiz_has_its_questions_in_focus(open_page):
    page = open_page()
    assert page.focusWidget() is page.body.questions.view


def test_typing_is_saved_by_itself_and_said(open_page, desk, qtbot):
    page = open_page()
    with qtbot.waitSignal(page.draft.saved, timeout=5000):
        type_question(page, "Really? ")
    assert desk.library.load_quiz(QUIZ.id).questions[0].text.source.startswith("Really? ")
    assert page.saved.text().startswith("Saved ")


def test_leaving_saves_at_once(open_page, desk):
    page = open_page()
    type_question(page, "x")
    assert page.leave()
    assert desk.library.load_quiz(QUIZ.id).questions[0].text.source.startswith("x")


def test_leaving_stays_once_where_nothing_can_be_stored(open_page, desk, monkeypatch):
    page = open_page()
    type_question(page, "x")

    def refuse(quiz):
        raise Trouble("not_stored", reason="full")

    monkeypatch.setattr(desk.library, "save_quiz", refuse)
    told = []
    desk.told.connect(lambda text, *_: told.append(text))
    assert not page.leave()
    assert told
    assert page.leave()


def test_an_older_state_never_comes_after_a_newer_one(open_page, desk, qtbot):
    page = open_page()
    draft = page.draft
    older = draft.quiz
    draft.edit(replace(older, title="Newer"))
    draft.flush()
    draft._saver.save(older, 0)
    assert desk.library.load_quiz(QUIZ.id).title == "Newer"


def test_typing_in_one_field_is_one_step_of_undo(open_page):
    page = open_page()
    before = page.draft.quiz
    type_question(page, "abc")
    page.undo()
    assert page.draft.quiz == before
    assert page.body.form.text.box.toPlainText() == "Capital of Morocco?"
    page.redo()
    assert page.draft.question.text.source.startswith("abc")


def test_the_keys_of_undo_reach_the_quiz_from_within_a_field(open_page, qtbot):
    page = open_page()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    type_question(page, "abc")
    QTest.keySequence(page.body.form.text.box, QKeySequence(QKeySequence.StandardKey.Undo))
    assert page.draft.quiz == QUIZ


def test_undo_goes_back_to_the_question_where_the_change_was_made(open_page):
    page = open_page()
    type_question(page, "abc")
    page.draft.choose(QUIZ.questions[5].id)
    page.undo()
    assert page.draft.question.id == QUIZ.questions[0].id


def test_a_new_quiz_leaves_no_trace_until_something_is_written(new_page, desk):
    assert new_page.leave() and desk.library.list_quizzes() == []
    assert new_page.state() == {"new": True, "folder": "Biology"}
    QTest.keyClicks(new_page.title, "Cells")
    assert "quiz" in new_page.state(), "stored at once where the page is made anew in the middle of a word"
    new_page.body.questions.add("single")
    assert new_page.leave()
    (row,) = desk.library.list_quizzes()
    assert (row.title, row.folder, row.questions) == ("Cells", "Biology", 1)
    assert new_page.state()["quiz"] == row.id


def test_the_page_made_anew_shows_the_same_question(open_page, desk, qtbot):
    page = open_page(question=QUIZ.questions[3].id)
    state = page.state()
    assert page.leave()
    again = EditorPage(desk)
    qtbot.addWidget(again)
    again.open(**state)
    qtbot.waitUntil(lambda: again.draft is not None)
    assert again.draft.question.id == QUIZ.questions[3].id


def test_a_quiz_that_is_gone_is_told(desk, qtbot):
    page = EditorPage(desk)
    qtbot.addWidget(page)
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        page.open(quiz="nothing")
    assert wanted.args[0] == "library"


def test_keys_add_copy_move_and_remove(open_page, qtbot):
    page = open_page()
    view = page.body.questions.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [q.id for q in page.draft.quiz.questions[:2]] == [QUIZ.questions[1].id, QUIZ.questions[0].id]
    assert page.draft.question.id == QUIZ.questions[0].id
    page.body.questions.duplicate()
    assert len(page.draft.quiz.questions) == len(QUIZ.questions) + 1
    assert page.draft.question.text == QUIZ.questions[0].text
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert len(page.draft.quiz.questions) == len(QUIZ.questions)
    for _ in range(3):
        page.undo()
    assert page.draft.quiz == QUIZ


def test_removing_offers_undo(open_page, desk):
    page = open_page()
    told = []
    desk.told.connect(lambda *args: told.append(args))
    page.body.questions.view.selectAll()
    page.body.questions.remove()
    assert page.draft.quiz.questions == () and page.draft.question is None
    told[-1][3]()
    assert page.draft.quiz == QUIZ


def test_several_are_moved_together(open_page):
    page = open_page()
    view = page.body.questions.view
    view.select([QUIZ.questions[0].id, QUIZ.questions[2].id], QUIZ.questions[2].id)
    view.moved.emit(view.selected_ids(), 5)
    ids = [question.id for question in page.draft.quiz.questions]
    assert ids[3:5] == [QUIZ.questions[0].id, QUIZ.questions[2].id]
    assert set(view.selected_ids()) == {QUIZ.questions[0].id, QUIZ.questions[2].id}


def test_pasted_questions_come_behind_the_chosen_one(open_page, desk, qtbot):
    page = open_page()
    data = QMimeData()
    data.setText("1. Largest planet?\na) Mars\nb) Jupiter *\n\n2. Legs of a spider?\nAnswer: 8")
    with qtbot.waitSignal(page.draft.changed):
        page.body.take_mime(data)
    kinds = [question.kind for question in page.draft.quiz.questions[:3]]
    assert kinds == ["single", "single", "numeric"]
    page.undo()
    assert page.draft.quiz == QUIZ


def test_text_without_questions_is_told_and_changes_nothing(open_page, desk, qtbot):
    page = open_page()
    data = QMimeData()
    data.setText("   \n only words")
    with qtbot.waitSignal(desk.told) as told:
        page.body.take_mime(data)
    assert "No question was found" in told.args[0] and page.draft.quiz == QUIZ


def test_a_dropped_quiz_file_is_taken(open_page, tmp_path, qtbot):
    path = tmp_path / "more.gift"
    path.write_text("::One:: 1+1? {=2 ~3}\n", encoding="utf-8")
    page = open_page()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    with qtbot.waitSignal(page.draft.changed):
        page.body.take_mime(data)
    assert page.draft.question.title == "One"


def test_what_is_missing_is_listed_and_found(open_page):
    broken = replace(sample_question("single"), id="broken", choices=())
    page = open_page(replace(QUIZ, questions=(*QUIZ.questions, broken)))
    panel = page.body.questions
    assert panel.wrong.isVisible() and "1 question" in panel.wrong.text()
    panel.jump_to_wrong()
    assert page.draft.question.id == "broken"
    assert "at least two choices" in page.body.form.form._problem.text()


def test_a_question_being_written_is_not_reproached(new_page):
    new_page.body.questions.add("single")
    form = new_page.body.form
    assert form._missing.text() and not form.text._problem.text()
    first = new_page.draft.question.id
    new_page.body.questions.add("poll")
    new_page.draft.choose(first)
    assert form.text._problem.text()


def test_empty_places_of_a_new_question_go_when_it_is_left(new_page):
    new_page.body.questions.add("poll")
    first = new_page.draft.question.id
    rows = new_page.body.form.form.rows.rows
    QTest.keyClicks(rows[0].field.box, "yes")
    QTest.keyClicks(rows[1].field.box, "no")
    assert len(new_page.draft.question.choices) == 4
    new_page.body.questions.add("slide")
    assert len(new_page.draft.quiz.find(first).choices) == 2


def test_a_running_class_has_its_own_copy(open_page, desk):
    page = open_page()
    assert not page._strip.text
    desk.bridge.open({"title": QUIZ.title}, [{"id": "of another quiz of that name"}])
    assert not page._strip.text
    asked = [{"id": QUIZ.questions[1].id}]
    original = desk.library.add_quiz(replace(QUIZ, title="Original"))
    desk.bridge.open({"title": "Original"}, asked)
    assert not page._strip.text, "this is a copy of what is asked"
    desk.library.remove([original])
    desk.bridge.open({"title": "Original"}, asked)
    assert "its own copy" in page._strip.text


def test_starting_saves_first_and_asks_how(open_page, desk, qtbot):
    page = open_page()
    type_question(page, "x")
    with qtbot.waitSignal(desk.conductor.start_asked) as asked:
        page._on_start()
    assert asked.args == [QUIZ.id]
    assert desk.library.load_quiz(QUIZ.id).questions[0].text.source.startswith("x")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_other_languages_show_every_kind(language, qapp, open_page):
    apply_language(qapp, language)
    page = open_page()
    for question in QUIZ.questions:
        page.draft.choose(question.id)
        assert not page.body.form.grab().isNull()


def test_every_control_has_a_name(open_page, qtbot):
    page = open_page()
    for question in QUIZ.questions:
        page.draft.choose(question.id)
        page.body.form.common._more.setChecked(True)
        buddies = {label.buddy() for label in page.findChildren(QLabel) if label.buddy()}
        kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QListView, QTabBar)
        for kind in kinds:
            for control in page.findChildren(kind):
                inner = isinstance(control.parent(), QAbstractSpinBox | QComboBox | QTabBar)
                if not control.isVisible() or inner or control.objectName().startswith("qt_"):
                    continue
                words = control.text() if isinstance(control, QAbstractButton) else ""
                assert control.accessibleName() or words or control in buddies, (question.kind, control)


def test_the_list_is_a_correct_model(qtmodeltester):
    model = QuestionModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_quiz(QUIZ)
    model.set_quiz(replace(QUIZ, questions=QUIZ.questions[::-1]))
    changed = replace(QUIZ.questions[-1], title="Other")
    model.set_quiz(replace(QUIZ, questions=(changed, *QUIZ.questions[-2::-1])))
    assert model.data(model.index(0)) == "Other"
    model.set_quiz(Quiz("z", ""))
    assert model.rowCount() == 0 and tester.model() is model


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_added_and_shown(kind, new_page, qtbot):
    new_page.body.questions.add(kind)
    qtbot.waitUntil(lambda: new_page.body.preview.is_current)
    assert new_page.draft.question.kind == kind
    assert isinstance(new_page.body.form.form, QWidget)


def test_pictures_that_came_and_went_are_not_stored(open_page, desk):
    page = open_page()
    page.draft.keep_picture("a.png", Media("image/png", b"x"))
    type_question(page, "x")
    page.leave()
    assert desk.library.load_quiz(QUIZ.id).media == {}
    question = replace(page.draft.question, text=RichText("![](media:a.png)", "markdown"))
    page.draft.edit_question(question)
    page.leave()
    assert set(desk.library.load_quiz(QUIZ.id).media) == {"a.png"}


def test_all_kinds_are_in_the_quiz_of_these_tests():
    assert {question.kind for question in QUIZ.questions} == set(KIND_NAMES)
