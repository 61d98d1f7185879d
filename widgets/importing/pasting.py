"""A large field for a quiz that is pasted as text, from Word, a web page or a message."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.i18n import mark
from widgets.language import translate
from widgets.parts.basics import button, column, label, row
from widgets.theme import M

_EXAMPLE = mark(
    "1. Which planet is the largest?\na) Mars\nb) Jupiter *\nc) Venus\n\n"
    "2. How many legs has a spider?\nAnswer: 8"
)


class PastePage(QWidget):
    """Emits `given` with the text."""

    given = Signal(str)
    left = Signal()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = QPlainTextEdit(text)
        self._text.setAccessibleName(translate("Text of the quiz"))
        self._text.setPlaceholderText(translate(_EXAMPLE))
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._on_changed)
        self._read = button(translate("Read the text"), self._give, kind="main", tip="Ctrl+Return")
        hint = label(
            translate(
                "Numbered questions, lettered answers, a star at the right one or a line that names it. "
                "GIFT, Aiken and tables are understood too."
            ),
            "soft",
            wrap=True,
        )
        foot = row(0, button(translate("Cancel"), self.left.emit, kind="quiet"), self._read)
        self.setLayout(column(label(translate("Paste a quiz"), "large"), hint, self._text, foot, space=M))
        QShortcut(QKeySequence("Ctrl+Return"), self, self._give)
        self.setFocusProxy(self._text)
        self._on_changed()

    def _on_changed(self) -> None:
        self._read.setEnabled(bool(self._text.toPlainText().strip()))

    def _give(self) -> None:
        if self._read.isEnabled():
            self.given.emit(self._text.toPlainText())
