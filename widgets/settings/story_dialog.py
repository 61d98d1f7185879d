"""What the log tells of the last class, to be read or sent to somebody who helps."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from widgets.language import translate
from widgets.parts.basics import button, column, label, row
from widgets.theme import XL, L, M


class StoryDialog(QDialog):
    """lines: time and sentence each, the oldest first."""

    def __init__(self, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = translate("What happened in the last class")
        self.setWindowTitle(heading)
        self.setMinimumSize(760, 520)
        self.text = QPlainTextEdit("\n".join(lines) or translate("Nothing was written down yet."))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(heading)
        self.copy_button = button(translate("Copy"), self.copy, icon_name="copy")
        self.copy_button.setEnabled(bool(lines))
        close = button(translate("Close"), self.accept, kind="main")
        close.setDefault(True)
        hint = translate(
            "Times and numbers only: no names, no answers. Copy it when you ask somebody for help."
        )
        self.setLayout(
            column(
                label(heading, "large", wrap=True), label(hint, "soft", wrap=True), M, self.text, L,
                row(self.copy_button, 0, close), space=0, margin=XL,
            )
        )  # fmt: skip

    def copy(self) -> None:
        """The whole text to the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
