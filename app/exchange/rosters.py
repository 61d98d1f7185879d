"""Rosters as tables (.csv, .tsv, .xlsx) and as pasted text. Layouts: docs/rosters.md."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.exchange.encoding import decode, read_bytes
from app.exchange.report import Report
from app.exchange.roster_cells import is_email, is_number
from app.exchange.roster_columns import (
    ColumnMapping,
    counts_rows,
    find_header,
    guess_columns,
    without_numbers,
)
from app.exchange.roster_rows import read_students
from app.exchange.tables import MOST_ROWS, SEPARATORS, Row, Table, named_separator, read_separated, steadiness
from app.exchange.workbooks import is_workbook, read_workbook
from app.people.model import Student

LONGEST_TEXT: Final = 2_000_000  # characters of a roster as text
_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_LISTED: Final = re.compile(r"(?:[0-9]{1,3}\s*[.)\-–]|[-–•*·])\s+")
_BRACKETED: Final = re.compile(r"(.*?)\s*[<(]([^<>()\s]+@[^<>()\s]+)[>)]\s*")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_HIGH_RUNS: Final = re.compile(rb"[\x80-\xff]{3,}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class RosterDraft:
    """What was read. table: all rows as they stand, for whoever corrects the mapping; each id is new."""

    students: tuple[Student, ...]
    mapping: ColumnMapping
    report: Report
    table: Table


def read_roster(source: Path | str, mapping: ColumnMapping | None = None) -> RosterDraft:
    """The students of a file (a path) or of a pasted text. mapping: one that was found before, as it was
    corrected, for the same source.

    Raises `Trouble`: what `read_bytes` and `read_workbook` raise, `roster_not_table`, `roster_unknown`.
    """
    report = Report()
    if isinstance(source, str):
        tables, file = _tables_of_text(source[:LONGEST_TEXT], mapping), ""
        if len(source) > LONGEST_TEXT:
            report.add(0, "error", "table_cut", rows=MOST_ROWS)
    else:
        file = source.name
        tables = _tables_of_file(read_bytes(source), file, mapping, report)
    table, found = _choose(tables, mapping, file)
    if mapping is None and counts_rows(table, found):
        found = without_numbers(found)
        report.add(found.header, "info", "numbers_count_rows")
    mapping = found
    if len(tables) > 1 and not table.separator:
        for other in tables:
            if other is not table:
                report.add(0, "info", "roster_sheet_ignored", sheet=other.name)
    _tell_of_table(table, mapping, report)
    students = read_students(table.rows[mapping.first :], mapping, report)
    if not students:
        report.add(0, "error", "roster_empty")
    report.finish()
    return RosterDraft(students, mapping, report, table)


def _tables_of_file(data: bytes, file: str, mapping: ColumnMapping | None, report: Report) -> list[Table]:
    if data.startswith(_ZIP) and is_workbook(data):
        return read_workbook(data, file)
    if data.startswith((_ZIP, _OLE)):
        raise Trouble("roster_not_table", file=file)
    try:
        decoded = decode(data, file)
    except Trouble as trouble:
        if trouble.code == "file_not_text":
            raise Trouble("roster_not_table", file=file) from trouble
        raise
    text = decoded.text
    if decoded.encoding == "windows-1252":
        arabic = _is_arabic_codepage(data)
        text = data.decode("cp1256", errors="replace") if arabic else text
        report.add(0, "warning", "encoding_guessed_arabic" if arabic else "encoding_guessed")
    return _tables_of_text(text[:LONGEST_TEXT], mapping)


def _tables_of_text(text: str, mapping: ColumnMapping | None) -> list[Table]:
    """The text cut in each way that is likely, best first; as lines last."""
    named, rest = named_separator(text)
    separators = [mapping.separator] if mapping else [named] if named else list(SEPARATORS)
    tables = [read_separated(rest, separator) for separator in separators if separator]
    tables.sort(key=steadiness, reverse=True)
    tables.append(_read_lines(rest))
    if not named:
        return tables
    return [replace(t, rows=tuple(replace(row, number=row.number + 1) for row in t.rows)) for t in tables]


def _choose(tables: list[Table], mapping: ColumnMapping | None, file: str) -> tuple[Table, ColumnMapping]:
    """The table and its mapping: by a header first, else by what cells look like."""
    if mapping is not None:
        for table in tables:
            if (table.name, table.separator) == (mapping.sheet, mapping.separator):
                return table, mapping
    found = [(table, by_header) for table in tables if (by_header := find_header(table))]
    if found:
        # The same header may be found with several separators; that with most columns is meant.
        return max(found, key=lambda pair: len(pair[1].roles))
    for table in tables:
        steady = table.name or not table.separator or steadiness(table) > 0.8
        if steady and (guessed := guess_columns(table)):
            return table, guessed
    raise Trouble("roster_unknown", file=file) if file else Trouble("roster_text_unknown")


def _tell_of_table(table: Table, mapping: ColumnMapping, report: Report) -> None:
    for note in table.notes:
        if note.code in ("cell_error", "quote_unclosed", "columns_cut"):
            report.add(note.row, "warning", note.code, note.text)
    if table.cut:
        report.add(0, "error", "table_cut", rows=MOST_ROWS)
    if mapping.guessed:
        report.add(0, "info", "columns_guessed")
    ignored = [name for column, name in mapping.names.items() if column not in mapping.roles]
    if ignored:
        report.add(mapping.header, "info", "columns_ignored", columns=", ".join(ignored))


def _read_lines(text: str) -> Table:
    """Each line one student: a number and an address are told from the name by their looks."""
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines()[:MOST_ROWS], 1):
        rows.append(Row(number, _cells_of(line.strip())))
    return Table(tuple(rows), "")


def _cells_of(line: str) -> tuple[str, ...]:
    line = _LISTED.sub("", line, count=1) if _LISTED.match(line) else line
    bracketed = _BRACKETED.fullmatch(line)
    email = ""
    if bracketed:
        line, email = bracketed[1], bracketed[2]
    words = line.split()
    if words and not email and is_email(words[-1]):
        email = words.pop()
    number = ""
    for place in (0, -1):
        if len(words) > 1 and is_number(words[place]) and not number:
            number = words.pop(place)
    name = " ".join(words).strip(" ,;-–")
    return (number, name, email) if number or name or email else ("", "", "")


def _is_arabic_codepage(data: bytes) -> bool:
    """Whether bytes above 127 come in words, as in Windows-1256, and not one by one, as French accents do."""
    high = len(_HIGH.findall(data))
    in_runs = sum(len(run) for run in _HIGH_RUNS.findall(data))
    return high > 0 and in_runs / high > 0.6 and bool(_ARABIC.search(data.decode("cp1256", errors="replace")))
