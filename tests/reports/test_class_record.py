"""A class over its sessions as grid and student view read it; excused students have no mark."""

import csv
import io
from datetime import UTC
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.i18n import LANGUAGES
from app.live import commands as cmd
from app.live.state import replay
from app.people.model import Student
from app.reports import attendance_student
from app.reports.class_record import ClassRecord, record_of, student_sheet
from app.reports.marks import make_marks
from app.reports.options import Options
from app.reports.session_attendance import NAMELESS, make_sheet
from tests.helpers.classroom import Classroom
from tests.helpers.lesson import Lesson
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS
from tests.reports.test_files import Outline

DAY = 86_400.0
FIRST = 1_800_000_000.0


def lesson(day=0, here=(AMINA, YANIS), **more):
    """One question, answered right by Amina alone; Leïla is excused."""
    room = Lesson(FIRST + day * DAY, session=f"x{day}", title=f"Day {day}", **more)
    for student in here:
        room.comes(student)
    room.ask()
    for student in here:
        right = "c2" if student is AMINA else "c1"
        room.do(cmd.Answer(student.id, room.round.id, f"a-{student.id}", {"choice": [right]}))
    room.reveal()
    room.after(50)
    room.do(cmd.MarkByHand(LEILA.id, "excused", why="médecin"))
    room.end()
    return room


def test_who_is_excused_has_no_mark_whatever_was_answered_and_is_in_no_average():
    room = lesson()
    room.do(cmd.MarkByHand(YANIS.id, "excused"))
    marks = {row.student: row.mark for row in make_marks(room.state).rows}
    assert marks == {AMINA.id: Decimal("20.00"), YANIS.id: None}
    assert {row.mark for row in Options(left_out=frozenset({AMINA.id})).marks(room.state).rows} == {None}
    room.do(cmd.MarkByHand(YANIS.id, ""))
    marks = {row.student: row.mark for row in make_marks(room.state).rows}
    assert marks[YANIS.id] == Decimal("0.00")


def test_a_class_over_its_sessions():
    rooms = [lesson(0), lesson(1, (AMINA,)), lesson(2, (AMINA, SAID), attendance=True)]
    record = ClassRecord("class", "1A", CLASS, tuple(record_of(replay(room.events)) for room in rooms))
    term = record.sheet().term
    yanis = term.row(YANIS.id)
    assert [cell.status for cell in yanis.cells] == ["present", "absent", "absent"]
    assert (yanis.missing, yanis.rate) == (2, 1 / 3)
    assert term.row(LEILA.id).rate is None and term.missing_for(2) == [YANIS.id]
    assert len(record.sheet(FIRST + DAY).term.sessions) == 2


def test_one_student_has_status_answers_and_points_of_each_session():
    rooms = [lesson(0), lesson(1, (AMINA,))]
    rehearsed = Lesson(FIRST + 2 * DAY, attendance=False, session="untaken")
    rehearsed.end()
    records = tuple(record_of(room.state) for room in (*rooms, rehearsed))
    record = ClassRecord("class", "1A", CLASS, records)
    first, second = student_sheet(record, YANIS).lines
    assert (first.attendance.status, first.score.answered, first.score.points) == ("present", 1, 0.0)
    assert (first.score.questions, first.score.most) == (1, 1.0)
    assert second.attendance.status == "absent" and second.score is None
    sheet = student_sheet(record, AMINA, FIRST + DAY)
    assert [line.score.points for line in sheet.lines] == [1.0] and sheet.row.attended == 1


def test_a_student_who_came_to_the_class_later_has_empty_cells():
    old, new = lesson(0), lesson(1)
    record = ClassRecord("c", "1A", (*CLASS, Student("s9", "9", "A", "B", "A B")), (record_of(old.state),))
    row = record.sheet().term.row("s9")
    assert row.cells == (None,) and row.counted == 0
    assert record_of(new.state).taken


def test_a_sheet_takes_names_from_the_roster_of_today_else_from_the_session():
    room = lesson(guests=True)
    names = {student.id: (student.family, student.name) for student in make_sheet(room.state).students}
    assert names[AMINA.id] == ("EL FASSI", "Amina EL FASSI") and names[SAID.id] == ("", "سعيد العلوي")
    today = {student.id: student for student in make_sheet(room.state, CLASS).students}
    assert today[SAID.id] is SAID and len(today) == len(CLASS)


def test_guests_are_told_apart_and_without_a_roster_everybody_who_joined_is_a_student():
    room = Lesson(guests=True)
    guest = room.join("Zoé")
    assert make_sheet(room.state, now=room.clock.now()).guests == {guest: "Zoé"}
    plain = Classroom()
    plain.join("Zoé")
    plain.end()
    sheet = make_sheet(plain.state)
    assert [one.name for one in sheet.students] == ["Zoé"] and not sheet.guests


def test_somebody_who_was_erased_has_a_line_without_a_name():
    room = lesson()
    room.state.register.listed[AMINA.id].name = room.state.register.listed[AMINA.id].number = ""
    sheet = make_sheet(room.state)
    assert [one.name for one in sheet.students if one.id == AMINA.id] == [NAMELESS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_student_as_table_workbook_and_page(language):
    room = lesson(0)
    record = ClassRecord("class", "1A", CLASS, (record_of(room.state), record_of(lesson(1).state)))
    sheet, options = student_sheet(record, LEILA), Options(language, zone=UTC)
    separator = "," if language == "en" else ";"
    text = attendance_student.write_csv(sheet, options).decode("utf-8-sig")
    head, first, _ = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert len(head) == len(first) and first[1] == "Day 0" and first[-1] == "médecin"
    assert first[0] == "2027-01-15 08:00"
    book = load_workbook(io.BytesIO(attendance_student.write_xlsx(student_sheet(record, AMINA), options)))
    row = next(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert row[6:10] == (1, 1, 1, 1) and book.worksheets[0].sheet_view.rightToLeft == (language == "ar")
    page = Outline(attendance_student.render(sheet, options)).words
    assert "BENALI Leïla" in page and "médecin" in page
