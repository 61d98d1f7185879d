"""What happened to one value, when."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from app.outgoing.connections import Step
from app.outgoing.rows import State
from widgets.language import isolate, show_date, translate
from widgets.parts.basics import button, column, label, row
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.sync.words import tell_reason, tell_state
from widgets.theme import XL, L, M


class HistoryDialog(QDialog):
    def __init__(self, name: str, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("What happened"))
        self.resize(760, 440)
        columns: list[Column[Step]] = [
            Column(translate("When"), lambda step: show_date(step.at), lambda step: step.at, width=170),
            Column(translate("State"), lambda step: tell_state(State(step.state)), width=170),
            Column(translate("Why"), lambda step: tell_reason(step.reason), width=0),
        ]
        self.model = RowsModel(columns, lambda step: (step.at, step.state, step.reason))
        self.model.set_rows(sorted(steps, key=lambda step: -step.at))
        self.table = RowsTable(self.model, translate("What happened"))
        self.table.setSortingEnabled(False)
        empty = label(translate("Nothing has happened to this value yet."), "soft")
        close = button(translate("Close"), self.accept, kind="main")
        close.setDefault(True)
        body = column(label(isolate(name), "large"), self.table, empty, L, row(0, close), space=M, margin=XL)
        body.setStretch(1, 1)
        self.setLayout(body)
        empty.setVisible(not steps)
        self.table.setVisible(bool(steps))
