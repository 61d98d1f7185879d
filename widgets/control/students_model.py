"""The students of the class as a table that changes only where something has changed.

With 1,000 students a snapshot often changes five of them: those rows move or are drawn anew, nothing else.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from app.quiz.folding import fold
from app.quiz.model import Folding
from widgets.language import is_rtl, isolate, show, translate
from widgets.parts.icons import icon
from widgets.theme import colour, tokens

NICKNAME, ANSWER, PHONE, POINTS = range(4)
ID_ROLE: Final = Qt.ItemDataRole.UserRole
MANY: Final = 10  # changes at once beyond which the whole order is made anew
_ALIKE: Final = Folding()
_ROOT: Final = QModelIndex()
_Key = tuple[bool, bool, str, str]
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class StudentRow:
    """What the list shows of one student. points: None while nothing is scored."""

    id: str
    nickname: str
    connected: bool
    answered: bool
    removed: bool
    points: float | None


class StudentsModel(QAbstractTableModel):
    """Those who have not answered first (unless switched off), then by nickname; removed ones last."""

    def __init__(self) -> None:
        super().__init__()
        self._students: dict[str, StudentRow] = {}
        self._sources: dict[str, dict[str, Any]] = {}
        self._folded: dict[str, str] = {}  # nickname -> what it is sorted and searched by
        self._placed: dict[str, _Key] = {}  # visible ids and the key under which they stand
        self._keys: list[_Key] = []
        self._search = ""
        self._has_round = False
        self._waiting_first = True
        self._still = False

    # --- what it is told --------------------------------------------------------------------------

    def take(self, students: Mapping[str, dict[str, Any]], has_round: bool) -> None:
        """The students of a snapshot by id; who is the same object as before has not changed (`ClassView`).
        has_round: whether there is a question to be answered."""
        changed = {}
        for id_, student in students.items():
            if self._sources.get(id_) is not student and self._students.get(id_) != (row := _row_of(student)):
                changed[id_] = row
        gone = self._sources.keys() - students.keys()
        self._sources = dict(students)
        for id_ in gone:
            del self._students[id_]
        self._students.update(changed)
        if gone or has_round != self._has_round:
            self._has_round = has_round
            self._arrange()
        elif self._still:
            self._show_in_place(changed)
        elif len(changed) > MANY:
            self._arrange()
        else:
            for id_ in changed:
                self._place(id_)

    def set_search(self, text: str) -> None:
        """Show only those whose nickname holds this text, whatever its case and accents."""
        folded = fold(text, _ALIKE)
        if folded != self._search:
            self._search = folded
            self._reset()

    def set_waiting_first(self, wanted: bool) -> None:
        """Whether those who have not answered come first."""
        self._waiting_first = wanted
        self._arrange()

    def set_still(self, still: bool) -> None:
        """While still (the mouse is over the list), rows change but do not move."""
        if self._still and not still:
            self._still = False
            self._arrange()
        self._still = still

    def student(self, id_: str) -> StudentRow | None:
        return self._students.get(id_)

    def row_of(self, id_: str) -> int:
        """Where this student stands, -1 where it is not shown."""
        key = self._placed.get(id_)
        return -1 if key is None else bisect_left(self._keys, key)

    # --- what it tells ----------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = (translate("Nickname"), translate("Answer"), translate("Phone"), translate("Points"))
            return names[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._students[self._keys[index.row()][3]]
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
            return row.nickname
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

    # --- order ------------------------------------------------------------------------------------

    def _key(self, row: StudentRow) -> _Key:
        """Where a student stands; the id makes it unique and leads back to the student."""
        folded = self._fold(row.nickname)
        answered = self._waiting_first and self._has_round and row.answered
        return (row.removed, answered, folded, row.id)

    def _fold(self, nickname: str) -> str:
        if nickname not in self._folded:
            self._folded[nickname] = fold(nickname, _ALIKE)
        return self._folded[nickname]

    def _is_shown(self, row: StudentRow) -> bool:
        return not self._search or self._search in self._fold(row.nickname)

    def _place(self, id_: str) -> None:
        """Put one student where it belongs now."""
        row = self._students[id_]
        old, new = self._placed.get(id_), self._key(row)
        if old is not None and not self._is_shown(row):
            at = bisect_left(self._keys, old)
            self.beginRemoveRows(_ROOT, at, at)
            del self._keys[at], self._placed[id_]
            self.endRemoveRows()
        elif old is None and self._is_shown(row):
            at = bisect_left(self._keys, new)
            self.beginInsertRows(_ROOT, at, at)
            self._keys.insert(at, new)
            self._placed[id_] = new
            self.endInsertRows()
        elif old is not None:
            at, to = bisect_left(self._keys, old), bisect_left(self._keys, new)
            if old != new and to not in (at, at + 1):
                self.beginMoveRows(_ROOT, at, at, _ROOT, to)
                self._keys.pop(at)
                at = to - 1 if to > at else to
                self._keys.insert(at, new)
                self._placed[id_] = new
                self.endMoveRows()
            else:
                self._keys[at] = new
                self._placed[id_] = new
            self.dataChanged.emit(self.index(at, 0), self.index(at, 3))

    def _show_in_place(self, changed: Iterable[str]) -> None:
        """Draw anew without moving anything; who is new comes last."""
        for id_ in changed:
            at = self.row_of(id_)
            if at >= 0:
                self.dataChanged.emit(self.index(at, 0), self.index(at, 3))
            elif self._is_shown(self._students[id_]):
                key = (True, True, "\U0010ffff", id_)
                at = bisect_left(self._keys, key)
                self.beginInsertRows(_ROOT, at, at)
                self._keys.insert(at, key)
                self._placed[id_] = key
                self.endInsertRows()

    def _arrange(self) -> None:
        """Everything into its order at once."""
        keys = sorted(self._key(row) for row in self._students.values() if self._is_shown(row))
        if len(keys) != len(self._keys) or {key[3] for key in keys} != self._placed.keys():
            self._reset()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._keys[index.row()][3] for index in before]
        self._keys, self._placed = keys, {key[3]: key for key in keys}
        after = [self.index(self.row_of(id_), index.column()) for id_, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        if keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(keys) - 1, 3))

    def _reset(self) -> None:
        self.beginResetModel()
        self._keys = sorted(self._key(row) for row in self._students.values() if self._is_shown(row))
        self._placed = {key[3]: key for key in self._keys}
        self.endResetModel()


def _row_of(student: dict[str, Any]) -> StudentRow:
    return StudentRow(
        student["id"],
        student["nickname"],
        student["connected"],
        student["answered"],
        student["removed"],
        student.get("points"),
    )
