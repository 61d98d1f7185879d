"""What students typed (words, numbers), most frequent first, with a box for what the wall may show."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap

from app.signs import show_numeral, show_percent
from widgets.language import isolate, language, translate
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.theme import tokens

KEY_ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the distribution. right: its credit, None where nothing is right or wrong."""

    key: str
    label: str
    count: int
    right: float | None


class EntriesModel(QAbstractListModel):
    toggled = Signal(str, bool)
    """The teacher ticked a box: key of the line, whether the wall shall show it."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._shown: frozenset[str] = frozenset()
        self._answers = 0
        self._boxes = False
        self._still = False
        blank = QPixmap(16, 16)  # so that all words begin below each other
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)

    def take(self, bars: list[dict[str, Any]], shown: frozenset[str], answers: int, *, boxes: bool) -> None:
        """The lines of a snapshot. boxes: whether the wall can show them one by one."""
        fresh = [Entry(bar["key"], bar["label"] or bar["key"], bar["count"], bar["right"]) for bar in bars]
        if self._still:
            place = {entry.key: row for row, entry in enumerate(self._entries)}
            fresh.sort(key=lambda entry: place.get(entry.key, len(place)))
        if (fresh, shown, answers, boxes) == (self._entries, self._shown, self._answers, self._boxes):
            return
        before, after = [e.key for e in self._entries], [e.key for e in fresh]
        if sorted(before) != sorted(after):
            self.beginResetModel()
            self._entries, self._shown, self._answers, self._boxes = fresh, shown, answers, boxes
            self.endResetModel()
            return
        self._shown, self._answers, self._boxes = shown, answers, boxes
        if before == after:
            self._entries = fresh
        else:
            self.layoutAboutToBeChanged.emit()
            self._move_to(fresh)
            self.layoutChanged.emit()
        if fresh:
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))

    def set_still(self, still: bool) -> None:
        """While still (the mouse is over the list), lines keep their places and new ones come last."""
        self._still = still

    def row_of(self, key: str) -> int:
        """Where this line stands, -1 where it is not there."""
        return next((row for row, entry in enumerate(self._entries) if entry.key == key), -1)

    def entry(self, index: _Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() else None

    def is_shown(self, key: str) -> bool:
        """Whether the wall shows this line."""
        return key in self._shown

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            label = isolate(show_numeral(language(), entry.label))
            share = show_percent(language(), entry.count, self._answers)
            return f"{label}   {isolate(f'{entry.count}  ·  {share}')}"
        if role == KEY_ROLE:
            return entry.key
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(entry.label)
        if role == Qt.ItemDataRole.DecorationRole:
            right = entry.right is not None and entry.right > 0
            return icon("check", tokens().garden, 16) if right else self._blank
        if role == Qt.ItemDataRole.CheckStateRole and self._boxes:
            return Qt.CheckState.Checked if entry.key in self._shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = translate("right") if entry.right and entry.right > 0 else ""
            return f"{entry.label}: {entry.count} {words}".strip()
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick is a wish: the box changes once the class has it."""
        entry = self.entry(index)
        if entry is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggled.emit(entry.key, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._boxes else flags

    def _move_to(self, fresh: list[Entry]) -> None:
        """The same lines in another order; what was chosen stays chosen."""
        before = self.persistentIndexList()
        keys = [self._entries[index.row()].key for index in before]
        self._entries = fresh
        self.changePersistentIndexList(before, [self.index(self.row_of(key)) for key in keys])
