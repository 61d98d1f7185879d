"""Quizzes as separated values (.csv, .tsv): any usual separator, header or none. Layouts: docs/formats.md."""

import re
from dataclasses import replace
from typing import Final

from app.exchange.columns import Mapping, find_header, guess_columns
from app.exchange.report import Report
from app.exchange.table_questions import read_rows
from app.exchange.tables import SEPARATORS, Row, named_separator, read_separated, steadiness
from app.quiz.model import NewId, Quiz, new_id

_HEAD: Final = 20_000  # characters in which the separator is looked for
_GUARDED: Final = re.compile(r"'(?='*(?:\s*[=+\-@]|[\t\r]))")
_GUARD: Final = re.compile(r"'*(?:\s*[=+\-@]|[\t\r])")


def guard(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before = + - @. `unguard` undoes it."""
    return f"'{cell}" if _GUARD.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def find_table(text: str, *, header: bool = True) -> tuple[str, Mapping] | None:
    """The separator of a quiz table and what its columns hold; None when the text is none.

    header: with a header only; without, also a table of questions, options and keys alone.
    """
    named, rest = named_separator(text)
    head = rest[:_HEAD]
    if len(rest) > _HEAD:
        head = head[: head.rfind("\n") + 1] or head
    tables = [read_separated(head, separator) for separator in ([named] if named else SEPARATORS)]
    tables.sort(key=steadiness, reverse=True)
    for table in tables:
        if (mapping := find_header(table)) and len(mapping.roles) > 1:
            return table.separator, mapping
    if not header:
        for table in tables:
            if steadiness(table) > 0.8 and (mapping := guess_columns(table)):
                return table.separator, mapping
    return None


def read_csv(text: str, title: str, new_id: NewId = new_id) -> tuple[Quiz, Report]:
    """The quiz of a table, and what was changed, doubtful or left out."""
    found = find_table(text, header=False)
    if found is None:
        report = Report()
        report.add(0, "error", "columns_unknown")
        return Quiz(new_id(), title), report
    named, rest = named_separator(text)
    table = read_separated(rest, found[0])
    rows = tuple(Row(row.number + bool(named), tuple(map(unguard, row.cells))) for row in table.rows)
    return read_rows(replace(table, rows=rows), found[1], title, new_id)
