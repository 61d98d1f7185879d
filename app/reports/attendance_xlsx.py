"""Attendance as a workbook: from right to left in Arabic, numbers of students as texts, times as times."""

from datetime import datetime
from typing import Final

from openpyxl.workbook import Workbook

from app.attendance.rules import STATUSES
from app.i18n import RIGHT_TO_LEFT
from app.people.names import register_name
from app.reports.attendance_sheet import (
    STATUS_NAMES,
    SessionSheet,
    TermSheet,
    lines_of,
    proof_words,
    term_lines,
    who_changed,
)
from app.reports.options import Options
from app.reports.sheets import PERCENT, SheetWriter, bytes_of, clean_cell

_CLOCK: Final = "hh:mm"
_DAY_AND_CLOCK: Final = "yyyy-mm-dd hh:mm"


def write_session(sheet: SessionSheet, options: Options) -> bytes:
    translate, book = options.translate(), _new_book(sheet.title)
    writer = SheetWriter(
        book,
        translate("Attendance"),
        [
            (translate("Number"), 14, ""),
            (translate("Student"), 30, ""),
            (translate("Status"), 14, ""),
            (translate("Arrived"), 10, _CLOCK),
            (translate("Left"), 10, _CLOCK),
            (translate("Minutes"), 10, ""),
            (translate("Proof"), 24, ""),
            (translate("Guest"), 10, ""),
            (translate("Changed by"), 18, ""),
            (translate("Changed at"), 16, _DAY_AND_CLOCK),
            (translate("Reason"), 30, ""),
        ],
        right_to_left=options.language in RIGHT_TO_LEFT,
        frozen=2,
    )
    for line in lines_of(sheet):
        change = line.attendance.change
        writer.add_row(
            [
                line.number, line.name, translate(STATUS_NAMES[line.attendance.status]),
                _moment(line.arrived, options), _moment(line.left, options), line.minutes,
                proof_words(line, translate), translate("yes") if line.guest else "",
                who_changed(change, translate), _moment(change.at if change else None, options),
                change.why if change else "",
            ]
        )  # fmt: skip
    writer.finish()
    return bytes_of(book)


def write_term(sheet: TermSheet, options: Options) -> bytes:
    translate, book = options.translate(), _new_book(sheet.class_name)
    sessions = [
        (f"{held.day(options.zone):%Y-%m-%d} {held.title}".strip(), 14, "") for held in sheet.term.sessions
    ]
    writer = SheetWriter(
        book,
        translate("Attendance"),
        [
            (translate("Number"), 14, ""),
            (translate("Student"), 30, ""),
            *sessions,
            *((translate(STATUS_NAMES[status]), 10, "") for status in STATUSES),
            (translate("Attended"), 10, PERCENT),
            (translate("Missed in a row"), 12, ""),
        ],
        right_to_left=options.language in RIGHT_TO_LEFT,
        frozen=2,
    )
    for student, row in term_lines(sheet):
        cells = [translate(STATUS_NAMES[cell.status]) if cell else None for cell in row.cells]
        totals = [row.totals.get(status, 0) for status in STATUSES]
        writer.add_row([student.number, register_name(student), *cells, *totals, row.rate, row.missing])
    writer.finish()
    return bytes_of(book)


def _moment(at: float | None, options: Options) -> datetime | None:
    return None if at is None else options.local_time(at)


def _new_book(title: str) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.creator = "Préau"
    book.properties.title = clean_cell(title)
    return book
