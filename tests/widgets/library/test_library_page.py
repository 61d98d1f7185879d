"""The library page: what it lists, what its keys and menus do, and that what goes comes back."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from app.quiz.model import Question, Quiz, RichText
from app.quiz.shelf import Search
from tests.helpers.controls import find_unnamed
from widgets.importing.dialog import ImportDialog
from widgets.language import apply_language
from widgets.library.folders import FOLDER
from widgets.library.page import LibraryPage
from widgets.library.quizzes import ROW
from widgets.parts.question_card import QuestionCard
from widgets.shell.window import MainWindow


def titles(page):
    model = page.quizzes.model()
    return [model.index(n, 0).data(ROW).title for n in range(model.rowCount())]


def choose(page, *wanted):
    page.quizzes.clearSelection()
    selection = page.quizzes.selectionModel()
    for title in wanted:
        index = page.quizzes.model().index(titles(page).index(title), 0)
        selection.setCurrentIndex(index, selection.SelectionFlag.Select)
    page.quizzes.setFocus()


def folders(page):
    model = page.folders.model()
    places = [model.index(n, 0) for n in range(model.rowCount())]
    return {place.data(FOLDER): int(place.data(Qt.ItemDataRole.StatusTipRole)) for place in places}


@pytest.fixture
def said(desk):
    told = []
    desk.told.connect(lambda *what: told.append(what))
    return told


def test_quizzes_are_listed_with_their_folders(shelf, open_page):
    page = open_page()
    assert sorted(titles(page)) == ["Cells", "Draft", "Forces"]
    assert folders(page) == {None: 3, "": 1, "Biology": 1, "Physics": 1}


def test_a_row_says_all_that_is_known(shelf, open_page):
    page = open_page(quiz=shelf["Draft"])
    model = page.quizzes.model()
    told = {model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(3)}
    assert any("Cells. 2 questions" in text and "Biology. Français. L1. exam" in text for text in told)
    assert any("1 question cannot be asked" in text for text in told)
    assert [row.title for row in page.quizzes.chosen()] == ["Draft"]
    assert not page.preview.start.isEnabled()


def test_typing_searches_without_accents(shelf, open_page, qtbot):
    page = open_page()
    with qtbot.waitSignal(page.listed):
        qtbot.keyClicks(page.filters.text, "element")
    assert sorted(titles(page)) == ["Cells", "Forces"]
    with qtbot.waitSignal(page.listed):
        page.filters.clear()
    assert len(titles(page)) == 3


def filter_by(page, name, value, qtbot):
    box = page.filters.findChild(QComboBox, name)
    with qtbot.waitSignal(page.listed):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    return box


def test_a_bilingual_quiz_is_found_under_both_languages(shelf, open_page, desk, qtbot):
    text = RichText("{mlang fr}Eau{mlang}{mlang ar}ماء{mlang}{mlang es}Agua{mlang}", "html")
    desk.library.add_quiz(Quiz("", "Water", (Question("q", "slide", text),), language="fr"), "water.xml")
    page = open_page()
    found = {}
    for code in ("fr", "ar", "es"):
        filter_by(page, "language", code, qtbot)
        found[code] = sorted(titles(page))
    assert found == {"fr": ["Cells", "Water"], "ar": ["Forces", "Water"], "es": ["Water"]}
    told = page.quizzes.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Français + العربية + es" in told and "water.xml" in told
    assert filter_by(page, "language", None, qtbot).findData("es") > 0


def test_quizzes_are_found_by_their_source_file_with_all_filters_together(shelf, open_page, qtbot):
    page = open_page()
    box = filter_by(page, "source", "cells.gift", qtbot)
    assert titles(page) == ["Cells"]
    assert [box.itemData(n) for n in range(box.count())] == [None, "cells.gift"]
    filter_by(page, "tag", "exam", qtbot)
    assert titles(page) == ["Cells"]
    filter_by(page, "difficulty", "hard", qtbot)
    assert titles(page) == []
    again = open_page(**page.state())
    assert again.filters.search() == Search(source="cells.gift", tag="exam", difficulty="hard")


def test_choosing_a_folder_narrows_and_survives_building_anew(shelf, open_page, qtbot):
    page = open_page()
    with qtbot.waitSignal(page.listed):
        page.folders.setCurrentIndex(page.folders.model().index(2, 0))
    assert titles(page) == ["Cells"]
    again = open_page(**page.state())
    assert titles(again) == ["Cells"] and again.state() == page.state()


def test_delete_is_taken_back_from_the_strip(shelf, open_page, desk, said, qtbot):
    page = open_page()
    choose(page, "Cells", "Forces")
    with qtbot.waitSignal(page.listed):
        qtbot.keyClick(page.quizzes, Qt.Key.Key_Delete)
    assert titles(page) == ["Draft"]
    text, level, action, undo = said[-1]
    assert (text, level, action) == ("2 quizzes were deleted.", "good", "Undo")
    with qtbot.waitSignal(page.listed):
        undo()
    assert sorted(titles(page)) == ["Cells", "Draft", "Forces"]


def test_delete_in_the_search_field_deletes_letters_only(shelf, open_page, qtbot):
    page = open_page()
    page.activateWindow()
    page.filters.text.setText("cells")
    page.filters.text.setCursorPosition(0)
    page.filters.text.setFocus()
    with qtbot.waitSignal(page.listed):
        qtbot.keyClick(page.filters.text, Qt.Key.Key_Delete)
    assert page.filters.text.text() == "ells" and titles(page) == ["Cells"]


def test_a_quiz_is_renamed_in_place(shelf, open_page, desk, qtbot):
    page = open_page()
    choose(page, "Cells")
    qtbot.keyClick(page.quizzes, Qt.Key.Key_F2)
    editor = page.quizzes.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "The cell")
    with qtbot.waitSignal(page.listed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "The cell" in titles(page)
    assert [row.title for row in page.quizzes.chosen()] == ["The cell"]


def test_enter_edits_and_the_main_button_starts(shelf, open_page, desk, qtbot):
    asked = []
    desk.conductor = type("Conductor", (), {"ask_to_start": lambda self, quiz_id: asked.append(quiz_id)})()
    page = open_page()
    choose(page, "Forces")
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        qtbot.keyClick(page.quizzes, Qt.Key.Key_Return)
    assert wanted.args == ["editor", {"quiz": shelf["Forces"]}]
    page.preview.start.click()
    assert asked == [shelf["Forces"]]


def test_quizzes_dropped_on_a_folder_move_there_and_back(shelf, open_page, desk, said, qtbot):
    page = open_page()
    choose(page, "Cells", "Draft")
    data = page.quizzes.model().mimeData(page.quizzes.selectedIndexes())
    model = page.folders.model()
    physics = model.index(model.place_of("Physics"), 0)
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(0, 0))
    with qtbot.waitSignal(page.listed):
        assert model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, physics)
    assert folders(page) == {None: 3, "": 0, "Physics": 3}
    with qtbot.waitSignal(page.listed):
        said[-1][3]()
    assert folders(page) == {None: 3, "": 1, "Biology": 1, "Physics": 1}


def test_a_folder_is_made_by_naming_it_and_takes_the_chosen(shelf, open_page, desk, qtbot):
    page = open_page()
    choose(page, "Draft")
    page.make_folder(page.quizzes.chosen())
    editor = page.folders.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Chemistry")
    with qtbot.waitSignal(page.listed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert folders(page)["Chemistry"] == 1
    assert [row.title for row in desk.library.list_quizzes(Search(folder="Chemistry"))] == ["Draft"]


def test_a_folder_is_renamed_with_all_that_is_in_it(shelf, open_page, desk, qtbot):
    page = open_page(folder="Biology")
    model = page.folders.model()
    with qtbot.waitSignal(page.listed):
        model.setData(model.index(model.place_of("Biology"), 0), "Life", Qt.ItemDataRole.EditRole)
    assert folders(page)["Life"] == 1 and titles(page) == ["Cells"]


def test_duplicates_are_chosen(shelf, open_page, qtbot):
    page = open_page()
    choose(page, "Cells")
    with qtbot.waitSignal(page.listed):
        qtbot.keyClick(page.quizzes, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [row.title for row in page.quizzes.chosen()] == ["Copy of Cells"]


def test_the_chosen_quiz_is_shown_with_its_right_answers(shelf, open_page, qtbot):
    page = open_page()
    with qtbot.waitSignal(page.preview.filled):
        choose(page, "Cells")
    cards = page.preview.findChildren(QuestionCard)
    assert [card.accessibleName() for card in cards] == [
        "1  ·  Single choice  ·  1 point. What is 1 + 1?",
        "2  ·  Single choice  ·  1 point. Élément ?",
    ]


def test_an_empty_library_offers_the_samples(desk, open_page, qtbot):
    page = open_page()
    button = next(b for b in page.findChildren(type(page.new)) if b.text() == "Add the samples")
    assert button.isVisible()
    with qtbot.waitSignal(page.listed):
        button.click()
    assert len(titles(page)) == 3 and not button.isVisible()


def drop(page, *files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    return page.window().findChild(ImportDialog)


def test_dropped_files_and_folders_are_imported(shelf, open_page, tmp_path, qtbot):
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "a.gift").write_text("::A:: a? {=1 ~2}")
    (folder / "notes.docx").write_text("no quiz")
    page = open_page(folder="Biology")
    dialog = drop(page, folder)
    qtbot.waitUntil(lambda: not dialog.is_reading)
    assert [plan.title for plan in dialog.plans] == ["a"]
    with qtbot.waitSignal(page.listed):
        dialog.import_button.click()
    assert sorted(titles(page)) == ["Cells", "a"]


def test_a_pasted_text_is_imported(shelf, open_page, qtbot):
    page = open_page()
    QGuiApplication.clipboard().setText("1. Largest planet?\na) Mars\nb) Jupiter *")
    qtbot.keyClick(page.quizzes, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = page.window().findChild(ImportDialog)
    qtbot.waitUntil(lambda: not dialog.is_reading)
    assert [len(plan.items) for plan in dialog.plans] == [1]
    dialog.reject()


def test_where_nothing_matches_nobody_is_told_to_choose(shelf, open_page, qtbot):
    page = open_page()
    with qtbot.waitSignal(page.listed):
        page.filters.text.setText("zzz")
    assert not page.preview.isVisible()
    with qtbot.waitSignal(page.listed):
        page.filters.clear()
    assert page.preview.isVisible()


def test_every_control_has_a_name(shelf, open_page):
    assert find_unnamed(open_page()) == []


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_in_the_least_window_nothing_lies_over_anything_else(shelf, desk, qtbot, code):
    apply_language(QApplication.instance(), code)
    window = MainWindow(desk, lambda name: LibraryPage)
    qtbot.addWidget(window)
    window.resize(window.minimumSize())
    window.show()
    window.show_page("library", {"quiz": shelf["Cells"]})
    page = window.page("library")
    qtbot.waitSignal(page.listed).wait()
    page.filters.text.setText("e")  # so that there is something to clear
    qtbot.waitSignal(page.listed).wait()
    for line in (page.filters, page.quizzes.parentWidget().parentWidget()):
        boxes = [one.geometry() for one in line.children() if isinstance(one, QWidget) and one.isVisible()]
        boxes = sorted((box for box in boxes if box.width() > 20), key=lambda box: box.left())
        assert len(boxes) >= 3 and boxes[-1].right() <= line.width()
        assert all(one.right() < next_.left() for one, next_ in pairwise(boxes)), boxes
