"""A pass phrase for computers whose system keeps no secrets: asked for where a key has to be kept or read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.errors import PreauError
from widgets.desk import Desk
from widgets.language import tell_error, translate
from widgets.parts.basics import Card, button, column, fit_height, label, row
from widgets.theme import L, M, S


class PhraseBox(Card):
    opened = Signal()
    """Keys can be kept now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(kind="tint")
        self._desk = desk
        words = label(
            translate(
                "This computer offers no safe place for keys. Préau can keep them in a file that opens with "
                "a pass phrase, to be typed once after each start. Where there is such a file already, type "
                "its phrase; without it, platforms have to be connected anew."
            ),
            wrap=True,
        )
        self.phrase = QLineEdit()
        self.phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.phrase.setAccessibleName(translate("Pass phrase"))
        caption = label(translate("Pass phrase"), "strong")
        caption.setBuddy(self.phrase)
        self.open_button = button(translate("Keep keys under this phrase"), self.open)
        self.phrase.returnPressed.connect(self.open)
        self.phrase.textChanged.connect(lambda _: self._look())
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        parts: list[QWidget] = [words, caption, self.phrase, self._error]
        box = column(*parts, row(0, self.open_button), space=S)
        box.setContentsMargins(M, M, M, M)
        self.setLayout(box)
        self._look()

    def open(self) -> None:
        if not self.open_button.isEnabled():
            return
        self.open_button.setEnabled(False)
        self._error.hide()
        task = self._desk.worker.run(self._desk.sync.open_secrets, self.phrase.text())
        task.finished.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _look(self) -> None:
        self.open_button.setEnabled(bool(self.phrase.text().strip()))

    def _on_opened(self, _: object) -> None:
        self.phrase.clear()
        self.opened.emit()

    def _on_failed(self, error: PreauError) -> None:
        self._error.setText(tell_error(error))
        self._error.show()
        self._look()


class PhraseDialog(QDialog):
    """`show()` it; accepted once keys can be kept and read."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Pass phrase"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.box = PhraseBox(desk)
        self.box.opened.connect(self.accept)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        self.setLayout(column(self.box, row(0, cancel), space=M, margin=L))
        fit_height(self)
        self.box.phrase.setFocus()

    def done(self, result: int) -> None:
        self.box.phrase.clear()
        super().done(result)
