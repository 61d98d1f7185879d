"""Which column of a table holds what: by the words of its header, else by what the cells look like.

Headers in French, Arabic, English and the neighbours' languages; sheets of the usual quiz programs.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from app.exchange.column_words import Role, is_lone_answer, role_of
from app.exchange.drafts import folded
from app.exchange.pasted_lines import letter_places
from app.exchange.tables import Row, Table
from app.numerals import western_digits

HEADER_WITHIN: Final = 40  # rows; above a header there may be instructions
_LONGEST_HEADER: Final = 150

_CUT: Final = re.compile(r"\s[-–—]\s|[(\[:*?؟]|\s{2}")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What is read from where, for a preview and to be changed there. Columns count from 0.

    header: number of the header's row, 0 without one; first: place of the first data row in the table;
    roles: column to what it holds, columns that are not read absent; names: column to its header.
    sheet: of a workbook; separator: of a text.
    """

    header: int
    first: int
    roles: dict[int, Role]
    names: dict[int, str]
    sheet: str = ""
    separator: str = ""

    def columns(self, *roles: Role) -> list[int]:
        return [column for column, role in sorted(self.roles.items()) if role in roles]

    def only(self, role: Role) -> int:
        """The first column of a role, -1 when there is none."""
        return next(iter(self.columns(role)), -1)


@dataclass(frozen=True, slots=True)
class Columns:
    """A table, what is read of its columns, and the names of all sheets that hold anything."""

    table: Table
    mapping: Mapping
    sheets: tuple[str, ...] = ()


SEVERAL: Final[frozenset[Role]] = frozenset({"option", "wrong", "key", "tags"})
"""What more than one column may hold."""


def assign_role(mapping: Mapping, column: int, role: Role | None) -> Mapping:
    """The mapping where a column holds something else, None for nothing that is read. What only one column
    can hold goes over to it."""
    roles = {place: held for place, held in mapping.roles.items() if place != column}
    if role is not None:
        if role not in SEVERAL:
            roles = {place: held for place, held in roles.items() if held != role}
        roles[column] = role
    return replace(mapping, roles=roles)


def find_header(table: Table) -> Mapping | None:
    """The mapping by the first row whose words name a question and what is answered; None without one."""
    for place, row in enumerate(table.rows[:HEADER_WITHIN]):
        roles = roles_of(row)
        held = set(roles.values())
        if "question" not in held and "title" in held:  # as some programs call it
            roles = {column: "question" if role == "title" else role for column, role in roles.items()}
            held = set(roles.values())
        answered = held & {"option", "options", "key", "wrong"}
        if "question" in held and answered:
            names = {column: cell for column, cell in enumerate(row.cells) if cell}
            return Mapping(row.number, place + 1, roles, names, table.name, table.separator)
    return None


def roles_of(row: Row) -> dict[int, Role]:
    """The roles that the cells of a header name; a role that can be held once goes to the first."""
    roles: dict[int, Role] = {}
    lone: list[int] = []
    for column, cell in enumerate(row.cells):
        if not cell or len(cell) > _LONGEST_HEADER:
            continue
        words = header_words(cell)
        if is_lone_answer(words):
            lone.append(column)
            continue
        role = role_of(words)
        if role and (role in SEVERAL or role not in roles.values()):
            roles[column] = role
    _place_lone(roles, lone, row)
    options = [column for column, role in roles.items() if role == "option"]
    if len(options) == 1 and "options" not in roles.values():
        roles[options[0]] = "options"
    return roles


def _place_lone(roles: dict[int, Role], lone: list[int], row: Row) -> None:
    """'Answer' alone is the key, one option of several that are all called so, or all options in a cell."""
    held = set(roles.values())
    if len(lone) > 1:
        roles |= dict.fromkeys(lone, "option")
    elif lone and "key" not in held:
        roles[lone[0]] = "key"
    elif lone:
        roles[lone[0]] = "option" if "option" in held else "options"


def header_words(cell: str) -> str:
    """A header as it is compared: without its remarks behind a dash or in brackets."""
    cut = _CUT.split(cell.strip().lstrip("#*").strip() or cell)[0]
    return western_digits(folded(cut)).strip(" .:*") or folded(cell)


def guess_columns(table: Table) -> Mapping | None:
    """The mapping of a table without a header: question, options, key; None when rows look otherwise."""
    rows = [row for row in table.rows if not row.empty]
    width = max((len(row.cells) for row in rows[:60]), default=0)
    if not rows or width < 4:
        return None
    sample = rows[:200]
    start = 1 if _share([row.cell(0).isdecimal() for row in sample]) > 0.9 else 0
    best: tuple[float, int] = (0.0, -1)
    for key in range(width - 1, start + 2, -1):
        options = range(start + 1, key)
        fitting = _share([_fits(row, key, options) for row in sample])
        if fitting > best[0]:
            best = (fitting, key)
    if best[0] < 0.8:
        return None
    key = best[1]
    roles: dict[int, Role] = {start: "question", key: "key"}
    middle = list(range(start + 1, key))
    if len(middle) > 2 and _share([_is_time(row.cell(middle[-1])) for row in sample]) == 1:
        roles[middle.pop()] = "time"
    roles |= dict.fromkeys(middle, "option")
    if start:
        roles[0] = "number"
    if key + 1 < width and _share([len(row.cell(key + 1)) > 10 for row in sample]) > 0.5:
        roles[key + 1] = "feedback"
    return Mapping(0, 0, roles, {}, table.name, table.separator)


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def _is_time(cell: str) -> bool:
    return cell.isdecimal() and 5 <= int(cell[:5]) <= 600 and int(cell[:5]) % 5 == 0


def _fits(row: Row, key: int, options: range) -> bool:
    """Whether a row has words, at least two options, and a cell that names one of them."""
    filled = [row.cell(column) for column in options if row.cell(column)]
    words, named = row.cell(options.start - 1), row.cell(key)
    if len(filled) < 2 or not named or len(words) < 2 or words.isdecimal():
        return False
    if any(folded(named) == folded(option) for option in filled):
        return True
    if named.isdecimal() and len(named) < 3:
        return int(named) <= len(filled)
    return any(place < len(filled) for place in letter_places(named))
