"""Marks for Canvas's gradebook, from the CSV file that it exports: the same people and one column.

Canvas finds people by its own ID, which only that file tells. An empty cell empties the grade there, so that
whoever has no mark is left out. The form of the file is said in docs/sync.md.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.errors import Refused
from app.exchange.own_book import OwnLine, OwnPlan
from app.numerals import parse_number
from app.people.matching import match_accounts
from app.people.model import Student
from app.people.names import display_name, fold_name

NEW: Final = -1
"""The place of a column that the file has not yet."""
_WHO: Final = (
    "Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account",
    "Section",
)  # fmt: skip
_NUMBERS: Final = ("SIS User ID", "SIS Login ID", "Integration ID", "ID")
_POINTS: Final = "Points Possible"
_WITH_ID: Final = re.compile(r"(.*\S)\s+\((\d+)\)")
_COMPUTED: Final = re.compile(r"\b(Current|Final|Override)(?= (Score|Points|Grade|Status)\b)")
_FORMULA: Final = "=+-@＝＋－＠"
_BOM: Final = "\ufeff"
_MOST_POINTS: Final = 10_000  # a scale of marks has no more


@dataclass(frozen=True, slots=True)
class CanvasColumn:
    """An assignment. name: its title; top: its points, None for a new one, which takes those of the marks."""

    place: int
    name: str
    top: Decimal | None


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    number: str
    email: str
    name: str


class CanvasBook:
    """columns: assignments that can be filled; those that Canvas computes are none of them. Raises
    `Refused('canvas_unknown')` where the text is no export of a gradebook."""

    def __init__(self, text: str, file: str) -> None:
        rows = next(_readings(text), None)
        if rows is None:
            raise Refused("canvas_unknown", file=file)
        self._rows, head = rows, rows[0]
        self._places: dict[str, int] = {name: head.index(name) for name in _WHO if name in head}
        self._points = next((row for row in self._rows[1:] if row[0] == _POINTS), [])
        id_ = self._places["ID"]
        # The line of the file is what tells people apart, should an ID be there twice.
        self._people = {n: row for n, row in enumerate(self._rows, 1) if n > 1 and _cell(row, id_).isdigit()}
        self.columns = tuple(
            CanvasColumn(place, found[1], top)
            for place, name in enumerate(head)
            if (found := _WITH_ID.fullmatch(name)) and (top := _points(_cell(self._points, place)))
        )

    def new_name(self, title: str) -> str:
        """`title` as Canvas takes it for a new assignment: not for the ID of another, nor a column that it
        computes, nor one that is there."""
        name = " ".join(title.split()).lstrip(_FORMULA + "' ") or "Quiz"
        while found := _WITH_ID.fullmatch(name):
            name = f"{found[1]} {found[2]}"
        name = _COMPUTED.sub(r"\1:", name)
        there = {column.name for column in self.columns} | set(self._rows[0])
        number, free = 1, name
        while free in there:
            number += 1
            free = f"{name} – {number}"
        return free

    def plan(self, place: int, students: Sequence[Student], marks: Mapping[str, Decimal]) -> OwnPlan:
        """Who gets what. marks: by student's id, on the scale of the column."""
        people = self._persons(students)
        found = {m.account: m.student for m in match_accounts(students, people) if m.account}
        lines = []
        for one in people:
            student = found.get(one.id, "")
            before = _cell(self._people[int(one.id)], place)
            lines.append(OwnLine(int(one.id), one.name, student, before, marks.get(student)))
        there = set(found.values())
        missing = [one for one in students if one.id in marks and one.id not in there]
        return OwnPlan(tuple(lines), tuple(sorted(missing, key=display_name)))

    def fill(self, place: int, plan: OwnPlan, title: str, top: Decimal) -> bytes:
        """The file that Canvas imports: commas and points, whatever the language. title, top: of a new
        assignment; one that is there keeps its own."""
        new = place == NEW
        points = f"{top:f}" if new else _cell(self._points, place)
        who = sorted(self._places, key=lambda name: self._places[name])
        head = [*who, self.new_name(title) if new else self._rows[0][place]]
        body = [
            [*(_tame(_cell(self._people[number], self._places[name])) for name in who), f"{mark:f}"]
            for number, mark in plan.values.items()
        ]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([head, [f"    {_POINTS}", *[""] * (len(who) - 1), points], *body])
        return out.getvalue().encode("utf-8", "replace")

    def _persons(self, students: Sequence[Student]) -> list[_Person]:
        """The school's number stands in one of Canvas's fields, or in none of them."""
        ours = {fold_name(one.number) for one in students if one.number}
        hits = {
            name: sum(fold_name(_cell(row, self._places[name])) in ours for row in self._people.values())
            for name in _NUMBERS
            if name in self._places
        }
        best = max(hits, key=lambda name: hits[name])
        number = self._places[best] if hits[best] else NEW
        return [self._person(line, row, number) for line, row in self._people.items()]

    def _person(self, line: int, row: Sequence[str], number: int) -> _Person:
        def cell(name: str) -> str:
            return _cell(row, self._places.get(name, NEW))

        family, _, given = cell("Student").partition(",")
        login = cell("SIS Login ID")
        name = " ".join(f"{given or cell('FirstName')} {family or cell('LastName')}".split())
        return _Person(str(line), _cell(row, number), login if "@" in login else "", name)


def _readings(text: str) -> Iterator[list[list[str]]]:
    """The rows of the file by each separator that makes a gradebook of it."""
    for separator in ",;\t":
        reader = csv.reader(io.StringIO(text.removeprefix(_BOM), newline=""), delimiter=separator)
        try:
            rows = [[cell.strip() for cell in row] for row in reader if row]
        except csv.Error:
            continue
        head = rows[0] if rows else []
        if (
            "ID" in head
            and "Section" in head
            and ("Student" in head or {"LastName", "FirstName"} <= set(head))
        ):
            yield rows


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""


def _tame(cell: str) -> str:
    """What a spreadsheet takes for text; Canvas goes by the ID, so that names may bear an apostrophe more."""
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) else cell


def _points(cell: str) -> Decimal | None:
    """None for none, for "(read only)", and for more than a scale has."""
    found = parse_number(cell)
    return found if found is not None and 0 < found <= _MOST_POINTS else None
