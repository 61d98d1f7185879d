"""Attendance as files and on paper, opened again by a spreadsheet's rules, openpyxl and an HTML parser."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from app.attendance.rules import Attendance, ManualChange, attendance_of
from app.attendance.term import Held, make_term
from app.i18n import LANGUAGES, translator
from app.reports import attendance_csv, attendance_html, attendance_xlsx
from app.reports.attendance_sheet import PROOF_NAMES, STATUS_NAMES, SessionSheet, TermSheet, legend
from app.reports.options import Options
from tests.helpers.people import CLASS, LEILA, SAID, YANIS, student, texts
from tests.reports.test_files import Outline

OPENED = datetime(2026, 11, 22, 8, 0, tzinfo=UTC).timestamp()
ENDED = OPENED + 55 * 60


def at(minutes):
    return OPENED + minutes * 60


def session_sheet(students=CLASS):
    seen = {"s1": [(at(1), at(55))], "s2": [(at(12), None)], "s3": [(at(0), at(20))], "s4": []}
    seen["g1"] = [(at(2), None)]
    changes = [ManualChange("s4", "excused", at(60), "M. Alami", "=médecin")]
    rows = attendance_of(seen, OPENED, ENDED, changes=changes)
    return SessionSheet(
        "Cellules", "3A", OPENED, ENDED, students, tuple(rows), {"g1": "Zoé <b>"}, {"s1": "scan"}
    )


def term_sheet(sessions=14):
    statuses = ("present", "late", "left_early", "absent", "excused")
    held = [
        Held(f"x{n}", f"Séance {n}", OPENED + n * 86_400, None, tuple(
            Attendance(s.id, status := statuses[(n + place) % 5], status) for place, s in enumerate(CLASS[:3])
        ))
        for n in range(sessions)
    ]  # fmt: skip
    return TermSheet("3A <1>", CLASS, make_term([s.id for s in CLASS], held))


def table(raw, separator):
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_a_session_as_a_table_is_in_the_order_of_names_with_guests_last():
    head, *rows = table(attendance_csv.write_session(session_sheet(), Options("fr", zone=UTC)), ";")
    assert [row[1] for row in rows] == [
        "BENALI Leïla",
        "EL FASSI Amina",
        "ÉTIENNE Yanis",
        "العلوي سعيد",
        "Zoé <b>",
    ]
    assert [row[0] for row in rows] == ["0015", "0012", "0013", "J130045678", ""]
    assert rows[1][3:6] == ["08:01", "", "54"]
    assert rows[3][3:5] == ["08:00", "08:20"]
    assert rows[1][6] == translator("fr")(PROOF_NAMES["scan"]) and rows[2][6] == ""
    assert rows[0][8:] == ["M. Alami", "2026-11-22 09:00", "'=médecin"]
    assert len(set(map(len, [head, *rows]))) == 1


def test_moodle_gets_who_came_when_in_its_own_short_words_and_no_guest():
    sheet = session_sheet()
    zone = timezone(timedelta(hours=1))
    rows = table(attendance_csv.write_moodle(sheet, Options("fr", zone=zone)), ",")
    # The words by which Moodle's import page proposes a column by itself, and who somebody is first of all.
    assert rows[0] == ["idnumber", "email", "name", "status", "scantime"]
    assert len(rows) == 1 + len(CLASS) and {row[3] for row in rows[1:]} <= {"P", "L", "A", "E"}
    found = {row.student: row for row in sheet.rows}
    for one, row in zip(CLASS, rows[1:], strict=True):
        arrived = found[one.id].arrived if one.id in found else None
        assert bool(row[4]) == (arrived is not None)
        if arrived is not None:
            assert row[4].endswith("+01:00") and datetime.fromisoformat(row[4]).timestamp() == int(arrived)


def test_a_session_as_a_workbook_keeps_numbers_as_texts_and_times_as_times():
    book = load_workbook(io.BytesIO(attendance_xlsx.write_session(session_sheet(), Options("ar", zone=UTC))))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet["A2"].value == "0015" and sheet["A2"].data_type == "s"
    assert str(sheet["D3"].value) == "2026-11-22 08:01:00" and sheet["D3"].number_format == "hh:mm"
    assert sheet["K2"].value == "=médecin" and sheet["K2"].data_type == "s"


def test_a_student_without_any_times_is_absent():
    sheet = session_sheet((*CLASS, student("new", "9", "Zidane", "Zoé")))
    rows = table(attendance_csv.write_session(sheet, Options("en", zone=UTC)), ",")
    assert [row[2] for row in rows if row[0] == "9"] == ["absent"]


def test_a_term_as_a_table_has_a_column_for_each_session_and_totals():
    head, *rows = table(attendance_csv.write_term(term_sheet(5), Options("en", zone=UTC)), ",")
    assert head[2] == "2026-11-22 Séance 0" and head[7:12] == list(STATUS_NAMES.values())
    amina = next(row for row in rows if row[0] == "0012")
    assert amina[2:7] == ["present", "late", "left early", "absent", "excused"]
    assert amina[7:] == ["1", "1", "1", "1", "1", "75", "1"]
    leila = next(row for row in rows if row[0] == "0015")
    assert leila[2:7] == [""] * 5 and leila[12] == ""


def test_a_term_as_a_workbook_has_shares_as_numbers():
    raw = attendance_xlsx.write_term(term_sheet(5), Options("en", zone=UTC))
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    assert not sheet.sheet_view.rightToLeft and sheet.freeze_panes == "C2"
    assert (sheet["M3"].value, sheet["M3"].number_format) == (0.75, "0%")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_to_print_in_every_language(language):
    options = Options(language, zone=UTC)
    for html in (
        attendance_html.render_summary(session_sheet(), options),
        attendance_html.render_signatures(session_sheet(), options),
        attendance_html.render_term(term_sheet(), options),
    ):
        page = Outline(html)
        assert page.tags <= {"html", "body", "h1", "h2", "p", "font", "table", "thead", "tr", "td", "b", "br"}
        assert "\u2068EL FASSI Amina\u2069" in page.words and "\u2068العلوي سعيد\u2069" in page.words


def test_the_sheet_to_be_signed_has_a_line_for_each_student_and_some_more_but_no_guest():
    html = attendance_html.render_signatures(session_sheet(), Options("fr", zone=UTC))
    assert html.count("<tr>") == 1 + len(CLASS) + 3
    assert "Zoé" not in html


def test_a_long_term_goes_on_in_a_second_grid():
    html = attendance_html.render_term(term_sheet(20), Options("fr", zone=UTC))
    assert html.count("<table") == 3
    assert "22/11" in html and "11/12" in html
    assert Outline(html).words.count(legend(Options("fr").translate())) == 1


def test_a_running_session_has_no_end_on_paper():
    sheet = replace(session_sheet(), ended=None)
    assert "08:00–" not in attendance_html.render_summary(sheet, Options("fr", zone=UTC))
    assert "08:00–08:55" in attendance_html.render_summary(session_sheet(), Options("fr", zone=UTC))


@given(texts, texts)
@settings(max_examples=30)
def test_names_of_any_characters_spoil_no_file(family, given_name):
    sheet = session_sheet((student("s1", family, family, given_name), YANIS, SAID, LEILA))
    options = Options("ar", zone=UTC)
    assert {len(row) for row in table(attendance_csv.write_session(sheet, options), ";")} == {11}
    assert load_workbook(io.BytesIO(attendance_xlsx.write_session(sheet, options)))
    Outline(attendance_html.render_summary(sheet, options))
