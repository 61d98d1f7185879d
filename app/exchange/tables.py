"""Tables as text files and workbooks hold them: rows of cells. Knows nothing of questions."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
SEPARATORS: Final = (",", ";", "\t", "|")
_LINE: Final = re.compile(r"[^\r\n]*")
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """number: the line or the row of the file where it begins, from 1. Cells are trimmed."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Note:
    """What was odd while reading. code and params as in the report."""

    row: int
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """name: of the sheet, '' for a text; separator: '' for a workbook; cut: rows were left out."""

    rows: tuple[Row, ...]
    separator: str = ""
    name: str = ""
    notes: tuple[Note, ...] = field(default=())
    cut: bool = False


def read_separated(text: str, separator: str) -> Table:
    """The rows of a text. Quotes as usual: doubled inside, may hold line breaks. A quote amid a cell is text,
    and so are all quotes after one that is never closed. Linear in the text."""
    scanner = _Scanner(text, separator)
    return Table(tuple(scanner.rows()), separator, notes=tuple(scanner.notes), cut=scanner.cut)


def named_separator(text: str) -> tuple[str, str]:
    """The separator of a first line `sep=;` and the text without it, '' when there is none."""
    match = _SEP_LINE.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def steadiness(table: Table, rows: int = 60) -> float:
    """How well a separator fits: the share of rows with the usual number of cells, more for more cells."""
    widths = Counter(len(row.cells) for row in table.rows[:rows] if not row.empty)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() + min(width, 12) / 100 if width > 1 else 0.0


class _Scanner:
    """Cuts a text into cells."""

    def __init__(self, text: str, separator: str) -> None:
        mark = re.escape(separator)
        self.text = text
        self.quoted = re.compile(rf'[ ]*"((?:[^"]|"")*+)"[ ]*(?={mark}|\r|\n|\Z)')
        self.bare = re.compile(rf"[^{mark}\r\n]*")
        self.separator = separator
        self.notes: list[Note] = []
        self.cut = False

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        position, line, quotes = 0, 1, True
        while position < len(self.text):
            if len(rows) == MOST_ROWS:
                self.cut = True
                break
            first, cells = line, []
            while True:
                opens = quotes and self.text.startswith('"', self._skip(position))
                match = self.quoted.match(self.text, position) if opens else None
                if match:
                    cells.append(match[1].replace('""', '"').replace("\r\n", "\n").strip())
                    line += match[1].count("\n")
                else:
                    match = self.bare.match(self.text, position)
                    assert match
                    if opens and self.text.count('"', position, match.end()) % 2:
                        quotes = False
                        self.notes.append(Note(line, "quote_unclosed", match[0]))
                    cells.append(match[0].strip())
                position = match.end()
                if not self.text.startswith(self.separator, position):
                    break
                position += 1
                if len(cells) == MOST_COLUMNS:
                    rest = _LINE.match(self.text, position)
                    assert rest
                    position = rest.end()
                    self.notes.append(Note(line, "columns_cut", rest[0]))
                    break
            if self.text.startswith("\r\n", position):
                position += 2
            else:
                position += 1
            line += 1
            rows.append(Row(first, tuple(cells)))
        return rows

    def _skip(self, position: int) -> int:
        while self.text.startswith(" ", position):
            position += 1
        return position
