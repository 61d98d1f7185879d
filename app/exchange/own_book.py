"""A workbook of the teacher's own (of Massar, Pronote, any office): its lists of students, the columns that
marks can go to, and which row is whose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.errors import Refused, Trouble
from app.exchange.columns import HEADER_WITHIN
from app.exchange.own_parts import names_of, parts_of, unlocked_styles
from app.exchange.roster_columns import (
    ColumnMapping,
    counts_rows,
    find_header,
    guess_columns,
    roles_of,
    without_numbers,
)
from app.exchange.sheet_fill import fill_column
from app.exchange.sheet_xml import letters_of
from app.exchange.tables import Table
from app.exchange.workbooks import is_workbook, read_workbook
from app.people.matching import match_accounts
from app.people.model import Student
from app.people.names import display_name

LARGEST: Final = 30_000_000  # bytes of a file
_OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and every office file under a password
_ROLES: Final = ("name", "family", "given", "number", "email")


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """place: from 0; letters: as the program names it; name: of its heading, '' without one; filled: how many
    students have something there."""

    place: int
    letters: str
    name: str
    filled: int


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """part: of the file that holds it."""

    name: str
    part: str
    table: Table = field(repr=False)
    mapping: ColumnMapping = field(repr=False)
    columns: tuple[OwnColumn, ...]

    @property
    def proposed(self) -> int:
        """The place of the column that is offered first: the first empty one with a heading, else the one
        behind the others."""
        empty = [column for column in self.columns if not column.filled]
        named = [column for column in empty if column.name]
        return (named or empty)[0].place


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A row of the sheet that names somebody. student: '' where nobody here is meant. before: what stands in
    the chosen column. mark: None where there is none, and the cell stays as it is."""

    row: int
    name: str
    student: str
    before: str
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """lines: as in the sheet; missing: students with a mark who have no row in it."""

    lines: tuple[OwnLine, ...]
    missing: tuple[Student, ...]

    @property
    def values(self) -> dict[int, Decimal]:
        return {line.row: line.mark for line in self.lines if line.mark is not None}

    @property
    def replaced(self) -> int:
        """How many cells hold something else now."""
        return sum(line.mark is not None and not _is_same(line.before, line.mark) for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    number: str
    email: str
    name: str


class OwnBook:
    """sheets: those that list people, in the order of the file. Raises `Trouble` with `archive_damaged`,
    `archive_too_large`; `Refused` with `workbook_locked`, `workbook_signed`, `workbook_odd`,
    `workbook_no_list`."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        if data.startswith(_OLD):
            raise Refused("workbook_locked", file=file)
        if len(data) > LARGEST:
            raise Trouble("archive_too_large", file=file)
        if not is_workbook(data):
            raise Refused("workbook_odd", file=file)
        tables = read_workbook(data, file)
        names = names_of(data, file)
        if any(name.startswith("_xmlsignatures/") for name in names):
            raise Refused("workbook_signed", file=file)
        if len(names) != len(set(names)):
            raise Refused("workbook_odd", file=file)
        parts = parts_of(data, file)
        found = [_look_at(table, parts[table.name]) for table in tables if table.name in parts]
        self.sheets = tuple(sheet for sheet in found if sheet is not None)
        if not self.sheets:
            raise Refused("workbook_no_list", file=file)

    def plan(
        self, sheet: OwnSheet, column: int, students: Sequence[Student], marks: Mapping[str, Decimal]
    ) -> OwnPlan:
        """Who gets what where. marks: by student's id."""
        people = _people_of(sheet)
        found = {m.account: m.student for m in match_accounts(students, list(people.values())) if m.account}
        rows = {row.number: row for row in sheet.table.rows}
        lines = []
        for number, person in people.items():
            student = found.get(person.id, "")
            before = rows[number].cell(column)
            lines.append(OwnLine(number, person.name or person.number, student, before, marks.get(student)))
        there = set(found.values())
        missing = [one for one in students if one.id in marks and one.id not in there]
        return OwnPlan(tuple(lines), tuple(sorted(missing, key=display_name)))

    def fill(self, sheet: OwnSheet, column: int, plan: OwnPlan, title: str) -> bytes:
        """The whole file with the marks; title: a heading where there is none. Raises as `fill_column`."""
        head = (sheet.mapping.header, title) if sheet.mapping.header else None
        unlocked = unlocked_styles(self.data, self.file)
        return fill_column(self.data, self.file, sheet.part, column, plan.values, head, unlocked)


def _look_at(table: Table, part: str) -> OwnSheet | None:
    mapping = find_header(table) or _find_names(table) or guess_columns(table)
    if mapping is None:
        return None
    if counts_rows(table, mapping):
        mapping = without_numbers(mapping)
    sheet = OwnSheet(table.name, part, table, mapping, ())
    people = set(_people_of(sheet))
    if len(people) < (2 if mapping.guessed else 1):  # one word in a corner is no list
        return None
    taken = {place for place, role in mapping.roles.items() if role in _ROLES}
    width = max(len(row.cells) for row in table.rows)
    while width and not any(row.cell(width - 1) for row in table.rows):
        width -= 1
    rows = [row for row in table.rows if row.number in people]
    columns = tuple(
        OwnColumn(place, letters_of(place), _heading(table, mapping, place, people), filled)
        for place in range(width + 1)
        if place not in taken
        for filled in (sum(bool(row.cell(place)) for row in rows),)
    )
    return OwnSheet(table.name, part, table, mapping, columns)


def _find_names(table: Table) -> ColumnMapping | None:
    """By a header that names no column but that of the names: the others are works that were marked."""
    for place, row in enumerate(table.rows[:HEADER_WITHIN]):
        roles = {column: role for column, role in roles_of(row).items() if role == "name"}
        if roles:
            names = {column: cell for column, cell in enumerate(row.cells) if cell}
            return ColumnMapping(row.number, place + 1, roles, names, table.name)
    return None


def _heading(table: Table, mapping: ColumnMapping, place: int, people: set[int]) -> str:
    """With what stands below it where a heading has two rows."""
    if not mapping.header:
        return ""
    words = [row.cell(place) for row in table.rows if mapping.header <= row.number <= min(people) - 1]
    return " · ".join(dict.fromkeys(word for word in words if word))


def _people_of(sheet: OwnSheet) -> dict[int, _Person]:
    """By number of the row; who has neither a name nor a number is nobody."""
    mapping = sheet.mapping
    found = {}
    for row in sheet.table.rows[mapping.first :]:
        words = [row.cell(mapping.only(role)) for role in ("given", "family", "name")]
        name = " ".join(word for word in words if word)
        number, email = row.cell(mapping.only("number")), row.cell(mapping.only("email"))
        if any(char.isalpha() for char in name) and (number or mapping.only("number") < 0 or email):
            found[row.number] = _Person(str(row.number), number, email, name)
    return found


def _is_same(before: str, mark: Decimal) -> bool:
    if not before:
        return True
    try:
        return Decimal(before.replace(",", ".")) == mark
    except ArithmeticError:
        return False
