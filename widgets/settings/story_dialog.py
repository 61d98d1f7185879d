"""What the log tells of the last class, to be read or sent to somebody who helps."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from widgets.language import isolate, translate
from widgets.parts.basics import button, column, label, row
from widgets.theme import XL, L, M

_ADDRESS: Final = re.compile(r"https?://\S+")


class StoryDialog(QDialog):
    """lines: day, time of day and sentence of each, the oldest first."""

    def __init__(self, lines: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = translate("What happened in the last class")
        self.setWindowTitle(heading)
        self.setMinimumSize(760, 480)
        self.resize(900, 600)
        self.text = QPlainTextEdit(write_lines(lines) or translate("Nothing was written down yet."))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(heading)
        option = self.text.document().defaultTextOption()
        option.setTextDirection(self.layoutDirection())
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        option.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        self.text.document().setDefaultTextOption(option)
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


def write_lines(lines: Sequence[tuple[str, str, str]]) -> str:
    """A line for each day, and below it one for each sentence with its time."""
    written, known = [], ""
    for day, time, sentence in lines:
        if day != known:
            written.append(isolate(day))
            known = day
        sentence = _ADDRESS.sub(lambda found: isolate(found[0]), sentence)
        written.append(f"{isolate(time)}   {sentence}")
    return "\n".join(written)
