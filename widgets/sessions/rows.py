"""A table of rows that are plain values: columns say how to show and sort them.

It sorts and searches by itself: a class of a thousand leaves fifty thousand answers, and Qt's proxy would ask
Python about each pair of them.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.quiz.folding import fold
from app.quiz.model import Folding
from widgets.parts.tables import name_table
from widgets.parts.tips import plain_tip
from widgets.theme import colour

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW: Final = Qt.ItemDataRole.UserRole
"""The row itself."""
_FOLDING: Final = Folding()
_ROW_HEIGHT: Final = 38
_LEAST: Final = 140  # pixels of the column that takes what is left; below, the table scrolls


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """sort: what to compare, None for unsorted; number: stands at the end of its column; shade: name of a
    colour in `Tokens`, '' for the usual one; width: pixels, 0 takes what is left.
    tip: of the heading, where it is short. tell: in whole words what `show` says by a sign; centred: signs
    stand in the middle. needs: how wide the table must be (pixels) for the column to be shown."""

    title: str
    show: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    number: bool = False
    shade: Callable[[Row], str] | None = None
    width: int = 110
    tip: str = ""
    tell: Callable[[Row], str] | None = None
    centred: bool = False
    needs: int = 0


class RowsModel(QAbstractTableModel, Generic[Row]):
    """key: what makes a row the same one after a change."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.key = key
        self._all: list[Row] = []
        self._texts: Sequence[str] | None = None
        self._rows: list[Row] = []
        self._search = ""
        self._accept: Callable[[Row], bool] | None = None
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> list[Row]:
        """What is shown, in its order."""
        return self._rows

    def set_rows(
        self,
        rows: Sequence[Row],
        columns: Sequence[Column[Row]] | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """texts: what each row is searched in, folded, where it was made ready beside the window; else the
        words of all columns."""
        self.beginResetModel()
        if columns is not None:
            self.columns = list(columns)
            if self._sorted is not None and self._sorted[0] >= len(self.columns):
                self._sorted = None
        self._all = list(rows)
        self._texts = texts
        self._rows = self._arranged()
        self.endResetModel()

    def set_search(self, text: str, accept: Callable[[Row], bool] | None = None) -> None:
        """Show only rows with these words in what is searched, folded; accept: a further condition."""
        self.beginResetModel()
        self._search, self._accept = fold(text, _FOLDING), accept
        self._rows = self._arranged()
        self.endResetModel()

    def place_of(self, key: Hashable) -> int:
        """The place of the row with this key, -1 where it is not shown."""
        return next((n for n, row in enumerate(self._rows) if self.key(row) == key), -1)

    def places_of(self, keys: Sequence[Hashable]) -> list[int]:
        """The places of the rows with these keys that are shown, from the top."""
        wanted = set(keys)
        return [n for n, row in enumerate(self._rows) if self.key(row) in wanted] if wanted else []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = (column.tell or column.show)(row)
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column.shade is not None:
            name = column.shade(row)
            return colour(name) if name else None
        return row if role == ROW else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = column.tip or column.title
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return _alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns) or self.columns[column].sort is None:
            return
        self.beginResetModel()
        self._sorted = (column, order)
        self._rows = self._arranged()
        self.endResetModel()

    def _arranged(self) -> list[Row]:
        rows = self._all
        if self._search:
            if self._texts is None:
                self._texts = [self._fold(row) for row in self._all]
            rows = [row for row, text in zip(rows, self._texts, strict=True) if self._search in text]
        rows = [row for row in rows if self._accept is None or self._accept(row)]
        if self._sorted is not None:
            column, order = self._sorted
            key = self.columns[column].sort
            if key is not None:
                rows.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        return rows

    def _fold(self, row: Row) -> str:
        return "\n".join(fold(column.show(row), _FOLDING) for column in self.columns)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    if column.centred:
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignTrailing if column.number else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter


class RowsTable(QTableView, Generic[Row]):
    """Whole rows are chosen, and stay chosen when the rows change. Enter says `entered_row`."""

    chosen = Signal()
    """Other rows are chosen, or what is chosen has changed."""
    entered_row = Signal()

    def __init__(self, model: RowsModel[Row], name: str, *, several: bool = False) -> None:
        super().__init__()
        self._model = model
        self._keys: list[Hashable] = []
        self.setModel(model)
        name_table(self, name)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        # First none, because Qt sorts at once by what its indicator shows.
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.fit_columns()
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._give_back)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda *_: self.entered_row.emit())

    def fit_columns(self) -> None:
        for place, column in enumerate(self._model.columns):
            self.setColumnHidden(place, False)
            if column.width:
                self.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(place, column.width)
        self._make_room()

    def chosen_rows(self) -> list[Row]:
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.rows[place] for place in places]

    def choose(self, key: Hashable) -> bool:
        """Choose the row with this key; whether it is there."""
        return self.choose_place(self._model.place_of(key))

    def choose_place(self, place: int) -> bool:
        """Choose the row at this place alone; whether there is one. (Qt's `selectRow` does nothing in a table
        from right to left that was not drawn yet.)"""
        if not 0 <= place < len(self._model.rows):
            return False
        flags = self.selectionModel().SelectionFlag
        index = self._model.index(place, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
            return
        super().keyPressEvent(event)

    def _make_room(self) -> None:
        """Hide what finds no room, and let no column become too narrow to be read."""
        taken, takers = 0, []
        for place, column in enumerate(self._model.columns):
            if column.needs:
                self.setColumnHidden(place, self.width() < column.needs)
            if self.isColumnHidden(place):
                continue
            if column.width:
                taken += self.columnWidth(place)
            else:
                takers.append(place)
        # By the table's own width: the viewport's changes with the scroll bars that this brings.
        free = self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width() - taken
        modes, header = QHeaderView.ResizeMode, self.horizontalHeader()
        wanted = modes.Interactive if free < _LEAST * len(takers) else modes.Stretch
        for place in takers:
            if header.sectionResizeMode(place) is not wanted:
                header.setSectionResizeMode(place, wanted)
                if wanted is modes.Interactive:
                    self.setColumnWidth(place, _LEAST)

    def _keep(self) -> None:
        self._keys = [self._model.key(row) for row in self.chosen_rows()]

    def _give_back(self) -> None:
        """In one step: a thousand of them, each by itself, would take a minute."""
        places, chosen = self._model.places_of(self._keys), QItemSelection()
        for run in _runs(places):
            chosen.select(self._model.index(run[0], 0), self._model.index(run[-1], 0))
        flags = self.selectionModel().SelectionFlag
        if places:
            self.selectionModel().setCurrentIndex(self._model.index(places[-1], 0), flags.NoUpdate)
            self.selectionModel().select(chosen, flags.Select | flags.Rows)
        self.chosen.emit()


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Places that stand right below each other, together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run
