"""XLSX workbooks as tables. The only module that opens one; sizes are checked before it does."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from app.errors import Trouble
from app.exchange.tables import MOST_COLUMNS, MOST_ROWS, Note, Row, Table
from app.exchange.zip_safety import BROKEN_ZIP, SafeZip, open_zip

LARGEST_PART: Final = 20_000_000  # bytes, unpacked
_SIGN: Final = "xl/workbook.xml"
_ZEROS: Final = re.compile(r"(?:\[[^\]]*\])?(0{2,40})(?:;.*)?")


def is_workbook(data: bytes) -> bool:
    """Whether a zip holds a workbook; False for any damage."""
    try:
        with open_zip(data) as archive:
            return _SIGN in archive.namelist()
    except BROKEN_ZIP:
        return False


def read_workbook(data: bytes, file: str) -> list[Table]:
    """The sheets that hold anything. Formulas give the value stored with them; nothing is calculated.

    Raises `Trouble` with `archive_damaged` or `archive_too_large`.
    """
    sizes = SafeZip(data, file).sizes
    if any(size > LARGEST_PART for name, size in sizes.items() if name.endswith((".xml", ".rels"))):
        raise Trouble("archive_too_large", file=file)
    from openpyxl import load_workbook  # slow to import, and most quizzes are no workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks and rules of input that are not kept
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                tables = [_read_sheet(sheet) for sheet in book.worksheets]
            finally:
                book.close()
    except Trouble:
        raise
    except Exception as error:  # the library raises what happens to break in a damaged file
        raise Trouble("archive_damaged", file=file, reason=type(error).__name__) from error
    return [table for table in tables if any(not row.empty for row in table.rows)]


def _read_sheet(sheet: Any) -> Table:
    notes: list[Note] = []
    rows = list(_read_rows(sheet, notes))
    while rows and rows[-1].empty:
        rows.pop()
    return Table(tuple(rows), "", str(sheet.title), tuple(notes), len(rows) >= MOST_ROWS)


def _read_rows(sheet: Any, notes: list[Note]) -> Iterator[Row]:
    sheet.reset_dimensions()  # a wrong or huge size in the file is not believed
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), 1):
        yield Row(number, tuple(_read_cell(cell, number, notes) for cell in cells))


def _read_cell(cell: Any, row: int, notes: list[Note]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        notes.append(Note(row, "cell_error", str(value)))
        return ""
    if isinstance(value, (date, datetime, time, timedelta)):
        text = _date_text(value)
        notes.append(Note(row, "cell_date", text))
        return text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number_text(value, str(cell.number_format or ""))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _number_text(value: float, number_format: str) -> str:
    """A number as text; with the zeros before it that a format such as 00000 shows."""
    if isinstance(value, float) and not (value.is_integer() and abs(value) < 1e15):
        return repr(value)
    zeros = _ZEROS.fullmatch(number_format)
    return str(int(value)).zfill(len(zeros[1])) if zeros and value >= 0 else str(int(value))


def _date_text(value: date | datetime | time | timedelta) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
