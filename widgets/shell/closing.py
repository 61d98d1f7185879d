"""Closing the window in class: what shall become of the class? Nothing is lost either way."""

from typing import Literal

from PySide6.QtWidgets import QDialog, QWidget

from widgets.language import translate
from widgets.parts.basics import button, column, fit_height, label, row
from widgets.parts.two_lines import TwoLineButton
from widgets.theme import XL, L, M

Choice = Literal["leave", "stop", "end", "stay"]


class ClosingDialog(QDialog):
    """`exec()`; then `choice` says what was chosen, 'stay' where the dialog was closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("The class is still open"))
        self.setMinimumWidth(480)
        self.choice: Choice = "stay"
        text = translate("All answers are saved. What shall become of the class?")
        stay = button(translate("Stay here"), self.reject, kind="main")
        stay.setDefault(True)
        self.setLayout(
            column(
                label(translate("The class is still open"), "large"),
                label(text, "soft", wrap=True),
                self._option(
                    "leave",
                    translate("Close only this window"),
                    translate("Students go on. Open Préau again to come back."),
                ),
                self._option(
                    "stop",
                    translate("Stop for now"),
                    translate("Phones wait. The same class goes on another time."),
                ),
                self._option(
                    "end",
                    translate("End the class"),
                    translate("Nobody can answer any more. The results are kept."),
                ),
                L,
                row(0, stay),
                space=M,
                margin=XL,
            )
        )
        fit_height(self)

    def _option(self, choice: Choice, words: str, note: str) -> QWidget:
        def choose() -> None:
            self.choice = choice
            self.accept()

        return TwoLineButton(words, note, choose)


def ask_about_class(parent: QWidget | None = None) -> Choice:
    """What the teacher wants when the window is closed in class."""
    dialog = ClosingDialog(parent)
    dialog.exec()
    choice = dialog.choice
    dialog.deleteLater()
    return choice
