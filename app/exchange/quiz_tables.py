"""Tables whose columns the teacher names: as they stand, and the quiz by a mapping that was corrected."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.exchange.column_words import Role
from app.exchange.columns import HEADER_WITHIN, Columns, Mapping, find_header, guess_columns, roles_of
from app.exchange.csv_quiz import unguard
from app.exchange.encoding import decode, read_bytes
from app.exchange.formats import Imported, read_file, read_text
from app.exchange.progress import Progress, go_on
from app.exchange.table_questions import read_rows
from app.exchange.tables import SEPARATORS, Row, Table, named_separator, read_separated, steadiness
from app.exchange.workbooks import is_workbook, read_workbook
from app.exchange.zip_safety import is_zip

_UNKNOWN: Final = ("format_unknown", "sheet_unknown")
_LONGEST_HEADING: Final = 40  # characters; what is longer is a question already
_STEADY: Final = 0.8  # share of the rows that have as many cells as most
_FEWEST: Final = {",": 3}  # columns of a table; in sentences there are commas too


def read_source(source: Path | str, title: str, progress: Progress = go_on) -> Imported:
    """As `read_file` and `read_text` of `app.exchange.formats`; but a table whose columns are not recognised
    is given with `columns`, for somebody to say what they hold."""
    try:
        if isinstance(source, Path):
            return read_file(source, progress)
        return read_text(source, title, progress, any_words=False)
    except Trouble as trouble:
        if trouble.code not in _UNKNOWN:
            raise
        tables = [table for table in _tables_of(source)[0] if _is_steady(table)]
        if tables:
            return read_table(source, title)
        if isinstance(source, Path):
            raise
    return read_text(source, title, progress)


def read_table(source: Path | str, title: str, mapping: Mapping | None = None, sheet: str = "") -> Imported:
    """The quiz of a file or a text as a table. mapping: one that was found before, as it was corrected, for
    the same source; without one what can be found (in `sheet` alone, of a workbook), and where nothing can, a
    first guess to be corrected.

    Raises `Trouble`: `table_unknown` for what is no table, and as `read_file`.
    """
    tables, encoding = _tables_of(source)
    sheets = tuple(table.name for table in tables if table.name)
    tables = [table for table in tables if not sheet or table.name == sheet]
    if not tables:
        raise Trouble("table_unknown", file=source.name if isinstance(source, Path) else title)
    table, found, guessed = _choose(tables, mapping)
    quiz, report = read_rows(table, found, title)
    if "question" not in found.roles.values() or len(found.roles) < 2:
        quiz = replace(quiz, questions=())
        report.lines.clear()
        report.add(0, "error", "columns_unknown")
    elif guessed:
        report.add(0, "warning", "quiz_columns_guessed")
    if encoding == "windows-1252":
        report.add(0, "warning", "encoding_guessed")
    report.finish()
    name = "kahoot" if sheets else "tsv" if table.separator == "\t" else "csv"
    return Imported(quiz, report, name, encoding, Columns(table, found, sheets))


def with_header(table: Table, mapping: Mapping, has_header: bool) -> Mapping:
    """The mapping where the first row of those that are read is a header, or is none."""
    first = mapping.first - 1 if mapping.header else mapping.first
    place = _first_filled(table, max(first, 0))
    if not has_header:
        return replace(mapping, header=0, first=place, names={})
    return _mapping(table, place, mapping.roles)


def _tables_of(source: Path | str) -> tuple[list[Table], str]:
    """The sheets of a workbook, or a text cut in each way, the likeliest first; and the text's encoding."""
    if isinstance(source, str):
        return _cut(source), "utf-8"
    data = read_bytes(source)
    if is_zip(data):
        if not is_workbook(data):
            raise Trouble("table_unknown", file=source.name)
        return [table for table in read_workbook(data, source.name) if _width(table) > 1], ""
    decoded = decode(data, str(source))
    return _cut(decoded.text), decoded.encoding


def _cut(text: str) -> list[Table]:
    named, rest = named_separator(text)
    tables = [read_separated(rest, separator) for separator in ([named] if named else SEPARATORS)]
    tables = [table for table in tables if _width(table) > 1]
    tables.sort(key=lambda table: (_is_steady(table), steadiness(table)), reverse=True)
    return [
        replace(
            table,
            rows=tuple(Row(row.number + bool(named), tuple(map(unguard, row.cells))) for row in table.rows),
        )
        for table in tables
    ]


def _choose(tables: Sequence[Table], mapping: Mapping | None) -> tuple[Table, Mapping, bool]:
    """The table and its mapping, and whether it is no more than a guess."""
    if mapping is not None:
        for table in tables:
            if (table.name, table.separator) == (mapping.sheet, mapping.separator):
                return table, mapping, False
    for find in (find_header, guess_columns):
        for table in tables:
            if found := find(table):
                return table, found, False
    table = next(filter(_is_steady, tables), tables[0])
    return table, _first_guess(table), True


def _first_guess(table: Table) -> Mapping:
    """Which column holds the questions: by a heading, else that with the longest texts."""
    place = _first_filled(table, 0)
    row = table.rows[place]
    heading = all(len(cell) <= _LONGEST_HEADING and not cell.endswith(("?", "؟")) for cell in row.cells)
    roles = roles_of(row) if heading else {}
    if "question" not in roles.values():
        rows = table.rows[place + heading :][:HEADER_WITHIN]
        lengths = [sum(len(row.cell(column)) for row in rows) for column in range(_width(table))]
        longest = lengths.index(max(lengths))
        roles = {column: role for column, role in roles.items() if column != longest}
        roles[longest] = "question"
    if heading:
        return _mapping(table, place, roles)
    return Mapping(0, place, roles, {}, table.name, table.separator)


def _mapping(table: Table, place: int, roles: dict[int, Role]) -> Mapping:
    """With the row at a place as the header."""
    row = table.rows[place]
    names = {column: cell for column, cell in enumerate(row.cells) if cell}
    return Mapping(row.number, place + 1, roles, names, table.name, table.separator)


def _first_filled(table: Table, place: int) -> int:
    return next((n for n, row in enumerate(table.rows) if n >= place and not row.empty), 0)


def _width(table: Table) -> int:
    """How many cells most rows have."""
    widths = Counter(_cells(row) for row in table.rows[:60] if not row.empty)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _cells(row: Row) -> int:
    """Up to the last one that is filled: sheets are as wide as their widest row."""
    return max((column + 1 for column, cell in enumerate(row.cells) if cell), default=0)


def _is_steady(table: Table) -> bool:
    """Whether rows look like those of a table, not like sentences with commas."""
    rows = [row for row in table.rows[:60] if not row.empty]
    if len(rows) < 2 or _width(table) < _FEWEST.get(table.separator, 2):
        return False
    if table.name:
        return True
    widths = Counter(len(row.cells) for row in rows)
    return max(widths.values()) / len(rows) >= _STEADY
