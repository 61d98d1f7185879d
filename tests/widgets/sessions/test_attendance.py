"""The tab of attendance: who was there, marks by hand after the end with their way back, files and pages."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester

from app.exchange.whole_files import file_name
from app.reports.options import Options
from app.storage.journal import Journal
from tests.helpers.classroom import Classroom
from tests.helpers.controls import find_unnamed
from tests.helpers.lesson import Lesson
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS
from tests.widgets.sessions.conftest import keep
from widgets.language import apply_language, show_clock
from widgets.sessions.attendance_tab import PAPERS
from widgets.sessions.page import SessionsPage
from widgets.sessions.papers import _print
from widgets.sessions.printing import document_of

PLACE = 4  # of the tab


def lesson(**settings):
    """Amina from the beginning, Yanis late, a guest; Saïd and Leïla are missing."""
    room = Lesson(guests=True, **settings)
    room.comes(AMINA)
    room.after(12)
    room.comes(YANIS, "digits")
    room.join("Zoé")
    room.after(40)
    room.end()
    return room


@pytest.fixture
def make_page(desk, qtbot):
    def make(room):
        keep(desk, room, room.state.id)
        page = SessionsPage(desk)
        qtbot.addWidget(page)
        page.open(tab=PLACE)
        page.show()
        qtbot.waitUntil(lambda: page.view.loaded is not None)
        return page

    return make


@pytest.fixture
def page(make_page):
    return make_page(lesson())


def statuses(page):
    return {line.attendance.student: line.attendance.status for line in page.view.attendance.model.rows}


def cells(page, column):
    model = page.view.attendance.model
    return [model.columns[column].show(row) for row in model.rows]


def line(page, student):
    rows = page.view.attendance.model.rows
    return next(row for row in rows if row.attendance.student == student.id)


def test_everybody_is_listed_with_status_times_and_proof(page):
    tab = page.view.attendance
    tester = QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert cells(page, 1) == ["BENALI Leïla", "EL FASSI Amina", "ÉTIENNE Yanis", "سعيد العلوي", "Zoé (guest)"]
    assert cells(page, 2) == ["absent", "present", "late", "absent", "absent"]
    assert cells(page, 3)[1] == show_clock(page.view.loaded.state.opened_at)
    assert cells(page, 5) == ["", "52", "40", "", ""]
    assert cells(page, 6)[2] == "digits typed"
    assert tab.counts.text() == "present: 1 · late: 1 · absent: 3"
    assert not tab.notice.isVisible() and find_unnamed(page) == []
    del tester


def test_a_mark_after_the_end_is_kept_with_who_when_and_why_and_is_undone(page, qtbot, told):
    view, tab = page.view, page.view.attendance
    view.mark_by_hand([line(page, LEILA)], "excused", "médecin")
    qtbot.waitUntil(lambda: statuses(page)[LEILA.id] == "excused")
    assert tab.table.choose(LEILA.id) and "médecin" in tab.history.text() and "teacher" in tab.history.text()
    assert any("médecin" in cell for cell in cells(page, 7))
    view.mark_by_hand([line(page, LEILA), line(page, SAID)], "present", "")
    qtbot.waitUntil(lambda: statuses(page)[SAID.id] == "present")
    undo = told[-1][3]
    undo()
    qtbot.waitUntil(lambda: statuses(page)[SAID.id] == "absent")
    assert statuses(page)[LEILA.id] == "excused", "what was said before counts again"
    view.mark_by_hand([line(page, LEILA)], "", "")
    qtbot.waitUntil(lambda: statuses(page)[LEILA.id] == "absent")
    marks = page.desk.archive.load_state("lesson").register.marks
    assert [mark.why for mark in marks if mark.student == LEILA.id] == ["médecin", "", "médecin", ""]


def test_a_key_in_the_table_marks_whom_is_chosen(page, qtbot):
    tab = page.view.attendance
    tab.mark_wanted.disconnect()
    with qtbot.waitActive(page):
        page.activateWindow()
    tab.table.setFocus()
    qtbot.waitUntil(tab.table.hasFocus)
    tab.table.choose(SAID.id)
    with qtbot.waitSignal(tab.mark_wanted) as signal:
        qtbot.keyClick(tab.table, Qt.Key.Key_5)
    assert signal.args[1] == "excused" and [one.name for one in signal.args[0]] == ["سعيد العلوي"]
    assert not tab._actions[""].isEnabled(), "there is no mark to take back"


def test_a_running_class_is_marked_by_its_server(desk, make_page, qtbot):
    room = Lesson()
    page = make_page(room)
    desk.bridge.open({"id": "lesson"}, [])
    page.view.mark_by_hand([line(page, AMINA)], "late", "bus")
    command, arguments = desk.bridge.done[-1]
    assert command == "mark_by_hand" and (arguments["status"], arguments["why"]) == ("late", "bus")


def test_excused_students_have_no_mark_in_the_list(page, qtbot):
    page.view.mark_by_hand([line(page, YANIS)], "excused", "")
    model = page.view.students.model
    qtbot.waitUntil(lambda: "excused" in [model.columns[1].show(row) for row in model.rows])


def test_a_session_without_a_roster_or_without_attendance_says_so(desk, make_page):
    plain = Classroom()
    plain.join("Zoé")
    plain.end()
    page = make_page(plain)
    assert "no list" in page.view.attendance.notice.text() and cells(page, 2) == ["present"]


def test_where_attendance_was_not_taken_it_is_said(make_page):
    page = make_page(lesson(attendance=False))
    assert "not taken" in page.view.attendance.notice.text()
    assert statuses(page)[AMINA.id] == "present"


def test_names_are_those_of_the_roster_of_today(desk, make_page):
    class_id = desk.library.add_class("1A")
    desk.library.save_roster(class_id, CLASS)
    page = make_page(lesson(class_id=class_id))
    assert "العلوي سعيد" in cells(page, 1)


def test_tables_and_pages_are_written_beside_the_window(page, tmp_path, qtbot, told):
    sheet = page.view.attendance.sheet
    for number, paper in enumerate(paper for paper in PAPERS if paper.form != "print"):
        path = tmp_path / f"{number}.{paper.form}"
        page.view.attendance.outlet.write(paper, sheet, path)
        qtbot.waitUntil(lambda path=path: any(str(path) in message[0] for message in told))
        data = path.read_bytes()
        if paper.form == "xlsx":
            assert load_workbook(BytesIO(data)).worksheets[0]["C3"].value == "present"
        elif paper.form == "pdf":
            assert data.startswith(b"%PDF")
        else:
            assert "EL FASSI Amina" in data.decode("utf-8-sig")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_hold_names_of_both_scripts(page, qapp, language):
    apply_language(qapp, language)
    for paper in PAPERS:
        if paper.page is not None:
            options = page.view.loaded.options
            html = paper.page(page.view.attendance.sheet, options)
            words = document_of(html, "", language).toPlainText()
            assert "EL FASSI Amina" in words and "سعيد العلوي" in words


def test_the_journal_is_free_again(page, desk):
    Journal(desk.folder).close()


def test_it_is_printed_beside_the_window(page, desk, tmp_path, qtbot):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    paper = next(paper for paper in PAPERS if paper.form == "print")
    task = desk.worker.run(_print, paper, page.view.attendance.sheet, Options("ar"), "Attendance", printer)
    with qtbot.waitSignal(task.finished):
        pass
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('a/b:"c" 2nd', "a b c 2nd"),
        ("...", "quiz"),
        ("قسم  ب", "قسم ب"),
        ("x" * 999, "x" * 100),
        ("con", "_con"),
        ("../../x", "x"),
        ("list\u202efdp.exe", "list fdp.exe"),
        ("a\nb\x00", "a b"),
    ],
)
def test_a_file_is_called_as_every_system_allows(title, name):
    assert file_name(title) == name


@pytest.mark.parametrize("name", ["moodle", "others_csv", "others_xlsx"])
def test_a_file_of_marks_says_which_guests_are_not_in_it(make_page, desk, qtbot, tmp_path, name):
    room = Lesson(guests=True)
    room.comes(AMINA)
    room.join("Zoé")
    room.ask()
    room.answer("Zoé", "c2")
    room.end()
    page = make_page(room)
    made = tmp_path / "marks.xlsx"
    with qtbot.waitSignal(desk.told) as told:
        page.view.exporter.write(name, page.view.loaded, made)
    text, level, *_ = told.args
    assert level == "warn" and "Zoé" in text and "by hand" in text
    if name == "others_xlsx":
        listed, guests = load_workbook(made).worksheets
        assert "sheet of its own" in text and listed.max_row == 5
        assert [cell.value for cell in guests[2]] == [
            "Zoé", 20, "not on the class's list: enter this mark by hand",
        ]  # fmt: skip
    else:
        assert "Zoé" not in made.read_text("utf-8"), "a platform would take nobody for her, or somebody else"


def test_the_teachers_own_workbook_leaves_guests_to_the_teacher_and_says_so(page, qtbot, tmp_path):
    path = tmp_path / "grades.xlsx"
    book = Workbook()
    book.active.append(["Nom", "Note"])
    book.active.append(["EL FASSI Amina", None])
    book.save(path)
    dialog = page.view.exporter.fill_book(page.view.loaded, path)
    qtbot.waitUntil(dialog.missing.isVisible)
    assert "1 guest is not in the file: \u2068Zoé\u2069" in dialog.missing.text()
