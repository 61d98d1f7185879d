"""What all tables of the window share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QTableView


def name_table(table: QTableView, name: str) -> None:
    """Give a table and the parts that Qt makes for it a name for screen readers."""
    corner = table.findChild(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for part in (table, table.horizontalHeader(), table.verticalHeader(), corner):
        if part is not None:
            part.setAccessibleName(name)
