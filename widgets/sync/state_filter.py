"""How many values are in which state, each number a button that shows only those."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.outgoing.rows import State
from widgets.language import translate
from widgets.parts.basics import button, row
from widgets.sync.rows import SyncRow
from widgets.sync.words import STATES, count_of, tell_state
from widgets.theme import XS

ALL: Final = "all"


class StateFilter(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for name in (ALL, *STATES):
            made = button("", kind="quiet")
            made.setCheckable(True)
            self._group.addButton(made)
            self.buttons[name] = made
        self.buttons[ALL].setChecked(True)
        self.setLayout(row(*self.buttons.values(), 0, space=XS))
        self._group.buttonClicked.connect(lambda _: self.changed.emit())

    @property
    def wanted(self) -> State | None:
        """The state to be shown; None for all."""
        name = next((name for name, made in self.buttons.items() if made.isChecked()), ALL)
        return None if name == ALL else State(name)

    def show_counts(self, rows: Sequence[SyncRow]) -> None:
        counts = Counter(item.state for item in rows)
        self.buttons[ALL].setText(count_of(translate("All"), len(rows)))
        for state in STATES:
            made = self.buttons[state]
            made.setText(count_of(tell_state(state), counts[state]))
            made.setVisible(counts[state] > 0)
        if (wanted := self.wanted) is not None and not counts[wanted]:
            self.buttons[ALL].setChecked(True)
            self.changed.emit()
