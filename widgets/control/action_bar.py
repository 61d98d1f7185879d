"""The bar at the bottom: the one next step as a large button, everything else quiet beside it.

Nothing in it moves or changes its size; what cannot be done is pale.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from widgets.control.action_button import HEIGHT, ActionButton
from widgets.control.actions import ACTIONS, RESUME
from widgets.control.driver import Driver
from widgets.control.step_button import StepButton
from widgets.language import translate
from widgets.parts.basics import Card, button, label, row
from widgets.theme import M, S

TWO_ROWS_BELOW: Final = 1040  # pixels of width
_GAP: Final = 6


class ActionBar(QWidget):
    def __init__(self, driver: Driver) -> None:
        super().__init__()
        self._driver = driver
        self.step = StepButton()
        self.step.clicked.connect(self._on_step)
        self.buttons = {action.name: self._make_button(action.name) for action in ACTIONS}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        quiet = QWidget()
        quiet.setLayout(self._grid)
        self._stack = QStackedWidget()
        self._stack.addWidget(quiet)
        self._stack.addWidget(self._make_question())
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M)
        box.addWidget(self.step)
        box.addWidget(self._stack, 1)
        self._columns = 0
        self._arrange(len(ACTIONS))
        driver.changed.connect(self.refresh)
        self.refresh()

    @property
    def asks_to_end(self) -> bool:
        """Whether the bar asks if the class shall end."""
        return self._stack.currentIndex() == 1

    def refresh(self) -> None:
        """Show what can be done now."""
        driver = self._driver
        step = driver.step()
        if step is not None:
            question = driver.question(driver.coming)
            words = translate(step.label).format(number=question["number"] if question else "")
            if driver.is_ending and step.command == "end":
                words = translate("Yes, end the class")
            self.step.set_words(words)
        self._enable(self.step, driver.can("next"))
        for name, made in self.buttons.items():
            self._enable(made, driver.can(name))
        paused = driver.view is not None and driver.view.phase == "paused"
        self.buttons["pause"].set_action(RESUME if paused else ACTIONS[0])
        self._stack.setCurrentIndex(1 if driver.is_ending else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(len(ACTIONS) if self.width() >= TWO_ROWS_BELOW else (len(ACTIONS) + 1) // 2)

    def _enable(self, made: QAbstractButton, enabled: bool) -> None:
        """A button that becomes pale hands the focus to the page, not to its neighbour: a space that follows
        is the next step and presses nothing else."""
        if not enabled and made.hasFocus():
            page = self.parentWidget()
            (page or self).setFocus()
        made.setEnabled(enabled)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, made in enumerate(self.buttons.values()):
            self._grid.addWidget(made, place // columns, place % columns)
        rows = (len(ACTIONS) + columns - 1) // columns
        self.setFixedHeight(rows * HEIGHT + (rows - 1) * _GAP)

    def _make_button(self, name: str) -> ActionButton:
        made = ActionButton(next(action for action in ACTIONS if action.name == name))
        made.clicked.connect(lambda _=False: self._driver.press(name))
        return made

    def _make_question(self) -> QWidget:
        """In place of the quiet buttons: shall the class end? No window opens in class."""
        words = label(translate("End the class? All phones are told that it is over."), "strong", wrap=True)
        self.yes = button(translate("End the class"), self._driver.confirm_end, kind="danger", tip="E")
        self.no = button(translate("Go on teaching"), self._driver.keep_class, tip="Esc")
        for made in (self.yes, self.no):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made_card = Card(row(words, self.no, self.yes, space=S), margin=M, kind="strip")
        made_card.layout().setStretch(0, 1)  # type: ignore[union-attr]
        return made_card

    def _on_step(self) -> None:
        self._driver.press("next")
