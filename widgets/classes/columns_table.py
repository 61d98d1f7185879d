"""The first rows of a list, with a choice above each column of what it holds."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableWidget, QTableWidgetItem

from app.exchange.roster_columns import ColumnMapping
from app.exchange.roster_words import Role
from app.exchange.tables import Table
from app.i18n import mark
from widgets.language import translate
from widgets.sessions.rows import name_table
from widgets.theme import colour

ROLE_WORDS: Final[dict[Role, str]] = {
    "number": mark("Number"),
    "name": mark("Whole name"),
    "family": mark("Family name"),
    "given": mark("Given name"),
    "email": mark("E-mail"),
    "group": mark("Group"),
    "language": mark("Language"),
    "extra_time": mark("Extra time"),
    "note": mark("Note"),
}
_SEVERAL: Final = ("group", "note")
_SHOWN: Final = 4  # rows
_MOST: Final = 30  # columns
_WIDTH: Final = 168


class ColumnsTable(QTableWidget):
    corrected = Signal(object)
    """The `ColumnMapping` as the teacher wants it."""

    def __init__(self) -> None:
        super().__init__()
        self._mapping: ColumnMapping | None = None
        name_table(self, translate("Columns of the list"))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the choices take it
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(leading)

    def show_table(self, table: Table, mapping: ColumnMapping) -> None:
        self._mapping = mapping
        rows = [row for row in table.rows[mapping.first :] if not row.empty][:_SHOWN]
        width = max((len(row.cells) for row in rows), default=0)
        width = min(max([width, *(column + 1 for column in (*mapping.names, *mapping.roles))]), _MOST)
        self.clear()
        self.setRowCount(len(rows) + 1)
        self.setColumnCount(width)
        named = [mapping.names.get(n) or translate("Column {n}").format(n=n + 1) for n in range(width)]
        self.setHorizontalHeaderLabels(named)
        for column in range(width):
            self.setColumnWidth(column, _WIDTH)
            self.setCellWidget(0, column, self._make_choice(column, named[column]))
            for place, row in enumerate(rows, 1):
                item = QTableWidgetItem(row.cell(column))
                item.setToolTip(row.cell(column))
                if column not in mapping.roles:
                    item.setForeground(colour("soft"))
                self.setItem(place, column, item)
        self.setRowHeight(0, 46)
        for place in range(1, len(rows) + 1):
            self.setRowHeight(place, 32)
        self.setFixedHeight(46 + 32 * len(rows) + 56)

    def choose(self, column: int, role: Role | None) -> None:
        """Say what a column holds, None for what is not read; what only one column holds goes over to it."""
        mapping = self._mapping
        if mapping is None or mapping.roles.get(column) == role:
            return
        roles = dict(mapping.roles)
        roles.pop(column, None)
        if role is not None:
            if role not in _SEVERAL:
                roles = {place: held for place, held in roles.items() if held != role}
            # A whole name and its parts exclude each other.
            against = {"name": ("family", "given"), "family": ("name",), "given": ("name",)}.get(role, ())
            roles = {place: held for place, held in roles.items() if held not in against}
            roles[column] = role
        self.corrected.emit(replace(mapping, roles=roles, guessed=False))

    def _make_choice(self, column: int, name: str) -> QComboBox:
        box = QComboBox()
        box.addItem(translate("Not read"), None)
        for role, words in ROLE_WORDS.items():
            box.addItem(translate(words), role)
        role_now = self._mapping.roles.get(column) if self._mapping else None
        box.setCurrentIndex(max(box.findData(role_now), 0) if role_now else 0)
        box.setAccessibleName(translate("What the column {name} holds").format(name=name))
        box.activated.connect(lambda _: self.choose(column, box.currentData()))
        return box
