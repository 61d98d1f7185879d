"""The students of a class as rows of a table: sorted and found without regard to accents."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QResizeEvent

from app.people.model import RosterCopy, Student
from app.people.names import display_name, fold_name, search_key, sorting_key
from widgets.language import show, translate
from widgets.sessions.rows import Column, RowsModel, RowsTable

LANGUAGE_NAMES: Final = {"fr": "Français", "ar": "العربية", "en": "English"}
"""Each in its own language, so that nothing is to be translated."""

_ISOLATE: Final = ("\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")
_NEEDED: Final = {0: 300, 2: 380, 3: 680, 4: 540, 5: 380}
"""Columns, and how wide the table must be (pixels) for them to be shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. has_pin: whether a PIN was chosen; devices: how many know the student."""

    student: Student
    has_pin: bool
    devices: int


def entries_of(copy: RosterCopy) -> list[Entry]:
    known = Counter(copy.devices.values())
    return [Entry(student, student.id in copy.pins, known[student.id]) for student in copy.roster.students]


class StudentsModel(RowsModel[Entry]):
    def __init__(self) -> None:
        super().__init__(_columns(), lambda entry: entry.student.id)

    def search(self, text: str) -> None:
        """Show only whom all these words are found in: number, names, address, groups."""
        words = fold_name(text).split()

        def fits(entry: Entry) -> bool:
            key = search_key(entry.student)
            return all(word in key for word in words)

        self.set_search("", fits if words else None)


class StudentsTable(RowsTable[Entry]):
    """Where it is narrow, names go before what the form beside it shows as well."""

    def __init__(self, model: StudentsModel) -> None:
        super().__init__(model, translate("Students"), several=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column, needed in _NEEDED.items():
            self.setColumnHidden(column, self.width() < needed)
        super().resizeEvent(event)


def written_name(student: Student) -> str:
    """The name as the school wrote it, else what there is."""
    return student.name or display_name(student)


def keep_order(figures: str) -> str:
    """Signs and figures from left to right in a line of any direction."""
    return f"{_ISOLATE[0]}{figures}{_ISOLATE[1]}"


def show_factor(time: float) -> str:
    """'× 1.33'."""
    return keep_order(f"× {show(time)}")


def _columns() -> list[Column[Entry]]:
    return [
        Column(translate("Number"), lambda one: one.student.number, _by_number, width=116),
        Column(
            translate("Name"),
            lambda one: written_name(one.student),
            lambda one: sorting_key(one.student),
            width=0,
        ),
        Column(
            translate("Groups"),
            lambda one: ", ".join(one.student.groups),
            lambda one: fold_name(" ".join(one.student.groups)),
            width=92,
        ),
        Column(
            translate("E-mail"),
            lambda one: one.student.email,
            lambda one: one.student.email.casefold(),
            width=170,
        ),
        Column(
            translate("Language"),
            lambda one: LANGUAGE_NAMES.get(one.student.language, ""),
            lambda one: one.student.language,
            width=92,
        ),
        Column(
            translate("Time ×"),
            lambda one: show_factor(one.student.extra_time) if one.student.extra_time > 1 else "",
            lambda one: one.student.extra_time,
            width=76,
            tip=translate("Extra time on every question"),
        ),
    ]


def _by_number(entry: Entry) -> tuple[int, str]:
    """Numbers by their length first, so that 9 stands before 10."""
    return len(entry.student.number), entry.student.number
