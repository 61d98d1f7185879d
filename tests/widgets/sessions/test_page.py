"""The screen of past sessions over a real archive: what it shows, and that corrections move marks."""

import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from app.live import commands as cmd
from app.live.past import SessionRow
from app.storage.journal import Journal
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.controls import find_unnamed
from tests.reports.samples import NAMES
from tests.widgets.sessions.conftest import keep
from widgets.language import apply_language
from widgets.sessions.marks_dialog import MarksDialog
from widgets.sessions.page import SessionsPage
from widgets.sessions.past_list import Wanted, choose_rows


def cells(table_model, column):
    return [table_model.columns[column].show(row) for row in table_model.rows]


def marks(page):
    return dict(zip(cells(page.view.students.model, 0), cells(page.view.students.model, 1), strict=True))


def student(page, name):
    return next(row for row in page.view.loaded.students if row.marks.nickname == name)


def answer(page, name, round_):
    rows = page.view.loaded.answers
    return next(row for row in rows if row.nickname == name and row.round == round_)


def test_an_empty_place_says_what_belongs_there(desk, qtbot):
    page = SessionsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.open()
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert not page._split.isVisible() and find_unnamed(page) == []


def test_the_newest_session_is_shown_with_its_figures(page):
    view = page.view
    assert view.title.text() == "Capitals" and "Students: 4" in view.facts.text()
    assert not view.notice.isVisible() and not view.continue_button.isVisible()
    assert cells(view.questions.model, 2) == ["50%", "75%", "–", "cancelled"]
    assert view.questions.card.bars.rows[1].count == 2
    assert marks(page) == {NAMES[0]: "13.33", NAMES[1]: "0.00", NAMES[2]: "20.00", NAMES[3]: "0.00"}
    assert len(view.answers.model.rows) == 10
    assert view.tabs.tabText(3) == "Corrections (1)"


def test_all_controls_have_names(page):
    assert find_unnamed(page) == []


def test_a_key_is_corrected_and_taken_back(page, qtbot, told):
    before = marks(page)
    item = page.view.loaded.questions[0]
    page.view.correct_key(item, {"right": ["c1"]}, "meant the other")
    qtbot.waitUntil(lambda: marks(page)[NAMES[1]] == "6.67")
    assert marks(page)[NAMES[2]] == "13.33"
    assert cells(page.view.corrections.model, 2)[0] == "meant the other"
    text, level, action, undo = told[-1]
    assert "1" in text and level == "good" and action == "Undo"
    undo()
    qtbot.waitUntil(lambda: marks(page) == before)
    assert len(page.view.loaded.corrections) == 3
    assert page.desk.archive.load_state("session").questions["q-single"].choices[1].weight == 1.0


def test_undo_gives_back_the_correction_before(page, qtbot, told):
    item = page.view.loaded.questions[0]
    page.view.correct_key(item, {"right": ["c1"]}, "")
    qtbot.waitUntil(lambda: len(page.view.loaded.corrections) == 2)
    page.view.correct_key(item, {"right": ["c1", "c2"]}, "")
    qtbot.waitUntil(lambda: len(page.view.loaded.corrections) == 3)
    told[-1][3]()
    qtbot.waitUntil(lambda: len(page.view.loaded.corrections) == 4)
    state = page.desk.archive.load_state("session")
    assert [choice.weight for choice in state.questions["q-single"].choices] == [1.0, 0.0]


def test_a_question_is_cancelled_and_counts_again(page, qtbot):
    view = page.view
    view.cancel_question(view.loaded.questions[1], True, "the picture was missing")
    qtbot.waitUntil(lambda: marks(page)[NAMES[0]] == "20.00")
    view.cancel_question(view.loaded.questions[1], False, "")
    qtbot.waitUntil(lambda: marks(page)[NAMES[0]] == "13.33")
    whys = cells(view.corrections.model, 2)
    assert whys == ["", "the picture was missing", ""]
    assert cells(view.corrections.model, 4) == ["–", "–", "yes"]


def test_answers_are_accepted_and_left_to_the_key_again(page, qtbot):
    view = page.view
    view.accept_answers([answer(page, NAMES[1], "r2"), answer(page, NAMES[3], "r2")], 0.5, "nearly")
    qtbot.waitUntil(lambda: marks(page)[NAMES[1]] == "3.33")
    assert marks(page)[NAMES[3]] == "3.33"
    view.answers.table.choose(("r2", page.view.loaded.students[1].marks.student))
    assert view.answers.release_button.isEnabled()
    view.answers.release_button.click()
    qtbot.waitUntil(lambda: marks(page)[NAMES[1]] == "0.00")
    rows = view.corrections.model.rows
    in_force = [place for place, row in enumerate(rows) if row.undo and row.what == "accepted"]
    view.corrections.table.choose_place(in_force[0])
    view.corrections.undo_button.click()
    qtbot.waitUntil(lambda: marks(page)[NAMES[3]] == "0.00")


def test_an_offensive_name_is_replaced_and_hidden(page, qtbot, told):
    view = page.view
    view.rename(student(page, NAMES[0]), "Amina")
    qtbot.waitUntil(lambda: "Amina" in marks(page))
    told[-1][3]()
    qtbot.waitUntil(lambda: NAMES[0] in marks(page))
    view.students.table.choose(student(page, NAMES[0]).marks.student)
    view.students.hide_button.click()
    qtbot.waitUntil(lambda: "Student 1" in marks(page))
    assert NAMES[0] not in json.dumps([row.nickname for row in view.loaded.answers])


def test_what_is_chosen_stays_chosen_after_a_correction(page, qtbot):
    view = page.view
    view.questions.table.choose("q-numeric")
    view.correct_key(view.questions.current, {"numbers": [{"value": "3.5"}]}, "")
    qtbot.waitUntil(lambda: len(view.loaded.corrections) == 2)
    assert view.questions.current.question.id == "q-numeric"
    assert view.questions.current.right == 1


def test_corrections_of_the_running_class_go_to_its_server(desk, qtbot, told):
    room = Classroom(capitals(2))
    room.join("A")
    room.ask()
    room.answer("A", "c1")
    room.reveal()
    keep(desk, room)
    desk.bridge.open({"id": "session"}, [])
    page = SessionsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.open(session="session")
    qtbot.waitUntil(lambda: page.view.loaded is not None)
    assert page.view.continue_button.text() == "To the class" and not page.view.end_button.isVisible()
    page.view.cancel_question(page.view.loaded.questions[0], True, "why")
    name, arguments = desk.bridge.done[-1]
    assert cmd.parse_command(name, arguments) == cmd.CancelQuestion("q1", True, why="why")
    told[-1][3]()
    assert desk.bridge.done[-1][1]["cancelled"] is False


def test_the_running_class_is_followed(desk, qtbot):
    room = Classroom(capitals(2))
    room.join("A")
    keep(desk, room)
    desk.bridge.open({"id": "session"}, [])
    page = SessionsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.open()
    qtbot.waitUntil(lambda: page.view.loaded is not None)
    page._follow.setInterval(0)
    known = len(room.events)
    room.ask()
    room.answer("A", "c2")
    journal = Journal(desk.folder)
    journal.append("session", room.events[known:])
    journal.close()
    desk.bridge.changed.emit()
    qtbot.waitUntil(lambda: len(page.view.loaded.answers) == 1)


def test_a_class_left_open_is_ended_before_it_is_corrected(desk, qtbot, told):
    room = Classroom(capitals(2))
    room.join("A")
    room.ask()
    room.answer("A", "c2")
    room.reveal()
    keep(desk, room)
    page = SessionsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.open()
    qtbot.waitUntil(lambda: page.view.loaded is not None)
    assert page.view.notice.isVisible() and page.view.end_button.isVisible()
    page.view.cancel_question(page.view.loaded.questions[0], True, "")
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][1] == "bad" and "not ended" in told[-1][0]
    page.view.end_button.click()
    qtbot.waitUntil(lambda: not page.view.end_button.isVisible())
    assert page.view.continue_button.isHidden()
    assert page.desk.archive.list_sessions()[0].ended_at is not None


def test_marks_on_another_scale_with_coefficients(page, qtbot, desk):
    dialog = MarksDialog(page.view.loaded)
    qtbot.addWidget(dialog)
    assert find_unnamed(dialog) == []
    dialog.usual.setCurrentIndex(dialog.usual.findData(100))
    dialog.decimals.setValue(0)
    dialog._spins["q-single"].setValue(4.0)
    assert dialog.coefficients == {"q-single": 4.0} and "highest 100" in dialog.effect.text()
    options = replace(page.view.loaded.options, scale=dialog.scale, coefficients=dialog.coefficients)
    page.view.options_chosen.emit(options)
    qtbot.waitUntil(lambda: marks(page)[NAMES[0]] == "83")
    assert desk.settings.get("marks_scale") == 100 and desk.settings.get("marks_decimals") == 0
    again = SessionsPage(desk)
    qtbot.addWidget(again)
    again.open(**page.state())
    qtbot.waitUntil(lambda: again.view.loaded is not None)
    assert marks(again)[NAMES[0]] == "83"


@pytest.mark.parametrize(
    ("name", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF"), ("json", b"{")]
)
def test_a_session_is_written_as(page, qtbot, told, tmp_path, name, start):
    path = tmp_path / f"out.{name}"
    page.view.exporter.write(name, page.view.loaded, path)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][1] == "good" and path.name in told[-1][0]
    assert path.read_bytes().startswith(start)
    if name == "xlsx":
        assert load_workbook(path).worksheets[0]["C2"].value == 13.33


@pytest.mark.parametrize("name", ["csv", "pdf"])
def test_a_file_that_cannot_be_written_is_said(page, qtbot, told, tmp_path, name):
    page.view.exporter.write(name, page.view.loaded, tmp_path / "nowhere" / "out")
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][1] == "bad" and "could not be written" in told[-1][0]


def test_a_search_for_others_stays_and_what_is_shown_still_follows(page, qtbot, desk):
    """The session that is shown may be none of those that are found."""
    page.list.search.setText("nothing is called so")
    assert page.list.model.rows == []
    page.view.cancel_question(page.view.loaded.questions[0], True, "")
    qtbot.waitUntil(lambda: page.view.loaded.questions[0].cancelled)
    with qtbot.waitSignal(page.list.model.modelReset):
        desk.sessions_changed.emit()
    assert page.list.search.text() == "nothing is called so"


def test_coefficients_are_kept_whatever_is_shown_next(page, qtbot, desk):
    options = replace(page.view.loaded.options, coefficients={"q-single": 3.0})
    page.view.options_chosen.emit(options)
    page._load("session")  # as the running class does, each second
    qtbot.waitUntil(lambda: not desk.worker.is_busy)
    assert desk.library.load_coefficients("session") == {"q-single": 3.0}
    assert page.view.loaded.options.coefficients == {"q-single": 3.0}


def test_answers_are_searched_and_narrowed_to_a_question(page):
    tab = page.view.answers
    tab.search.setText("hyperlink")
    assert [row.number for row in tab.model.rows] == [3]
    tab.search.setText("")
    tab.question.setCurrentIndex(tab.question.findData("q-numeric"))
    assert cells(tab.model, 2) == ["3,5", "3.14"]


def test_the_page_is_built_again_in_arabic_with_the_same_place(page, desk, qtbot, qapp):
    page.view.tabs.setCurrentIndex(1)
    state = page.state()
    apply_language(qapp, "ar")
    again = SessionsPage(desk)
    qtbot.addWidget(again)
    again.show()
    again.open(**state)
    qtbot.waitUntil(lambda: again.view.loaded is not None)
    assert again.view.tabs.currentIndex() == 1
    assert again.view.questions.current is not None, "the first question is chosen from right to left too"
    assert marks(again)[NAMES[0]] == "13,33"


ROWS = [
    SessionRow("a", "Équations", "K7PM", 3_000_000.0, 3_000_100.0, 0, 0.0, False, "2de 4"),
    SessionRow("b", "Essai", "AAAA", 2_000_000.0, None, 0, 0.0, True, ""),
    SessionRow("c", "الخَلِيّة", "BBBB", 1_000_000.0, 1_000_100.0, 0, 0.0, False, "2de 4"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "abc"),
        (Wanted("equation"), "a"),
        (Wanted("الخلية"), "c"),
        (Wanted("k7pm 2DE"), "a"),
        (Wanted(class_name="2de 4"), "ac"),
        (Wanted(since=1_500_000.0), "ab"),
        (Wanted(rehearsals=False), "ac"),
        (Wanted("nothing"), ""),
    ],
)
def test_sessions_are_found(wanted, found):
    assert "".join(row.id for row in choose_rows(ROWS, wanted)) == found
