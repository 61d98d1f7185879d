"""Small workbooks for tests: rows of values, some with a number format."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook


def make_workbook(sheets: dict[str, Iterable[Sequence[Any]]], formats: dict[str, str] | None = None) -> bytes:
    """formats: of columns by letter, for whole numbers in them."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for column, number_format in (formats or {}).items():
            for cell in sheet[column]:
                if isinstance(cell.value, int):
                    cell.number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
