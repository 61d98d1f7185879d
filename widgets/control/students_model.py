"""The nicknames of a class without a roster: who has answered, whose phone is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from widgets.control.placed_model import ID_ROLE, Index, Key, PlacedModel
from widgets.language import is_rtl, isolate, show, translate
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.theme import colour, tokens

NICKNAME, ANSWER, PHONE, POINTS = range(4)


@dataclass(frozen=True, slots=True)
class StudentRow:
    """What the list shows of one student. points: None while nothing is scored."""

    id: str
    nickname: str
    connected: bool
    answered: bool
    removed: bool
    points: float | None


class StudentsModel(PlacedModel[StudentRow]):
    """Those who have not answered first (unless switched off), then by nickname; removed ones last."""

    COLUMNS = 4

    def __init__(self) -> None:
        super().__init__()
        self._sources: dict[str, dict[str, Any]] = {}
        self._has_round = False
        self._waiting_first = True

    # --- what it is told --------------------------------------------------------------------------

    def take(self, students: Mapping[str, dict[str, Any]], has_round: bool) -> None:
        """The students of a snapshot by id; who is the same object as before has not changed (`ClassView`).
        has_round: whether there is a question to be answered."""
        changed = {}
        for id_, student in students.items():
            if self._sources.get(id_) is not student and self._rows.get(id_) != (row := _row_of(student)):
                changed[id_] = row
        gone = self._sources.keys() - students.keys()
        self._sources = dict(students)
        other_round = has_round != self._has_round
        self._has_round = has_round
        self.change(changed, gone, anew=other_round)

    def set_waiting_first(self, wanted: bool) -> None:
        """Whether those who have not answered come first."""
        self._waiting_first = wanted
        self.arrange()

    def student(self, id_: str) -> StudentRow | None:
        return self._rows.get(id_)

    def key_of(self, row: StudentRow) -> Key:
        answered = self._waiting_first and self._has_round and row.answered
        return (row.removed, answered, self.fold(row.nickname), row.id)

    def is_shown(self, row: StudentRow) -> bool:
        return not self._search or self._search in self.fold(row.nickname)

    # --- what it tells ----------------------------------------------------------------------------

    def all_words(self, section: int) -> tuple[str, ...]:
        """What may stand in a column other than the nicknames', so that its width never changes."""
        cells = {
            ANSWER: (translate("answered"), translate("not yet"), translate("removed")),
            PHONE: (translate("connected"), translate("away")),
        }
        return (_headings()[section], *cells.get(section, ()))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.ForegroundRole:
            waiting = column == ANSWER and not row.answered
            away = column == PHONE and not row.connected
            return colour("soft") if row.removed or waiting or away else None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_rtl() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        if role == Qt.ItemDataRole.ToolTipRole and column == NICKNAME:
            return plain_tip(row.nickname)
        return None

    def _text(self, row: StudentRow, column: int) -> str:
        if column == NICKNAME:
            return isolate(row.nickname)
        if column == ANSWER:
            if row.removed:
                return translate("removed")
            if not self._has_round:
                return "–"
            return translate("answered") if row.answered else translate("not yet")
        if column == PHONE:
            return translate("connected") if row.connected else translate("away")
        return "–" if row.points is None else show(row.points)

    def _icon(self, row: StudentRow, column: int) -> QIcon | None:
        if column == ANSWER and self._has_round and row.answered and not row.removed:
            return icon("check", tokens().garden, 16)
        if column == PHONE and not row.connected and not row.removed:
            return icon("phone", tokens().amber, 16)
        return None


def _headings() -> tuple[str, ...]:
    return translate("Nickname"), translate("Answer"), translate("Phone"), translate("Points")


def _row_of(student: dict[str, Any]) -> StudentRow:
    return StudentRow(
        student["id"],
        student["nickname"],
        student["connected"],
        student["answered"],
        student["removed"],
        student.get("points"),
    )
