"""Attendance on paper: a summary, a sheet to be signed, a class over a term. HTML that QTextDocument draws.

A name keeps its own direction of writing, whatever that of the page is; all begin at the same edge.
"""

from html import escape
from typing import Final

from app.attendance.rules import STATUSES
from app.i18n import Translate, text_direction
from app.people.names import register_name
from app.reports.attendance_sheet import (
    STATUS_NAMES,
    SessionSheet,
    TermSheet,
    count_statuses,
    counts_in_words,
    legend,
    lines_of,
    sign_of,
    term_lines,
)
from app.reports.options import Options
from app.reports.paper import head_of, isolated, page_of, paragraph, row_of, table_of
from app.reports.session_html import show_moment
from app.signs import show_percent

SESSIONS_ABREAST: Final = 15  # columns of the grid that fit across a sheet; more begin a new table
_NAME_WIDTH, _DAY_WIDTH = 25, 5  # per cent of the line
_CENTRED: Final = 'align="center"'
_LINES_TO_ADD: Final = 3  # on the sheet to be signed


def render_summary(sheet: SessionSheet, options: Options) -> str:
    """Who was there, from when to when."""
    translate, direction = options.translate(), text_direction(options.language)
    head = [
        translate("Number"), translate("Student"), translate("Status"), translate("Arrived"),
        translate("Left"), translate("Reason"),
    ]  # fmt: skip
    rows = [head_of(head, (14, 30, 18, 9, 9, 20), direction)]
    for line in lines_of(sheet):
        change = line.attendance.change
        status = escape(translate(STATUS_NAMES[line.attendance.status]))
        if line.attendance.status == "absent":
            status = f"<b>{status}</b>"
        if line.guest:
            status += f" ({escape(translate('guest'))})"
        rows.append(
            row_of(
                [
                    isolated(line.number), isolated(line.name), status, options.clock_time(line.arrived),
                    options.clock_time(line.left), isolated(change.why) if change else "",
                ],
                direction,
            )
        )  # fmt: skip
    counts = count_statuses(line.attendance for line in lines_of(sheet))
    totals = counts_in_words(counts, translate)
    return page_of(
        [_heading(sheet, options), paragraph(escape(totals), direction), table_of(rows)],
        direction,
    )


def render_signatures(sheet: SessionSheet, options: Options) -> str:
    """An empty line for each student to sign, and some for those who are not on the list."""
    translate, direction = options.translate(), text_direction(options.language)
    head = ["", translate("Number"), translate("Student"), translate("Signature")]
    rows = [head_of(head, (6, 18, 36, 40), direction)]
    students = [line for line in lines_of(sheet) if not line.guest]
    for place in range(len(students) + _LINES_TO_ADD):
        line = students[place] if place < len(students) else None
        cells = [
            str(place + 1),
            isolated(line.number) if line else "",
            isolated(line.name) if line else "",
            "",
        ]
        rows.append(row_of(cells, direction))
    table = table_of(rows, padding=9)
    signed = escape(translate("Signature of the teacher:"))
    return page_of([_heading(sheet, options), table, paragraph(f"<br>{signed}", direction)], direction)


def render_term(sheet: TermSheet, options: Options) -> str:
    """The grid of a class over a term, then its totals, for sheets that are wider than high."""
    translate, direction = options.translate(), text_direction(options.language)
    parts = [f'<h1 dir="{direction}">{isolated(sheet.class_name)}</h1>']
    count = translate("Sessions: {count}").format(count=len(sheet.term.sessions))
    parts.append(paragraph(escape(f"{count} · {legend(translate)}"), direction))
    lines = term_lines(sheet)
    sessions = range(len(sheet.term.sessions))
    for first in sessions[::SESSIONS_ABREAST]:
        places = sessions[first : first + SESSIONS_ABREAST]
        days = [_day(sheet, place, options) for place in places]
        rest = 100 - _NAME_WIDTH - _DAY_WIDTH * len(places)
        head = [_wide(f"<b>{escape(translate('Student'))}</b>", _NAME_WIDTH, direction)]
        head += [_wide(f"<b>{escape(day)}</b>", _DAY_WIDTH, direction, _CENTRED) for day in days]
        rows = [row_of([*head, *([_wide("", rest, direction)] if rest else [])], direction)]
        for student, row in lines:
            signs = (
                f'<td dir="{direction}" {_CENTRED}>{escape(sign_of(row.cells[place], translate))}</td>'
                for place in places
            )
            rows.append(
                row_of([isolated(register_name(student)), *signs, *([""] if rest else [])], direction)
            )
        parts.append(table_of(rows) + "<p></p>")
    parts.append(_totals(sheet, options, translate, direction))
    return page_of(parts, direction)


def _totals(sheet: TermSheet, options: Options, translate: Translate, direction: str) -> str:
    head = [translate("Student"), *(translate(STATUS_NAMES[status]) for status in STATUSES)]
    head += [translate("Attended"), translate("Missed in a row")]
    rows = [head_of(head, (30, *[10] * 7), direction)]
    for student, row in term_lines(sheet):
        rate = "–" if row.rate is None else show_percent(options.language, row.attended, row.counted)
        totals = (str(row.totals.get(status, 0)) for status in STATUSES)
        missing = f"<b>{row.missing}</b>" if row.missing > 1 else str(row.missing)
        rows.append(row_of([isolated(register_name(student)), *totals, escape(rate), missing], direction))
    return f'<h2 dir="{direction}">{escape(translate("Totals"))}</h2>{table_of(rows)}'


def _wide(html: str, width: int, direction: str, look: str = "") -> str:
    return f'<td dir="{direction}" {look} width="{width}%">{html}</td>'


def _day(sheet: TermSheet, place: int, options: Options) -> str:
    day = sheet.term.sessions[place].day(options.zone)
    return f"{day:%d/%m}" if options.language in ("fr", "ar") else f"{day:%m-%d}"


def _heading(sheet: SessionSheet, options: Options) -> str:
    direction = text_direction(options.language)
    facts = [show_moment(options.local_time(sheet.opened), options.language)]
    if sheet.ended is not None:
        facts[0] += f"–{options.clock_time(sheet.ended)}"
    facts += [sheet.class_name] if sheet.class_name and sheet.title else []
    title = isolated(sheet.title or sheet.class_name)
    return f'<h1 dir="{direction}">{title}</h1>' + paragraph(" · ".join(map(isolated, facts)), direction)
