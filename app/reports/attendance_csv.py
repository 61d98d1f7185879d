"""Attendance as separated values, written as the language's spreadsheet reads them (see `session_csv`)."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from app.attendance.rules import STATUSES, Status
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
from app.reports.cells import disarm
from app.reports.options import Options
from app.reports.session_csv import SEPARATORS

_MOODLE: Final[Mapping[Status, str]] = {
    "present": "P", "late": "L", "left_early": "L", "absent": "A", "excused": "E",
}  # fmt: skip


def write_session(sheet: SessionSheet, options: Options) -> bytes:
    """One row for each student: number, name, status, times as HH:MM, minutes, proof, changes by hand."""
    translate = options.translate()
    head = [
        translate("Number"), translate("Student"), translate("Status"), translate("Arrived"),
        translate("Left"), translate("Minutes"), translate("Proof"), translate("Guest"),
        translate("Changed by"), translate("Changed at"), translate("Reason"),
    ]  # fmt: skip
    rows = []
    for line in lines_of(sheet):
        change = line.attendance.change
        rows.append(
            [
                line.number, line.name, translate(STATUS_NAMES[line.attendance.status]),
                options.clock_time(line.arrived), options.clock_time(line.left), str(line.minutes),
                proof_words(line, translate), translate("yes") if line.guest else "",
                who_changed(change, translate),
                f"{options.local_time(change.at):%Y-%m-%d %H:%M}" if change else "",
                change.why if change else "",
            ]
        )  # fmt: skip
    return write_table([head, *rows], options.language)


def write_term(sheet: TermSheet, options: Options) -> bytes:
    """One row for each student: a column for each session, then how often each status."""
    translate = options.translate()
    head = [translate("Number"), translate("Student")]
    head += [f"{held.day(options.zone):%Y-%m-%d} {held.title}".strip() for held in sheet.term.sessions]
    head += [translate(STATUS_NAMES[status]) for status in STATUSES]
    head += [translate("Attended (%)"), translate("Missed in a row")]
    rows = []
    for student, row in term_lines(sheet):
        cells = [translate(STATUS_NAMES[cell.status]) if cell else "" for cell in row.cells]
        totals = [str(row.totals.get(status, 0)) for status in STATUSES]
        rate = "" if row.rate is None else str(round(100 * row.rate))
        rows.append([student.number, register_name(student), *cells, *totals, rate, str(row.missing)])
    return write_table([head, *rows], options.language)


def write_moodle(sheet: SessionSheet, options: Options) -> bytes:
    """As the import page of a session in Moodle's attendance activity takes it, separated by commas.

    There a person is told by number or address, and the status by its short name or worked out from the time
    of the scan, never by both. The heading `status` makes the page propose the first, which alone knows who
    left early, was excused or marked by hand. A time bears its zone, as the server's may be another. Guests
    are not known there.
    """
    rows = [["idnumber", "email", "name", "status", "scantime"]]
    found = {row.student: row for row in sheet.rows}
    for student in sheet.students:
        row = found.get(student.id)
        arrived = row.arrived if row is not None else None
        at = "" if arrived is None else options.zoned_time(arrived).isoformat(timespec="seconds")
        status = _MOODLE[row.status if row is not None else "absent"]
        rows.append([student.number, student.email, register_name(student), status, at])
    return write_table(rows, "en")


def write_table(rows: Iterable[list[str]], language: str) -> bytes:
    """Rows of texts, none of which is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATORS.get(language, ","), lineterminator="\r\n")
    writer.writerows([disarm(cell.replace("\0", "")) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")
