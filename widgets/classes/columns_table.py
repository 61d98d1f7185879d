"""The columns of a list of students, and what each of them holds."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal

from app.exchange.roster_columns import ColumnMapping
from app.exchange.roster_words import Role
from app.exchange.tables import Table
from app.i18n import mark
from widgets.language import translate
from widgets.parts.columns_table import ColumnsTable

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


class RosterColumns(ColumnsTable):
    corrected = Signal(object)
    """The `ColumnMapping` as the teacher wants it."""

    def __init__(self) -> None:
        super().__init__(translate("Columns of the list"), tuple(ROLE_WORDS.items()))
        self._mapping: ColumnMapping | None = None
        self.chosen.connect(self.choose)

    def show_table(self, table: Table, mapping: ColumnMapping) -> None:
        self._mapping = mapping
        self.show_columns(table.rows[mapping.first :], mapping.names, mapping.roles)

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
