"""The time that students still have, and more of it."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from widgets.control.driver import Driver
from widgets.desk import Desk
from widgets.language import show_time, translate
from widgets.parts.basics import button, column, label, row, set_look
from widgets.theme import HUGE, S, number_font

EVERY: Final = 200  # ms
SOON: Final = 5.0  # seconds, from where on the number warns
STEPS: Final = (15, 60)  # seconds more


class TimePanel(QWidget):
    def __init__(self, desk: Desk, driver: Driver) -> None:
        super().__init__()
        self._bridge = desk.bridge
        self._driver = driver
        self._round = ""
        self._most = 0.0
        self.left = QLabel()
        self.left.setFont(number_font(HUGE))
        self.left.setStyleSheet(f"font-size: {HUGE}px; font-weight: 600;")
        self.words = label("", "soft", wrap=True)
        self.words.setMinimumHeight(54)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(translate("Time left"))
        self.more = [self._make_more(seconds) for seconds in STEPS]
        top = row(self.left, self.words, space=S)
        top.setStretch(1, 1)
        self.setLayout(column(top, self.bar, row(*self.more, 0), space=S))
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._tick)
        driver.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Follow the class: the clock runs only while there is something to count down."""
        view = self._driver.view
        round_ = view.snapshot["round"] if view else None
        if round_ is not None and round_["id"] != self._round:
            self._round, self._most = round_["id"], 0.0
        for made in self.more:
            made.setEnabled(self._driver.can("extend"))
        self._tick()
        self._run_clock()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _run_clock(self) -> None:
        view = self._driver.view
        wanted = self.isVisible() and view is not None and view.phase == "asking"
        if wanted and self._bridge.seconds_left() is not None:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        view = self._driver.view
        phase = view.phase if view else ""
        left = self._bridge.seconds_left() if phase in ("asking", "paused") else None
        self._most = max(self._most, left or 0.0)
        self.left.setVisible(left is not None)
        self.left.setText("" if left is None else show_time(left))
        soon = left is not None and left <= SOON and phase == "asking"
        set_look(self.left, "level", "bad" if soon else "")
        self.words.setText(_words(phase, left))
        self.bar.setValue(round(1000 * (left or 0.0) / self._most) if self._most else 0)

    def _make_more(self, seconds: int) -> QPushButton:
        words = translate("+ {seconds} s").format(seconds=seconds)
        tip = translate("Give {seconds} seconds more").format(seconds=seconds)
        made = button(words, lambda: self._driver.extend(float(seconds)), tip=tip)
        made.setAccessibleName(tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made


def _words(phase: str, left: float | None) -> str:
    if phase == "paused":
        return translate("The time stands still.")
    if phase == "asking":
        return translate("left to answer") if left is not None else translate("No time limit.")
    return translate("No question is open.")
