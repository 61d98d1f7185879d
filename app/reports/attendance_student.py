"""One student over a term as a table, a workbook and a page to print: the same columns in each."""

from html import escape
from typing import Final

from openpyxl.workbook import Workbook

from app.i18n import RIGHT_TO_LEFT, text_direction
from app.numerals import format_number
from app.people.names import register_name
from app.reports.attendance_csv import write_table
from app.reports.attendance_sheet import STATUS_NAMES, counts_in_words, who_changed
from app.reports.class_record import StudentLine, StudentSheet
from app.reports.options import Options
from app.reports.paper import head_of, isolated, page_of, paragraph, row_of, table_of
from app.reports.session_html import show_moment
from app.reports.sheets import SheetWriter, Value, bytes_of, clean_cell
from app.signs import show_number, show_percent

_DAY_AND_CLOCK: Final = "yyyy-mm-dd hh:mm"
_CLOCK: Final = "hh:mm"


def write_csv(sheet: StudentSheet, options: Options) -> bytes:
    """One row for each session, oldest first."""
    rows = [[_text(value, options) for value in _values(line, options)] for line in sheet.lines]
    return write_table([_heads(options), *rows], options.language)


def write_xlsx(sheet: StudentSheet, options: Options) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator = "Préau"
    book.properties.title = clean_cell(register_name(sheet.student))
    formats = (_DAY_AND_CLOCK, "", "", _CLOCK, _CLOCK, *[""] * 7)
    widths = (18, 30, 14, 10, 10, 10, 10, 10, 10, 10, 18, 30)
    columns = list(zip(_heads(options), widths, formats, strict=True))
    writer = SheetWriter(
        book, options.translate()("Attendance"), columns, right_to_left=options.language in RIGHT_TO_LEFT
    )
    for line in sheet.lines:
        writer.add_row(_values(line, options))
    writer.finish()
    return bytes_of(book)


def render(sheet: StudentSheet, options: Options) -> str:
    """A page: totals, then each session."""
    translate, direction = options.translate(), text_direction(options.language)
    name = isolated(register_name(sheet.student))
    facts = [isolated(fact) for fact in (sheet.class_name, sheet.student.number) if fact]
    row = sheet.row
    rate = "–" if row.rate is None else show_percent(options.language, row.attended, row.counted)
    facts.append(escape(translate("Attended: {share}").format(share=rate)))
    facts.append(escape(counts_in_words(row.totals, translate)))
    head = [
        translate("Day"), translate("Session"), translate("Status"), translate("Arrived"),
        translate("Answers"), translate("Points"), translate("Reason"),
    ]  # fmt: skip
    rows = [head_of(head, (18, 27, 14, 9, 10, 10, 12), direction)]
    for line in sheet.lines:
        cell, score = line.attendance, line.score
        change = cell.change if cell else None
        rows.append(
            row_of(
                [
                    isolated(show_moment(options.local_time(line.held.opened), options.language)),
                    isolated(line.held.title),
                    escape(translate(STATUS_NAMES[cell.status])) if cell else "–",
                    options.clock_time(cell.arrived) if cell else "",
                    isolated(f"{score.answered} / {score.questions}") if score else "–",
                    isolated(_out_of(score.points, score.most, options)) if score and score.most else "–",
                    isolated(change.why) if change else "",
                ],
                direction,
            )
        )
    title = f'<h1 dir="{direction}">{name}</h1>'
    return page_of([title, paragraph(" · ".join(filter(None, facts)), direction), table_of(rows)], direction)


def _out_of(points: float, most: float, options: Options) -> str:
    return f"{show_number(options.language, points)} / {show_number(options.language, most)}"


def _heads(options: Options) -> list[str]:
    translate = options.translate()
    return [
        translate("Day"), translate("Session"), translate("Status"), translate("Arrived"), translate("Left"),
        translate("Minutes"), translate("Answers"), translate("Questions"), translate("Points"),
        translate("Points to be had"), translate("Changed by"), translate("Reason"),
    ]  # fmt: skip


def _values(line: StudentLine, options: Options) -> list[Value]:
    translate, cell, score = options.translate(), line.attendance, line.score
    moment = options.local_time
    change = cell.change if cell else None
    left = cell.last_seen if cell and cell.gone_early else None
    return [
        moment(line.held.opened),
        line.held.title,
        translate(STATUS_NAMES[cell.status]) if cell else None,
        moment(cell.arrived) if cell and cell.arrived is not None else None,
        moment(left) if left is not None else None,
        round(cell.seconds / 60) if cell and cell.arrived is not None else None,
        score.answered if score else None,
        score.questions if score else None,
        round(score.points, 6) if score else None,
        round(score.most, 6) if score else None,
        who_changed(change, translate),
        change.why if change else "",
    ]


def _text(value: Value, options: Options) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, float | int):
        return format_number(value, options.language)
    return f"{value:%Y-%m-%d %H:%M}"
