"""What students see at this moment: the wall in small, the same in words, and the time they have."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.control.driver import Driver
from widgets.control.notes import describe_view
from widgets.control.time_panel import TimePanel
from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.basics import Card, column, label, rule, scrolled
from widgets.projector.view import WallView
from widgets.theme import M, S


class WallFrame(QWidget):
    """Holds the wall in small and is as high as a projector's picture of its width."""

    def __init__(self, wall: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._wall = wall
        wall.setParent(self)
        wall.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        wall.setAccessibleName(translate("The wall in small"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        height = round(self.width() * 9 / 16)
        self.setFixedHeight(height)
        self._wall.setGeometry(0, 0, self.width(), height)


class NowColumn(Card):
    def __init__(self, desk: Desk, driver: Driver) -> None:
        self.note = label("", "body", wrap=True)
        self.time = TimePanel(desk, driver)
        self.wall = WallFrame(WallView(desk, small=True))
        inside = QWidget()
        inside.setLayout(
            column(
                label(translate("Now on the wall"), "strong"), self.wall, self.note, S, rule(), S, self.time,
                0, space=S,
            )
        )  # fmt: skip
        area = scrolled(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        super().__init__(column(area), margin=M)
        self._driver = driver
        self.note.setMinimumHeight(66)
        driver.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what students see now."""
        view = self._driver.view
        if view is None:
            return
        round_ = view.snapshot["round"]
        question = self._driver.question(round_["question"] if round_ else None)
        self.note.setText(describe_view(view.snapshot, question))
