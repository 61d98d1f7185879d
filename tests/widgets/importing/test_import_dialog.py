"""Importing in a window: read, looked through, taken, taken back. Real files, a real library."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from app.errors import Trouble
from app.exchange.formats import read_file
from app.exchange.import_plan import make_plan
from app.quiz.shelf import SameQuestion, SameReport
from tests.helpers.controls import find_unnamed
from tests.helpers.workbooks import make_workbook
from widgets.importing.dialog import ImportDialog
from widgets.importing.items import ENTRY, ItemsModel, NoticedFilter

GIFT = "::One:: 1 + 1? {=2 ~3}\n\n::Bad:: nothing {=}\n\n::Two:: 2 + 2? {=4 ~5}\n"
CHANGED = GIFT.replace("{=2 ~3}", "{=2 ~30}") + "\n::Three:: 3 + 3? {=6 ~7}\n"


@pytest.fixture
def sums(tmp_path):
    file = tmp_path / "sums.gift"
    file.write_text(GIFT, encoding="utf-8")
    return file


@pytest.fixture
def open_dialog(desk, qtbot):
    def open_(*paths, **wanted):
        dialog = ImportDialog(desk, paths, **wanted)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.is_reading)
        return dialog

    return open_


def test_a_file_is_read_looked_through_and_taken_and_taken_back(desk, open_dialog, sums, qtbot):
    said = []
    desk.told.connect(lambda *what: said.append(what))
    dialog = open_dialog(sums, folder="Maths")
    assert dialog.import_button.text() == "Import 2 questions"
    with qtbot.waitSignal(desk.quizzes_changed):
        dialog.import_button.click()
    assert dialog.isHidden()
    (row,) = desk.library.list_quizzes()
    assert (row.title, row.questions, row.folder, row.source) == ("sums", 2, "Maths", "sums.gift")
    text, level, action, undo = said[0]
    assert text.startswith("2 questions imported into") and (level, action) == ("good", "Undo")
    with qtbot.waitSignal(desk.quizzes_changed):
        undo()
    assert desk.library.list_quizzes() == []


def test_the_very_same_file_again_doubles_nothing(desk, open_dialog, sums, qtbot):
    desk.library.add_quiz(read_file(sums).quiz, "sums.gift")
    dialog = open_dialog(sums)
    assert not dialog.import_button.isEnabled()
    assert dialog.import_button.text() == "Nothing to import"
    (plan,) = dialog.plans
    assert plan.mode == "skip" and {item.same.state for item in plan.items} == {"same"}


def test_an_edited_file_brings_its_new_question_into_the_quiz_that_is_there(desk, open_dialog, sums, qtbot):
    quiz_id = desk.library.add_quiz(read_file(sums).quiz, "sums.gift")
    sums.write_text(CHANGED, encoding="utf-8")
    said = []
    desk.told.connect(lambda *what: said.append(what))
    dialog = open_dialog(sums)
    assert dialog.import_button.text() == "Import 1 question"
    model = dialog.review.items.model()
    entries = [model.index(n, 0).data(ENTRY) for n in range(model.rowCount())]
    states = [entry.same.state for entry in entries if hasattr(entry, "same")]
    assert states == ["changed", "same", "new"]
    model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    with qtbot.waitSignal(desk.quizzes_changed):
        dialog.import_button.click()
    (row,) = desk.library.list_quizzes()
    assert (row.id, row.questions) == (quiz_id, 3)
    assert "30" in [choice.text.source for choice in desk.library.load_quiz(quiz_id).questions[0].choices]
    with qtbot.waitSignal(desk.quizzes_changed):
        said[0][3]()
    after = desk.library.load_quiz(quiz_id)
    assert [question.title for question in after.questions] == ["One", "Two"]


def test_an_unreadable_file_is_told_and_the_others_go_on(desk, open_dialog, sums, tmp_path):
    picture = tmp_path / "photo.gift"
    picture.write_bytes(b"\x89PNG not a quiz")
    dialog = open_dialog(picture, sums, tmp_path / "missing.gift")
    assert len(dialog.plans) == 1 and dialog.import_button.isEnabled()
    dialog.files.setCurrentRow(0)
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "photo.gift is not a text file" in shown


def test_5000_questions_are_stopped_in_the_middle_and_nothing_is_lost(desk, qtbot, sums, tmp_path):
    many = tmp_path / "many.gift"
    many.write_text("\n\n".join(f"::{n}:: What is {n}? {{={n} ~x{n}}}" for n in range(5_000)))
    dialog = ImportDialog(desk, [sums, many])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(
        dialog.reader.progressed, check_params_cb=lambda number, share: number == 1 and 0.05 < share < 0.95
    ):
        pass
    dialog.stop_button.click()
    qtbot.waitUntil(lambda: not dialog.is_reading)
    assert [plan.title for plan in dialog.plans] == ["sums"]
    with qtbot.waitSignal(desk.quizzes_changed):
        dialog.import_button.click()
    assert [(row.title, row.questions) for row in desk.library.list_quizzes()] == [("sums", 2)]


def test_5000_questions_of_moodle_are_taken_whole(desk, qtbot, tmp_path):
    many = tmp_path / "many.xml"
    many.write_text(
        "<quiz>"
        + "".join(
            f'<question type="multichoice"><name><text>Q{n}</text></name><questiontext format="html"><text>'
            f"What is {n}?</text></questiontext><single>true</single>"
            f'<answer fraction="100"><text>{n}</text></answer><answer fraction="0"><text>x</text></answer>'
            "</question>"
            for n in range(5_000)
        )
        + "</quiz>"
    )
    dialog = ImportDialog(desk, [many])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=60_000)
    assert dialog.import_button.text() == "Import 5000 questions"
    with qtbot.waitSignal(desk.quizzes_changed, timeout=60_000):
        dialog.import_button.click()
    (row,) = desk.library.list_quizzes()
    assert row.questions == 5_000


def test_a_pasted_text_goes_the_same_way(desk, open_dialog, qtbot):
    dialog = open_dialog(text="1. Largest planet?\na) Mars\nb) Jupiter *\n\n2. Legs of a spider?\nAnswer: 8")
    (plan,) = dialog.plans
    assert [item.question.kind for item in plan.items] == ["single", "numeric"]
    assert plan.title == "Pasted quiz"


ODD = "Chapitre;Ce qu'on demande;Bien;Piège\nGéo;Capitale du Maroc ?;Rabat;Fès\nGéo;Du Mali ?;Bamako;Ségou\n"


def name_column(dialog, place, role, qtbot):
    box = dialog.review.columns.table.cellWidget(0, place)
    box.setCurrentIndex(box.findData(role))
    with qtbot.waitSignal(dialog.reader.over):
        box.activated.emit(box.currentIndex())


def test_columns_that_nobody_recognises_are_named_in_the_window(desk, open_dialog, tmp_path, qtbot):
    file = tmp_path / "odd.csv"
    file.write_text(ODD, encoding="utf-8")
    dialog = open_dialog(file)
    review = dialog.review
    assert review.columns.isVisible() and not review.columns_button.isVisible()
    assert [review.columns.table.cellWidget(0, n).currentData() for n in range(4)] == [
        "category", "question", None, None,
    ]  # fmt: skip
    review._title.setText("Capitals")
    review._title.textEdited.emit("Capitals")
    name_column(dialog, 2, "key", qtbot)
    name_column(dialog, 3, "wrong", qtbot)
    assert dialog.import_button.text() == "Import 2 questions"
    assert find_unnamed(dialog) == []
    with qtbot.waitSignal(desk.quizzes_changed):
        dialog.import_button.click()
    (row,) = desk.library.list_quizzes()
    assert (row.title, row.source, row.kinds) == ("Capitals", "odd.csv", ("single",))
    first = desk.library.load_quiz(row.id).questions[0]
    assert [(c.text.source, c.weight) for c in first.choices] == [("Rabat", 1.0), ("Fès", 0.0)]


def test_a_heading_that_is_none_is_read_as_a_question(desk, open_dialog, qtbot):
    dialog = open_dialog(text="Capital of Mali?\tBamako\tSégou\nOf Chad?\tN'Djamena\tMoundou\n")
    name_column(dialog, 1, "key", qtbot)
    assert len(dialog.plans[0].items) == 2
    with qtbot.waitSignal(dialog.reader.over):
        dialog.review.columns.header.click()
    assert len(dialog.plans[0].items) == 1
    with qtbot.waitSignal(dialog.reader.over):
        dialog.review.columns.header.click()
    assert len(dialog.plans[0].items) == 2


def test_a_recognised_table_can_be_corrected_and_another_sheet_chosen(desk, open_dialog, tmp_path, qtbot):
    file = tmp_path / "two.xlsx"
    header = ["question", "A", "B", "right"]
    sheets = {"One": [header, ["a?", "x", "y", "1"]], "Two": [header, ["b?", "x", "y", "2"]]}
    file.write_bytes(make_workbook(sheets))
    dialog = open_dialog(file)
    assert not dialog.review.columns.isVisible()
    with qtbot.waitSignal(dialog.reader.over):
        dialog.review.columns_button.click()
    sheet = dialog.review.columns.sheet
    assert sheet.isVisible() and sheet.currentData() == "One"
    with qtbot.waitSignal(dialog.reader.over):
        sheet.setCurrentIndex(1)
        sheet.activated.emit(1)
    assert [item.question.text.source for item in dialog.plans[0].items] == ["b?"]


def test_what_is_no_table_stays_as_it_was_read(desk, open_dialog, sums, qtbot):
    dialog = open_dialog(text="1. Largest planet?\na) Mars\nb) Jupiter *")
    with qtbot.waitSignal(dialog.reader.over):
        dialog.review.columns_button.click()
    assert "no table" in dialog.strip.text and len(dialog.plans[0].items) == 1


def test_storing_that_fails_leaves_nothing_and_says_so(desk, open_dialog, sums, qtbot, monkeypatch):
    other = sums.with_name("other.gift")
    other.write_text("::A:: a? {=1 ~2}", encoding="utf-8")
    dialog = open_dialog(sums, other)
    real, calls = desk.library.add_quiz, []

    def fail_second(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise Trouble("not_stored", file="library.db", reason="disk full")
        return real(*args, **more)

    monkeypatch.setattr(desk.library, "add_quiz", fail_second)
    dialog.import_button.click()
    qtbot.waitUntil(lambda: dialog.strip.text != "")
    assert desk.library.list_quizzes() == [] and dialog.isVisible()
    assert dialog.import_button.isEnabled()


def test_only_rows_with_notices_are_shown_when_wished(desk, open_dialog, sums):
    dialog = open_dialog(sums)
    assert dialog.review.items.model().rowCount() == 3
    dialog.review.only_noticed.setChecked(True)
    model = dialog.review.items.model()
    assert [model.index(n, 0).data(ENTRY).line for n in range(model.rowCount())] == [3]


def test_ticks_count_and_models_hold(desk, sums):
    imported = read_file(sums)
    same = SameReport(tuple(SameQuestion(question.id, "new") for question in imported.quiz.questions))
    model, shown = ItemsModel(make_plan(imported, same)), NoticedFilter()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = QAbstractItemModelTester(model, mode), QAbstractItemModelTester(shown, mode)
    shown.setSourceModel(model)
    shown.set_only_noticed(True)
    model.pick_all(False)
    assert model.plan.count == 0 and len(testers) == 2


def test_keyboard_takes_and_leaves(desk, open_dialog, sums, qtbot):
    dialog = open_dialog(sums)
    view = dialog.review.items
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert dialog.import_button.text() == "Import 1 question"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Space)  # what was left out cannot be taken
    assert dialog.import_button.text() == "Import 1 question"


def test_every_control_has_a_name(desk, open_dialog, sums):
    assert find_unnamed(open_dialog(sums)) == []
    assert find_unnamed(open_dialog()) == []
