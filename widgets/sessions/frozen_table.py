"""A table whose first columns stay where they are while the others are moved under them: two views of one
model, held together."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QWidget

from widgets.parts.basics import column
from widgets.sessions.rows import RowsModel, RowsTable

Row = TypeVar("Row")


class FrozenTable(QFrame, Generic[Row]):
    """Rows are chosen in both at once, sorted by the heading of either. frozen: how many columns stay."""

    chosen = Signal()
    entered_row = Signal()

    def __init__(self, model: RowsModel[Row], name: str, further: str, frozen: int) -> None:
        """name, further: of the columns that stay and of the others, for screen readers."""
        super().__init__()
        self.setProperty("kind", "card")
        self._model, self._frozen = model, frozen
        self.names: RowsTable[Row] = RowsTable(model, name)
        self.cells: RowsTable[Row] = RowsTable(model, further)
        self.cells.setSelectionModel(self.names.selectionModel())
        for table in (self.names, self.cells):
            table.setProperty("kind", "inner")
            table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            table.entered_row.connect(self.entered_row)
        self.cells.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.chosen.connect(self.chosen)
        self._spacer = QWidget()  # as high as the bar under the other table
        self._spacer.setFixedHeight(0)
        left = QWidget()
        left.setLayout(column(self.names, self._spacer, space=0))
        self._left = left
        box = QHBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.setSpacing(0)
        box.addWidget(left)
        edge = QFrame()
        edge.setProperty("kind", "edge")
        box.addWidget(edge)
        box.addWidget(self.cells, 1)
        self._bind()

    def fit_columns(self) -> None:
        """After other rows or columns have come."""
        for table, mine in (
            (self.names, lambda place: place < self._frozen),
            (self.cells, lambda place: place >= self._frozen),
        ):
            self._show_only(table, mine)
        width = sum(one.width for one in self._model.columns[: self._frozen])
        self._left.setFixedWidth(width + 2 * self.names.frameWidth() + 2)
        self._level()

    def show_newest(self) -> None:
        """Move to the last column."""
        bar = self.cells.horizontalScrollBar()
        bar.setValue(bar.maximum())

    def chosen_rows(self) -> list[Row]:
        return self.names.chosen_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._level()

    def _show_only(self, table: RowsTable[Row], mine: Callable[[int], bool]) -> None:
        for place, one in enumerate(self._model.columns):
            table.setColumnHidden(place, not mine(place))
            table.setColumnWidth(place, one.width)

    def _bind(self) -> None:
        one, other = self.names.verticalScrollBar(), self.cells.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        self.cells.horizontalScrollBar().rangeChanged.connect(lambda *_: self._level())
        self.names.horizontalHeader().sortIndicatorChanged.connect(self._sort_cells)
        self.cells.horizontalHeader().sortIndicatorChanged.connect(self._sort_names)

    def _sort_cells(self, place: int, order: Qt.SortOrder) -> None:
        self.cells.horizontalHeader().setSortIndicator(place, order)

    def _sort_names(self, place: int, order: Qt.SortOrder) -> None:
        self.names.horizontalHeader().setSortIndicator(place, order)

    def _level(self) -> None:
        bar = self.cells.horizontalScrollBar()
        self._spacer.setFixedHeight(bar.sizeHint().height() if bar.maximum() > 0 else 0)
