"""Quiz workbooks (.xlsx): the sheet of Kahoot and others like it, known by the words of their header."""

from app.errors import Trouble
from app.exchange.columns import Mapping, find_header, guess_columns
from app.exchange.report import Report
from app.exchange.table_questions import read_rows
from app.exchange.tables import Table
from app.exchange.workbooks import read_workbook
from app.quiz.model import NewId, Quiz, new_id


def find_sheet(data: bytes, file: str) -> tuple[Table, Mapping]:
    """The first sheet that holds a quiz, and what its columns hold, for a preview.

    Raises `Trouble` with `sheet_unknown`, `archive_damaged` or `archive_too_large`.
    """
    tables = read_workbook(data, file)
    for find in (find_header, guess_columns):
        for table in tables:
            if mapping := find(table):
                return table, mapping
    raise Trouble("sheet_unknown", file=file)


def read_kahoot(data: bytes, file: str, title: str, new_id: NewId = new_id) -> tuple[Quiz, Report]:
    """The quiz of a workbook, and what was changed, doubtful or left out.

    Raises as `find_sheet`.
    """
    table, mapping = find_sheet(data, file)
    quiz, report = read_rows(table, mapping, title, new_id)
    for other in read_workbook(data, file):
        if other.name != table.name and len(other.rows) > 1:
            report.add(0, "info", "sheet_ignored", sheet=other.name)
    report.finish()
    return quiz, report
