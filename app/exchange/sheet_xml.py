"""Where the cells of a workbook's sheet stand in its XML, in bytes, so that a few can be written and every
other byte stays. Definitions are refused before any is read, so no entity is ever expanded.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat  # places in bytes, which no tree of elements keeps

from app.errors import Refused

_MAIN: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
_TAG: Final = re.compile(rb"<(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>")
_COUNT: Final = re.compile("[1-9][0-9]{0,6}")
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(slots=True)
class Cell:
    """start, end: the whole element, in bytes. style: number of its look, '' for the usual one."""

    start: int
    end: int
    style: str = ""
    filled: bool = False
    formula: bool = False


@dataclass(slots=True)
class SheetRow:
    """opened: where its tag begins, inside: where its content begins. style: of cells
    that it does not have."""

    opened: int
    inside: int
    end: int = -1
    style: str = ""
    closed: bool = False  # '<row/>': no cell can be put into it
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """rows by number, cells by column from 0. prefix: of element names, with its colon. after: where the
    rows end. styles: first and last column, and the look of their cells. merged: left, top, right, bottom."""

    rows: dict[int, SheetRow] = field(default_factory=dict)
    prefix: bytes = b""
    after: int = -1
    styles: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    protected: bool = False
    recalculated: bool = False
    formulas: bool = False

    def style_of(self, row: int, column: int) -> str:
        """The look that a cell has, or would have."""
        known = self.rows[row]
        if column in known.cells:
            return known.cells[column].style
        columns = (style for first, last, style in self.styles if first <= column <= last)
        return known.style or next(columns, "")


def read_sheet(data: bytes, file: str) -> Sheet:
    """Raises `Refused('workbook_odd')` for what cannot be changed without risk."""
    reader = _Reader(data, file)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused("workbook_odd", file=file) from error
    if reader.sheet.after < 0:
        raise Refused("workbook_odd", file=file)
    return reader.sheet


def place_of(name: str) -> tuple[int, int] | None:
    """Column (from 0) and row (from 1) of 'B5'; None for anything else."""
    match = _CELL.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(match[2])


def name_of(column: int, row: int) -> str:
    """Inverse of `place_of`."""
    return f"{letters_of(column)}{row}"


def letters_of(column: int) -> str:
    """'A' for 0, 'AA' for 26."""
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters


class _Reader:
    def __init__(self, data: bytes, file: str) -> None:
        self.sheet = Sheet()
        self._data, self._file = data, file
        self._row: SheetRow | None = None
        self._cell: Cell | None = None
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _refuse(self, *_: object) -> None:
        raise Refused("workbook_odd", file=self._file)

    def _start(self, name: str, found: dict[str, str]) -> None:
        space, _, word = name.rpartition(" ")
        if space not in _MAIN:
            return
        at = self.parser.CurrentByteIndex
        if word == "row":
            number = self._count(found, "r")
            if number in self.sheet.rows:
                self._refuse()
            tag = self._tag(at)
            style = found.get("s", "") if found.get("customFormat") in ("1", "true") else ""
            closed = tag.endswith(b"/>")
            self._row = SheetRow(at, at + len(tag), style=style, closed=closed)
            self.sheet.rows[number] = self._row
        elif word == "c" and self._row is not None:
            place = place_of(found.get("r", ""))
            if place is None or place[0] in self._row.cells or self.sheet.rows.get(place[1]) is not self._row:
                self._refuse()
            assert place is not None
            self._cell = Cell(at, at, found.get("s", ""))
            self._row.cells[place[0]] = self._cell
        elif word in ("v", "is") and self._cell is not None:
            self._cell.filled = True
        elif word == "f" and self._cell is not None:
            self._cell.formula = self.sheet.formulas = True
        else:
            self._note(word, found, at)

    def _note(self, word: str, found: dict[str, str], at: int) -> None:
        sheet = self.sheet
        if word == "sheetData":
            sheet.prefix = self._tag(at)[1:].partition(b"sheetData")[0]
        elif word == "col" and found.get("style"):
            columns = self._count(found, "min") - 1, self._count(found, "max") - 1
            sheet.styles.append((*columns, found["style"]))
        elif word == "sheetProtection":
            sheet.protected = found.get("sheet") in ("1", "true")
        elif word == "sheetCalcPr":
            sheet.recalculated = True
        elif word == "mergeCell":
            first, _, last = found.get("ref", "").partition(":")
            corners = place_of(first), place_of(last or first)
            if corners[0] is not None and corners[1] is not None:
                sheet.merged.append((*corners[0], *corners[1]))

    def _end(self, name: str) -> None:
        space, _, word = name.rpartition(" ")
        if space not in _MAIN or word not in ("row", "c", "sheetData"):
            return
        at = self.parser.CurrentByteIndex
        # An element without content ends where it begins, or after that, as the parser's edition has it.
        end = at + len(self._tag(at)) if self._data.startswith(b"</", at) else at
        if word == "c" and self._cell is not None:
            self._cell.end = max(end, self._cell.start + len(self._tag(self._cell.start)))
            self._cell = None
        elif word == "row" and self._row is not None:
            self._row.end = at
            self._row = None
        elif word == "sheetData":
            self.sheet.after = end

    def _count(self, found: dict[str, str], name: str) -> int:
        """The number of a row or a column, from 1."""
        text = found.get(name, "")
        if not _COUNT.fullmatch(text):
            self._refuse()
        return int(text)

    def _tag(self, at: int) -> bytes:
        match = _TAG.match(self._data, at)
        if match is None:
            self._refuse()
        assert match is not None
        return match[0]
