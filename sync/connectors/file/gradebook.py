"""Marks as files, for platforms to which there is no connection. A file proves nothing: what became of it is
not known here, so that its values never count as confirmed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Protocol

from app.outgoing.rows import Result
from app.reports import gradebook
from app.reports.gradebook import GradebookRow


class Person(Protocol):
    """Who a student is, as rosters say it."""

    @property
    def number(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def given(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Format:
    """write: from rows, the title of the column and the reader's language."""

    suffix: str
    write: Callable[[Sequence[GradebookRow], str, str], bytes]


FORMATS: Final = {
    "moodle": Format(".csv", lambda rows, title, language: gradebook.write_moodle_csv(rows, title)),
    "csv": Format(".csv", gradebook.write_csv),
    "xlsx": Format(".xlsx", gradebook.write_xlsx),
}


@dataclass(frozen=True, slots=True)
class File:
    """left_out: ids of students with a mark about whom nothing is known that a gradebook could find them by;
    they are told, not dropped in silence."""

    content: bytes
    suffix: str
    left_out: tuple[str, ...]


def write_marks(
    results: Iterable[Result], people: Mapping[str, Person], format: str, title: str, language: str
) -> File:
    """The grades among `results`, in the order of `people`; those of the class without one have an empty
    cell."""
    marks = {result.student: _number(result.value) for result in results if result.kind == "grade"}
    rows = [
        GradebookRow(p.number, p.email, p.family or p.name, p.given, marks.get(student))
        for student, p in people.items()
    ]
    left_out = tuple(student for student in marks if student not in people)
    chosen = FORMATS[format]
    return File(chosen.write(rows, title, language), chosen.suffix, left_out)


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None
