"""How many values are in which state, each number a button that shows only those."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.outgoing.rows import State
from widgets.language import translate
from widgets.parts.basics import button, column, row
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
        self._lines = (row(0, space=XS), row(0, space=XS))
        self._second: dict[str, bool] = {}  # which of them stand on the second line
        self.setLayout(column(*self._lines, space=XS))
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
        self._arrange()
        if (wanted := self.wanted) is not None and not counts[wanted]:
            self.buttons[ALL].setChecked(True)
            self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What does not find room on the first line stands on a second one."""
        used, wanted = 0, {}
        for name, made in self.buttons.items():
            if not made.isHidden():
                used += made.sizeHint().width() + XS
            wanted[name] = used > self.width() + XS
        if wanted != self._second:
            self._second = wanted
            for name, made in self.buttons.items():
                for line in self._lines:
                    line.removeWidget(made)
                line = self._lines[wanted[name]]
                line.insertWidget(line.count() - 1, made)
