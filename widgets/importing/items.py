"""The questions that a file holds, to be taken or left, as a list that stays fast with thousands of them."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from app.exchange.import_plan import Item, Plan
from app.exchange.report import Line
from app.quiz.plain import readable
from widgets.importing.notices import severity_word, tell_line
from widgets.language import isolate, translate
from widgets.parts.kind_names import kind_name

Index = QModelIndex | QPersistentModelIndex

ENTRY: Final = Qt.ItemDataRole.UserRole
"""The `Item` of a row, or the `Line` of a place that gave no question."""


class ItemsModel(QAbstractListModel):
    """Questions and places left out, in the order of the file. A box says whether a question is taken."""

    picked = Signal()
    """Other questions are taken now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan
        self._entries = _in_order(plan)
        self._numbers = {id(item): number for number, item in enumerate(plan.items, 1)}

    @property
    def plan(self) -> Plan:
        return self._plan

    def number(self, item: Item) -> int:
        """The place of a question in its file, from 1."""
        return self._numbers[id(item)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        entry = self._entries[index.row()]
        if isinstance(entry, Item) and not self._plan.holds(entry):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(entry)
        if role == Qt.ItemDataRole.CheckStateRole and isinstance(entry, Item):
            taken = entry.taken and not self._plan.holds(entry)
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = [f"{severity_word(line.severity)}. {tell_line(line)}" for line in lines_of(entry)]
            return ". ".join([words_of(entry), *remarks_of(entry), *told])
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self._entries[index.row()] if index.isValid() else None
        if role != Qt.ItemDataRole.CheckStateRole or not isinstance(entry, Item):
            return False
        entry.taken = Qt.CheckState(value) == Qt.CheckState.Checked
        place = self.index(index.row())
        self.dataChanged.emit(place, place, [Qt.ItemDataRole.CheckStateRole])
        self.picked.emit()
        return True

    def pick_all(self, taken: bool) -> None:
        for item in self._plan.items:
            item.taken = taken
        self.refresh()

    def refresh(self) -> None:
        """The plan was changed otherwise."""
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))
        self.picked.emit()


class NoticedFilter(QSortFilterProxyModel):
    """All rows, or those alone that something is told about."""

    def __init__(self) -> None:
        super().__init__()
        self._only = False

    def set_only_noticed(self, only: bool) -> None:
        self._only = only
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        entry = self.sourceModel().index(source_row, 0).data(ENTRY)
        return not self._only or bool(lines_of(entry)) or (isinstance(entry, Item) and bool(entry.same.quiz))


def lines_of(entry: Item | Line) -> tuple[Line, ...]:
    """What is told about a row."""
    return entry.notices if isinstance(entry, Item) else (entry,)


def words_of(entry: Item | Line) -> str:
    """What a row is known by: title or text of a question, or the words that were left out."""
    if isinstance(entry, Line):
        return entry.text or translate("Line {line}").format(line=entry.line)
    question = entry.question
    return readable(question.text) or question.title or kind_name(question.kind)


def remarks_of(entry: Item | Line) -> list[str]:
    """What stands under a row: its kind, its line and what the library has of it."""
    if isinstance(entry, Line):
        return []
    remarks = [kind_name(entry.question.kind)]
    if entry.question.line:
        remarks.append(translate("line {line}").format(line=entry.question.line))
    if entry.same.state == "same":
        remarks.append(translate("same as in {title}").format(title=isolate(entry.same.title)))
    elif entry.same.state == "changed":
        remarks.append(translate("differs from the one in {title}").format(title=isolate(entry.same.title)))
    return remarks


def _in_order(plan: Plan) -> list[Item | Line]:
    """The questions in the order of the quiz, each line that gave none where it stood among them."""
    entries: list[Item | Line] = []
    waiting = list(plan.left_out)
    for item in plan.items:
        while waiting and waiting[0].line < item.question.line:
            entries.append(waiting.pop(0))
        entries.append(item)
    return entries + waiting
