"""One sheet of a workbook, written row by row: texts that stay texts, numbers that are numbers."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

Value = str | float | datetime | None

LONGEST_CELL: Final = 32_767  # characters, the limit of the format
TIME: Final = "yyyy-mm-dd hh:mm:ss"
PERCENT: Final = "0%"
_HEAD: Final = Font(bold=True)


def clean_cell(text: str) -> str:
    """What the format can hold of `text`: no control characters, not too long."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()[:LONGEST_CELL]


def bytes_of(book: Workbook) -> bytes:
    """The file of a workbook that is complete."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class SheetWriter:
    """Call `add_row` for each row; columns and the head are given first, as the format wants it."""

    def __init__(
        self,
        book: Workbook,
        title: str,
        columns: Sequence[tuple[str, int, str]],
        *,
        right_to_left: bool,
        frozen: int = 1,
    ) -> None:
        """columns: heading, width in characters, number format ('' for the usual one). frozen: columns that
        stay in view, as the head does."""
        self._sheet: Any = book.create_sheet(title)
        self._formats = [number_format for _, _, number_format in columns]
        self._sheet.sheet_view.rightToLeft = right_to_left
        self._sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
        for place, (_, width, _) in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        head = [self._text(heading) for heading, _, _ in columns]
        for cell in head:
            cell.font = _HEAD
        self._sheet.append(head)
        self._rows = 1

    def add_row(self, values: Iterable[Value]) -> None:
        pairs = zip(values, self._formats, strict=True)
        self._sheet.append([self._cell(value, number_format) for value, number_format in pairs])
        self._rows += 1

    def finish(self) -> None:
        """Give every column its filter; after the last row."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._formats))}{self._rows}"

    def _cell(self, value: Value, number_format: str) -> Any:
        if value is None:
            return None
        if isinstance(value, str):
            return self._text(value) if clean_cell(value) else None
        cell = WriteOnlyCell(self._sheet, value)
        if number_format:
            cell.number_format = number_format
        return cell

    def _text(self, text: str) -> Any:
        """A cell of text, whatever it begins with: its type is set after its value, which the library would
        take for a formula. The quote keeps it so when somebody edits the cell."""
        cell = WriteOnlyCell(self._sheet, clean_cell(text))
        if cell.data_type != "s":
            cell.data_type = "s"
            cell.quotePrefix = True
        return cell
