"""The first rows of a table, with a choice above each column of what it holds."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from app.exchange.tables import Row
from widgets.language import translate
from widgets.parts.tables import name_table
from widgets.parts.tips import plain_tip
from widgets.theme import colour

_SHOWN: Final = 4  # rows
_MOST: Final = 30  # columns
_WIDTH: Final = 168  # px at least
_CHOICE: Final = 46  # px, height of the row of choices
_LINE: Final = 32
_REST: Final = 56  # heading and scroll bar


class ColumnsTable(QTableWidget):
    chosen = Signal(int, object)
    """A column, and what it holds now, or None for what is not read."""

    def __init__(self, name: str, words: Sequence[tuple[str, str]]) -> None:
        """name: for screen readers; words: what columns may hold, each with the text that says so."""
        super().__init__()
        self._words = words
        name_table(self, name)
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the choices take it
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(leading)
        self.horizontalHeader().setMinimumSectionSize(_WIDTH)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_columns(self, rows: Sequence[Row], names: Mapping[int, str], roles: Mapping[int, str]) -> None:
        """rows: below the header; names: column to its header; roles: column to what it holds."""
        shown = [row for row in rows if not row.empty][:_SHOWN]
        width = max((len(row.cells) for row in shown), default=0)
        width = min(max([width, *(column + 1 for column in (*names, *roles))]), _MOST)
        self.clear()
        self.setRowCount(len(shown) + 1)
        self.setColumnCount(width)
        named = [names.get(n) or translate("Column {n}").format(n=n + 1) for n in range(width)]
        self.setHorizontalHeaderLabels(named)
        for column in range(width):
            self.setCellWidget(0, column, self._make_choice(column, named[column], roles.get(column)))
            for place, row in enumerate(shown, 1):
                item = QTableWidgetItem(row.cell(column))
                item.setToolTip(plain_tip(row.cell(column)))
                if column not in roles:
                    item.setForeground(colour("soft"))
                self.setItem(place, column, item)
        self.setRowHeight(0, _CHOICE)
        for place in range(1, len(shown) + 1):
            self.setRowHeight(place, _LINE)
        self.setFixedHeight(_CHOICE + _LINE * len(shown) + _REST)

    def _make_choice(self, column: int, name: str, held: str | None) -> QComboBox:
        box = QComboBox()
        box.addItem(translate("Not read"), None)
        for role, words in self._words:
            box.addItem(translate(words), role)
        box.setCurrentIndex(max(box.findData(held), 0) if held else 0)
        box.setAccessibleName(translate("What the column {name} holds").format(name=name))
        box.activated.connect(lambda _: self.chosen.emit(column, box.currentData()))
        return box
