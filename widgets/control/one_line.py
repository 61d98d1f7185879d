"""A line that takes the place of buttons while one word is typed: a reason, another name."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from widgets.language import translate
from widgets.parts.basics import button, icon_button, row


class OneLine(QWidget):
    """Enter or its button takes what was typed, Escape or the cross leaves all as it is."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._take: Callable[[str], object] | None = None
        self.field = QLineEdit()
        self.field.setAccessibleName(translate("Another nickname"))
        self.field.returnPressed.connect(self.finish)
        self.done: QPushButton = button(translate("Done"), self.finish, kind="main")
        cancel = icon_button("cross", translate("Cancel"), self.close_line)
        box = row(self.field, self.done, cancel)
        box.setStretch(0, 1)
        self.setLayout(box)

    def ask(self, what: str, text: str, done: str, take: Callable[[str], object], most: int = 500) -> None:
        """what: is asked for; text: stands there at first; done: words of the button; most: characters."""
        self._take = take
        self.field.setMaxLength(most)
        self.field.setPlaceholderText(what)
        self.field.setAccessibleName(what)
        self.field.setText(text)
        self.field.selectAll()
        self.done.setText(done)
        self.field.setFocus()

    @property
    def is_asking(self) -> bool:
        return self._take is not None

    def finish(self) -> None:
        take, text = self._take, " ".join(self.field.text().split())
        self.close_line()
        if take is not None:
            take(text)

    def close_line(self) -> None:
        if self._take is not None:
            self._take = None
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_line()
        else:
            super().keyPressEvent(event)
