"""The window on the projector: the wall and nothing else. Closing it ends nothing."""

from functools import partial
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QMouseEvent, QScreen, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.control.actions import KEYS
from widgets.desk import Desk
from widgets.language import translate
from widgets.projector.view import WallView

_SCROLLS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -2,
    Qt.Key.Key_PageDown: 2,
}
"""Keys that move a text that is too long; where nothing moves they go on like the others."""

_OF_THE_SYSTEM: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
"""With one of them a key means something else: Ctrl+E ends no class."""


class ProjectorWindow(QWidget):
    """F11 or a double click fills the screen or leaves it, Esc leaves it."""

    key_pressed = Signal(int)
    """A key that means nothing here: the control room knows what it does, also from a presenter's remote."""
    closed = Signal()
    """The teacher has closed the window."""
    full_changed = Signal(bool)
    """The teacher has made it fill the screen, or not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._normal = QRect()
        self.wall = WallView(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.wall)
        self.setMinimumSize(480, 270)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key in KEYS:
            if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
                # Where the keyboard writes Arabic, Qt finds the Latin letter of a key for shortcuts only.
                letter = QShortcut(QKeySequence(key), self)
                letter.setAutoRepeat(False)
                letter.activated.connect(partial(self.key_pressed.emit, key))
        self.rebuild()

    @property
    def is_full(self) -> bool:
        """Whether it fills its screen."""
        return self.isFullScreen()

    def rebuild(self) -> None:
        """Draw all anew in another language or theme."""
        self.setWindowTitle(f"Préau - {translate('Projector')}")
        self.wall.follow()
        self.wall.refresh()

    def show_at(self, place: QRect, screen: QScreen | None, *, full: bool) -> None:
        """Show it there: filling this screen, or as a usual window of that size."""
        self._normal = QRect() if full else place
        if self.isFullScreen():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        if screen is not None:
            self.setScreen(screen)
        # Some systems go by the geometry: a window without one would fill the screen that it came from.
        self.setGeometry(place)
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def set_full(self, full: bool) -> None:
        """Fill the screen that the window is on, or leave it."""
        if full == self.isFullScreen():
            return
        if full:
            self._normal = self.geometry()
            self.showFullScreen()
        else:
            self.showNormal()
            if self._normal.isValid():
                self.setGeometry(self._normal)
            else:
                self.setGeometry(window_place(self.screen().availableGeometry()))
        self.full_changed.emit(full)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & _OF_THE_SYSTEM:
            super().keyPressEvent(event)
            return
        if key in _SCROLLS and self.wall.scroll_by(_SCROLLS[key]):
            return
        if event.isAutoRepeat():
            return  # a key that is held down is one step
        if key == Qt.Key.Key_F11:
            self.set_full(not self.isFullScreen())
        elif key == Qt.Key.Key_Escape and self.isFullScreen():
            self.set_full(False)
        else:
            self.key_pressed.emit(event.key())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.set_full(not self.isFullScreen())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


def window_place(room: QRect) -> QRect:
    """Where a window of 16:9 stands on a screen of this free room: large, with space around to hold it by."""
    width = min(room.width() * 7 // 10, room.height() * 7 // 10 * 16 // 9)
    place = QRect(0, 0, width, width * 9 // 16)
    place.moveCenter(room.center())
    return place
