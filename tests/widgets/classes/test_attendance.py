"""A class over its sessions: the grid, who has been missing, one student alone, and files of both."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.live import commands as cmd
from app.live.past import SessionRow
from app.storage.journal import Journal
from tests.helpers.controls import find_unnamed
from tests.helpers.lesson import Lesson
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS
from tests.widgets.classes.conftest import STUDENTS
from tests.widgets.sessions.conftest import keep
from widgets.classes.attendance_view import PAPERS, SCHOOL_YEAR, since_of
from widgets.classes.page import ClassesPage
from widgets.classes.student_view import PAPERS as STUDENT_PAPERS
from widgets.classes.term_book import TermBook, read_class
from widgets.language import apply_language

TAB = 1
DAY = 86_400.0


@pytest.fixture
def class_id(desk):
    made = desk.library.add_class("1A")
    desk.library.save_roster(made, CLASS)
    return made


@pytest.fixture
def teach(desk, class_id):
    """Keep a session so many days ago in which these students were."""

    def make(days, here, **settings):
        settings = {"class_id": class_id, **settings}
        room = Lesson(desk.clock.now() - days * DAY, session=f"x{days}", title=f"Day {days}", **settings)
        for student in here:
            room.comes(student)
        room.ask()
        for student in here:
            room.do(cmd.Answer(student.id, room.round.id, f"a{student.id}", {"choice": ["c2"]}))
        room.reveal()
        room.after(50)
        if days == 30:
            room.do(cmd.MarkByHand(LEILA.id, "excused", why="médecin"))
        room.end()
        keep(desk, room, f"x{days}")
        return room

    return make


@pytest.fixture
def term(teach):
    """Four sessions: Amina in all, Yanis in the first, Saïd in the last, Leïla never, once excused."""
    teach(30, (AMINA, YANIS))
    teach(20, (AMINA,))
    teach(10, (AMINA,))
    teach(5, (AMINA, SAID))


@pytest.fixture
def page(desk, class_id, qtbot, term):
    made = ClassesPage(desk)
    qtbot.addWidget(made)
    made.resize(1160, 640)
    made.show()
    qtbot.waitExposed(made)
    made.open(class_id=class_id, tab=TAB)
    qtbot.waitUntil(lambda: made.attendance.sheet is not None)
    return made


def grid(page):
    model = page.attendance.model
    return {row.student.id: [column.show(row) for column in model.columns] for row in model.rows}


def test_the_grid_has_rates_streaks_and_a_sign_for_each_session(page):
    tester = QAbstractItemModelTester(
        page.attendance.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    found = grid(page)
    assert found[AMINA.id][1:] == ["100%", "–", "✓", "✓", "✓", "✓"]
    assert found[YANIS.id][1:] == ["25%", "3", "✓", "A", "A", "A"]
    assert found[SAID.id][1:] == ["25%", "–", "A", "A", "A", "✓"]
    assert found[LEILA.id][1:] == ["0%", "3", "E", "A", "A", "A"]
    assert page.attendance.facts.text() == "4 sessions"
    assert find_unnamed(page) == []
    del tester


def test_who_has_been_missing_is_named(page):
    view = page.attendance
    assert "3 sessions" in view.missing.text()
    assert "ÉTIENNE Yanis" in view.missing.text() and "BENALI Leïla" in view.missing.text()
    view.alarm.setValue(4)
    assert not view.missing.isVisible()


def test_a_period_narrows_the_grid_and_an_empty_one_offers_the_whole(page):
    view = page.attendance
    view.period.setCurrentIndex(view.period.findData("31"))
    assert len(view.sheet.term.sessions) == 4
    view.record = type(view.record)(view.class_id, "1A", CLASS, view.record.sessions[:1])
    page.desk.clock.advance(400 * DAY)
    view.period.setCurrentIndex(view.period.findData("92"))
    assert view._short.isVisible()
    view._widen()
    assert len(view.sheet.term.sessions) == 1


def test_both_halves_choose_sort_and_scroll_as_one(page, qtbot):
    table = page.attendance.table
    table.cells.choose_place(1)
    assert table.chosen_rows()[0].place == 1
    table.names.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert table.cells.horizontalHeader().sortIndicatorSection() == 2
    assert [row.row.missing for row in page.attendance.model.rows] == [3, 3, 0, 0]
    page.resize(900, 300)
    bar, other = table.cells.verticalScrollBar(), table.names.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == other.maximum() > 0)
    bar.setValue(bar.maximum())
    assert other.value() == bar.value() > 0


def test_one_student_has_all_sessions_with_answers_and_points(page, qtbot):
    view = page.attendance
    view.table.names.choose(YANIS.id)
    qtbot.keyClick(view.table.names, Qt.Key.Key_Return)
    student = view.student
    assert student.isVisible() and "ÉTIENNE Yanis" in student.title.text()
    assert "25%" in student.totals.text() and "absent: 3" in student.totals.text()
    rows = [[column.show(row) for column in student.model.columns] for row in student.model.rows]
    assert [row[2] for row in rows] == ["absent", "absent", "absent", "present"]
    assert rows[3][5:7] == ["1 / 1", "1 / 1"] and rows[0][5] == "–"
    with qtbot.waitSignal(page.desk.page_wanted) as signal:
        student.table.entered_row.emit()
    assert signal.args == ["sessions", {"session": "x5", "tab": 4}]
    assert page.state()["alone"] == YANIS.id
    student.back_wanted.emit()
    assert view._grid.isVisible()


def test_a_reason_is_read_in_the_view_of_the_student(page):
    page.attendance.show_student(LEILA.id)
    model = page.attendance.student.model
    assert [row.attendance.change.why for row in model.rows if row.attendance.change] == ["médecin"]
    assert "médecin" in [column.show(model.rows[-1]) for column in model.columns]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_is_built_again_in_another_language(desk, class_id, term, qapp, qtbot, language):
    apply_language(qapp, language)
    page = ClassesPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.open(class_id=class_id, tab=TAB, alone=YANIS.id, period="", alarm=2)
    qtbot.waitUntil(lambda: page.attendance.student.isVisible())
    assert page.attendance.state() == {"period": "", "alarm": 2, "alone": YANIS.id}
    assert find_unnamed(page) == []


def test_what_was_read_is_not_read_again_until_it_changes(desk, class_id, term, monkeypatch):
    read = []
    load = desk.archive.load_state
    monkeypatch.setattr(desk.archive, "load_state", lambda id: read.append(id) or load(id))
    known = {}

    def look():
        read.clear()
        return read_class(desk.archive, desk.library, class_id, known, lambda done, total: True)

    assert len(look().sessions) == 4 and len(read) == 4
    look()
    assert read == []
    desk.archive.correct("x10", cmd.MarkByHand(SAID.id, "present"))
    record = look()
    assert read == ["x10"]
    assert record.sheet().term.row(SAID.id).attended == 2


def test_reading_stops_when_it_is_not_wanted_and_keeps_what_it_has(desk, class_id, term):
    known = {}
    read_class(desk.archive, desk.library, class_id, known, lambda done, total: done < 2)
    assert len(known) == 2


def test_other_classes_rehearsals_open_sessions_and_untaken_ones_are_left_out(
    desk, class_id, teach, monkeypatch
):
    teach(9, (AMINA,))
    teach(8, (AMINA,), rehearsal=True)
    teach(7, (AMINA,), class_id="other")
    teach(6, (AMINA,), class_id="")  # known by its name
    teach(5, (AMINA,), attendance=False)
    rows = desk.archive.list_sessions()
    still_open = SessionRow("open", "", "", 1.0, None, 0, 1.0, False, "1A", class_id)
    monkeypatch.setattr(desk.archive, "list_sessions", lambda: [*rows, still_open])
    record = read_class(desk.archive, desk.library, class_id, {}, lambda done, total: True)
    assert [one.held.session for one in record.sessions] == ["x9", "x6", "x5"]
    assert [held.session for held in record.sheet().term.sessions] == ["x9", "x6"]


def test_a_damaged_session_is_told_and_the_others_are_shown(desk, page, qtbot):
    journal = Journal(desk.folder)
    journal._db.execute("UPDATE events SET body='{', sum=NULL WHERE session='x20' AND seq=1")
    journal.close()
    desk.archive.correct("x10", cmd.MarkByHand(SAID.id, "present"))
    page.attendance.book._known.clear()
    desk.sessions_changed.emit()
    qtbot.waitUntil(lambda: page.attendance.unread.isVisible())
    assert "1 session is damaged" in page.attendance.unread.text()
    assert len(page.attendance.sheet.term.sessions) == 3


def test_a_class_without_sessions_teaches(desk, qtbot):
    made = desk.library.add_class("2B")
    desk.library.save_roster(made, STUDENTS)
    page = ClassesPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.open(class_id=made, tab=TAB)
    qtbot.waitUntil(lambda: page.attendance._none.isVisible())


def test_cancelled_reading_can_be_begun_again(page, qtbot):
    view = page.attendance
    view.record = None
    view.refresh()
    assert view._reading.isVisible()
    view._cancel.click()
    assert view._stopped.isVisible() and not view.book.is_busy
    view.refresh()
    qtbot.waitUntil(lambda: view._grid.isVisible())


def test_the_book_outlives_the_page(desk, page):
    assert TermBook.of(desk) is page.attendance.book


def test_files_of_the_class_and_of_a_student(page, tmp_path, qtbot, desk):
    view = page.attendance
    view.show_student(YANIS.id)
    told = []
    desk.told.connect(lambda *message: told.append(message[0]))
    for outlet, papers, subject in (
        (view.outlet, PAPERS, view.sheet), (view.student.outlet, STUDENT_PAPERS, view.student.sheet),
    ):  # fmt: skip
        for paper in (paper for paper in papers if paper.form != "print"):
            path = tmp_path / f"{len(told)}.{paper.form}"
            outlet.write(paper, subject, path)
            qtbot.waitUntil(lambda path=path: any(str(path) in text for text in told))
            assert path.stat().st_size > 100


@pytest.mark.parametrize(
    ("now", "begin"),
    [("2026-11-22", "2026-09-01"), ("2027-05-02", "2026-09-01"), ("2026-09-01", "2026-09-01")],
)
def test_a_school_year_begins_in_september(now, begin):
    moment = time.mktime(time.strptime(f"{now} 12:00", "%Y-%m-%d %H:%M"))
    assert time.strftime("%Y-%m-%d", time.localtime(since_of(SCHOOL_YEAR, moment))) == begin
