"""Which column of a roster holds what: by the words of its header, else by what the cells look like."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.exchange.columns import HEADER_WITHIN, header_words
from app.exchange.roster_cells import is_email, is_number, is_person
from app.exchange.roster_words import Role, is_weak_number, role_of
from app.exchange.tables import Row, Table

_LONGEST_HEADER: Final = 80
_SEVERAL: Final[frozenset[Role]] = frozenset({"group", "note"})
_NAMES: Final[frozenset[Role]] = frozenset({"name", "family", "given"})
_CAPITALS: Final = re.compile(r"[A-ZÀ-ÖØ-Þ' -]+")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What is read from where, to be shown and corrected. Columns count from 0.

    header: number of the header's row in the file, 0 without one; first: place of the first student in the
    table's rows; roles: column to what it holds, columns that are not read absent; names: column to header.
    sheet: of a workbook; separator: of a text, '' where each line is one student. guessed: no header said so.
    """

    header: int
    first: int
    roles: Mapping[int, Role]
    names: Mapping[int, str]
    sheet: str = ""
    separator: str = ""
    guessed: bool = False

    def columns(self, role: Role) -> list[int]:
        return sorted(column for column, held in self.roles.items() if held == role)

    def only(self, role: Role) -> int:
        """The first column of a role, -1 where there is none."""
        return next(iter(self.columns(role)), -1)


def find_header(table: Table) -> ColumnMapping | None:
    """The mapping by the row that names most columns, a name among them; None without one."""
    best: tuple[int, int] | None = None
    for place, row in enumerate(table.rows[:HEADER_WITHIN]):
        roles = roles_of(row)
        # One word alone is a header only where nothing else stands in its row.
        known = len(roles) > 1 or sum(1 for cell in row.cells if cell) == 1
        if not _NAMES.isdisjoint(roles.values()) and known and (best is None or len(roles) > best[0]):
            best = (len(roles), place)
    if best is None:
        return None
    row = table.rows[best[1]]
    names = {column: cell for column, cell in enumerate(row.cells) if cell}
    return ColumnMapping(row.number, best[1] + 1, roles_of(row), names, table.name, table.separator)


def roles_of(row: Row) -> dict[int, Role]:
    """The roles that the cells of a header name; what can be held once goes to the first."""
    roles: dict[int, Role] = {}
    weak: list[int] = []
    for column, cell in enumerate(row.cells):
        if not cell or len(cell) > _LONGEST_HEADER:
            continue
        words = header_words(cell)
        if is_weak_number(words):
            weak.append(column)
            continue
        role = role_of(words)
        if role and (role in _SEVERAL or role not in roles.values()):
            roles[column] = role
    if weak and "number" not in roles.values():
        # A count of the rows comes first, so that a code beside it is the number.
        roles[weak[-1]] = "number"
    return _settle_names(roles)


def _settle_names(roles: dict[int, Role]) -> dict[int, Role]:
    """'Nom' or 'الاسم' alone is the whole name; beside a whole name its parts are kept only as a pair."""
    held = set(roles.values())
    if {"family", "given"} <= held:
        return {column: role for column, role in roles.items() if role != "name"}
    if "name" in held:
        return {column: role for column, role in roles.items() if role not in ("family", "given")}
    return {column: "name" if role in ("family", "given") else role for column, role in roles.items()}


def guess_columns(table: Table) -> ColumnMapping | None:
    """The mapping of a table without a header; None where no column looks like names."""
    rows = [row for row in table.rows if not row.empty][:200]
    width = max((len(row.cells) for row in rows), default=0)
    roles: dict[int, Role] = {}
    for column in range(width):
        cells = [row.cell(column) for row in rows if row.cell(column)]
        if not cells:
            continue
        if "email" not in roles.values() and _share(cells, is_email) > 0.6:
            roles[column] = "email"
        elif _share(cells, is_number) > 0.8 and not any(char == "," for cell in cells for char in cell):
            # The longer numbers are the school's, the others count the rows.
            other = next((place for place, role in roles.items() if role == "number"), None)
            if other is None or _length(rows, column) > _length(rows, other):
                roles = {place: role for place, role in roles.items() if place != other}
                roles[column] = "number"
        elif _share(cells, is_person) > 0.8:
            roles[column] = "name"
    roles = _part_names(roles, rows)
    if "name" not in roles.values() and "family" not in roles.values():
        return None
    return ColumnMapping(0, 0, roles, {}, table.name, table.separator, guessed=True)


def counts_rows(table: Table, mapping: ColumnMapping) -> bool:
    """Whether the numbers are just 1, 2, 3 ...: they move when somebody joins, and tell nobody apart."""
    column = mapping.only("number")
    cells = [row.cell(column) for row in table.rows[mapping.first :] if is_person(_person_of(row, mapping))]
    return column >= 0 and len(cells) > 2 and cells == [str(n) for n in range(1, len(cells) + 1)]


def without_numbers(mapping: ColumnMapping) -> ColumnMapping:
    roles = {column: role for column, role in mapping.roles.items() if role != "number"}
    return replace(mapping, roles=roles)


def _person_of(row: Row, mapping: ColumnMapping) -> str:
    columns = [column for role in _NAMES for column in mapping.columns(role)]
    return " ".join(row.cell(column) for column in columns).strip()


def _part_names(roles: dict[int, Role], rows: list[Row]) -> dict[int, Role]:
    """Of two columns of names the one in capitals is the family's, else the first; a third is not read."""
    names = [column for column, role in roles.items() if role == "name"]
    if len(names) < 2:
        return roles
    family, given = names[:2]
    capitals = [_share([row.cell(column) for row in rows], _is_capitals) for column in (family, given)]
    if capitals[1] > 0.8 > capitals[0]:
        family, given = given, family
    parted: dict[int, Role] = {column: role for column, role in roles.items() if role != "name"}
    parted[family], parted[given] = "family", "given"
    return parted


def _is_capitals(cell: str) -> bool:
    return bool(_CAPITALS.fullmatch(cell))


def _share(cells: list[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells)


def _length(rows: list[Row], column: int) -> float:
    return sum(len(row.cell(column)) for row in rows) / len(rows)
