"""The columns of a class over a term: who it is, how often they came, a narrow column for each session."""

from dataclasses import dataclass

from app.attendance.term import Held, TermRow
from app.people.model import Student
from app.people.names import register_name
from app.reports.attendance_sheet import TermSheet, counts_in_words, sign_of, term_lines
from app.signs import show_percent
from widgets.language import language, show_date, show_short_day, translate
from widgets.sessions.attendance_words import SHADES, status_word
from widgets.sessions.rows import Column

FROZEN = 3
"""Columns that stay: name, rate, missed in a row."""


@dataclass(frozen=True, slots=True)
class TermLine:
    """One row of the grid. place: in the order of names, from 0."""

    student: Student
    row: TermRow
    place: int


def lines_of(sheet: TermSheet) -> list[TermLine]:
    return [TermLine(student, row, place) for place, (student, row) in enumerate(term_lines(sheet))]


def columns_of(sheet: TermSheet, alarm: int) -> list[Column[TermLine]]:
    """alarm: sessions missed in a row from which on somebody stands out."""

    def shade(line: TermLine) -> str:
        return "brick" if line.row.missing >= alarm else ""

    first = [
        Column(
            translate("Student"),
            lambda line: register_name(line.student),
            lambda line: line.place,
            shade=shade,
            width=196,
        ),
        Column(
            translate("Attended"),
            lambda line: rate_words(line.row),
            lambda line: -1.0 if line.row.rate is None else line.row.rate,
            number=True,
            width=92,
            tell=_totals,
            tip=translate("Share of the sessions attended; excused ones are not counted"),
        ),
        Column(
            translate("In a row"),
            lambda line: str(line.row.missing) if line.row.missing else "–",
            lambda line: line.row.missing,
            number=True,
            shade=shade,
            width=84,
            tip=translate("Missed in a row, up to the last session"),
        ),
    ]
    return [*first, *(_session(place, held) for place, held in enumerate(sheet.term.sessions))]


def rate_words(row: TermRow) -> str:
    return "–" if row.rate is None else show_percent(language(), row.attended, row.counted)


def totals_of(row: TermRow) -> str:
    """How many of each status, in one line."""
    return counts_in_words(row.totals, translate)


def _totals(line: TermLine) -> str:
    return totals_of(line.row) or translate("no session yet")


def _session(place: int, held: Held) -> Column[TermLine]:
    def show(line: TermLine) -> str:
        return sign_of(line.row.cells[place], translate)

    def shade(line: TermLine) -> str:
        cell = line.row.cells[place]
        return SHADES[cell.status] if cell is not None else "soft"

    def tell(line: TermLine) -> str:
        cell = line.row.cells[place]
        words = status_word(cell.status) if cell is not None else translate("not on the list yet")
        if cell is not None and cell.change is not None and cell.change.why:
            words += f" · {cell.change.why}"
        return f"{register_name(line.student)} · {show_date(held.opened)} · {words}"

    return Column(
        show_short_day(held.opened),
        show,
        show,
        shade=shade,
        width=64,
        tip=f"{held.title} · {show_date(held.opened)}",
        tell=tell,
        centred=True,
    )
