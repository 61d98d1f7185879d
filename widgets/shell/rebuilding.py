"""When the screens are built anew in another language or theme: soon, once, and under nobody's hands."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

AGAIN: Final = 500  # ms between two looks whether a dialog or menu is still open


class Rebuilder(QObject):
    due = Signal()
    """Build them anew now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)

    def ask(self) -> None:
        """Not in the middle of the click that asks for it: the control that was clicked goes away."""
        self._soon.start(0)

    def _look(self) -> None:
        """A dialog or menu that waits for an answer would go with the page that it belongs to: a system may
        turn dark in the evening just then."""
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            self._soon.start(AGAIN)
        else:
            self.due.emit()
