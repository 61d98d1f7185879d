"""What the columns of a quiz table hold, to be said by the teacher where the program does not know."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.exchange.column_words import Role
from app.exchange.columns import Columns, assign_role
from app.exchange.quiz_tables import with_header
from app.i18n import mark
from widgets.language import isolate, translate
from widgets.parts.basics import column, label, row
from widgets.parts.columns_table import ColumnsTable
from widgets.theme import M, S

ROLE_WORDS: Final[dict[Role, str]] = {
    "question": mark("Question"),
    "key": mark("Right answer"),
    "option": mark("One choice"),
    "wrong": mark("One wrong answer"),
    "options": mark("All choices"),
    "type": mark("Kind of question"),
    "time": mark("Time limit"),
    "points": mark("Points"),
    "feedback": mark("Explanation"),
    "title": mark("Title"),
    "category": mark("Category"),
    "tags": mark("Tags"),
    "difficulty": mark("Difficulty"),
}


class ColumnsPanel(QWidget):
    corrected = Signal(object)
    """The `Mapping` as the teacher wants it."""
    sheet_wanted = Signal(str)
    """Another sheet of the workbook."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Columns | None = None
        hint = label(
            translate("Say what each column holds: the question, its right answer, the wrong ones."),
            "soft",
            wrap=True,
        )
        self.header = QCheckBox(translate("The first row names the columns"))
        self.header.clicked.connect(self._on_header)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(translate("Sheet of the workbook"))
        self.sheet.activated.connect(lambda _: self.sheet_wanted.emit(self.sheet.currentData()))
        self.table = ColumnsTable(translate("Columns of the table"), tuple(ROLE_WORDS.items()))
        self.table.chosen.connect(self._on_chosen)
        tools = row(hint, self.sheet, self.header, space=M)
        tools.setStretch(0, 1)
        self.setLayout(column(tools, self.table, space=S))

    def show_columns(self, columns: Columns) -> None:
        self._columns = columns
        mapping, table = columns.mapping, columns.table
        self.table.show_columns(table.rows[mapping.first :], mapping.names, mapping.roles)
        self.header.setChecked(mapping.header > 0)
        self.sheet.clear()
        for name in columns.sheets:
            self.sheet.addItem(isolate(name), name)
        self.sheet.setCurrentIndex(self.sheet.findData(table.name))
        self.sheet.setVisible(len(columns.sheets) > 1)

    def _on_chosen(self, place: int, role: Role | None) -> None:
        if self._columns is not None:
            self.corrected.emit(assign_role(self._columns.mapping, place, role))

    def _on_header(self, wanted: bool) -> None:
        if self._columns is not None:
            self.corrected.emit(with_header(self._columns.table, self._columns.mapping, wanted))
