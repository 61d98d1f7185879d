"""Marks of one session as a table that a platform's gradebook imports, or a person reads."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from openpyxl.workbook import Workbook

from app.i18n import RIGHT_TO_LEFT, translator
from app.numerals import format_number
from app.reports.cells import disarm
from app.reports.session_csv import SEPARATORS
from app.reports.sheets import SheetWriter, clean_cell

# As an English Moodle names them; on its import page each column is matched by hand, in any language.
_MOODLE: Final = ("ID number", "Email address", "Last name", "First name")


@dataclass(frozen=True, slots=True)
class GradebookRow:
    """mark: None where there is none; its cell stays empty, so that an import leaves the grade as it is."""

    number: str
    email: str
    family: str
    given: str
    mark: Decimal | None


def write_moodle_csv(rows: Sequence[GradebookRow], title: str) -> bytes:
    """For Grades > Import > CSV file: commas between cells and a point in numbers, whatever the language."""
    head = (*_MOODLE, disarm(title))
    return _write_csv(head, ((*_texts(row), _plain(row.mark)) for row in rows), ",")


def write_csv(rows: Sequence[GradebookRow], title: str, language: str) -> bytes:
    """For the spreadsheet of somebody who reads `language`."""
    marks = ("" if row.mark is None else format_number(row.mark, language) for row in rows)
    body = ((*_texts(row), mark) for row, mark in zip(rows, marks, strict=True))
    return _write_csv((*_heads(language), disarm(title)), body, SEPARATORS.get(language, ","))


def write_xlsx(
    rows: Sequence[GradebookRow],
    title: str,
    language: str,
    guests: Sequence[tuple[str, Decimal | None]] = (),
) -> bytes:
    """guests: names and marks of people who are not on the class's list; on a sheet of their own, for a
    person to read."""
    book = Workbook(write_only=True)
    book.properties.creator = "Préau"
    book.properties.title = clean_cell(title)
    translate = translator(language)
    widths = (14, 28, 20, 20)
    columns = [(head, width, "") for head, width in zip(_heads(language), widths, strict=True)]
    sheet = SheetWriter(
        book,
        translate("Marks"),
        [*columns, (title, 18, "")],
        right_to_left=language in RIGHT_TO_LEFT,
    )
    for row in rows:
        mark = None if row.mark is None else float(row.mark)
        sheet.add_row([row.number, row.email, row.family, row.given, mark])
    sheet.finish()
    if guests:
        _add_guests(book, guests, title, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_guests(
    book: Workbook, guests: Sequence[tuple[str, Decimal | None]], title: str, language: str
) -> None:
    translate = translator(language)
    why = translate("not on the class's list: enter this mark by hand")
    columns = [(translate("Guest"), 24, ""), (title, 18, ""), (translate("What to do"), 52, "")]
    sheet = SheetWriter(book, translate("Guests"), columns, right_to_left=language in RIGHT_TO_LEFT)
    for name, mark in guests:
        sheet.add_row([name, None if mark is None else float(mark), why])
    sheet.finish()


def _heads(language: str) -> tuple[str, ...]:
    translate = translator(language)
    return (translate("Number"), translate("E-mail"), translate("Family name"), translate("Given name"))


def _texts(row: GradebookRow) -> tuple[str, ...]:
    return tuple(disarm(text) for text in (row.number, row.email, row.family, row.given))


def _plain(mark: Decimal | None) -> str:
    return "" if mark is None else f"{mark:f}"


def _write_csv(head: Sequence[str], body: Iterable[Sequence[str]], separator: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(body)
    return out.getvalue().encode("utf-8-sig", "replace")
