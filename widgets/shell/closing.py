"""Closing the window in class: what shall become of the class? Nothing is lost either way."""

from typing import Any, Final, Literal

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import Trouble
from widgets.bridge import ClassBridge
from widgets.language import tell_error, translate
from widgets.parts.basics import button, column, fit_height, label, row
from widgets.parts.two_lines import TwoLineButton
from widgets.theme import XL, L, M

Choice = Literal["leave", "stop", "end", "stay"]
PATIENCE: Final = 5_000  # ms for the last command


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


class _LastCommand(QObject):
    """Carries a command out while the window goes on. why: it was not, '' once it was."""

    def __init__(self, bridge: ClassBridge, command: str) -> None:
        super().__init__()
        self.why = tell_error(Trouble("host_lost"))
        self._command = command
        self._loop = QEventLoop()
        bridge.replied.connect(self._on_replied)
        bridge.refused.connect(self._on_refused)
        bridge.ended.connect(self._on_ended)
        for over in (bridge.lost, bridge.gone):
            over.connect(self._loop.quit)
        QTimer.singleShot(PATIENCE, self._loop.quit)
        QTimer.singleShot(0, lambda: bridge.do(command))
        self._loop.exec()

    def _on_replied(self, command: str, _result: dict[str, Any]) -> None:
        if command == self._command:
            self._settle("")

    def _on_refused(self, _code: str, sentence: str) -> None:
        self._settle(sentence)

    def _on_ended(self) -> None:
        self._settle("")

    def _settle(self, why: str) -> None:
        self.why = why
        self._loop.quit()


def carry_out(bridge: ClassBridge, command: str) -> str:
    """Carry out a command before the connection is closed; '' once it is done, else the sentence that says
    why it was not."""
    return _LastCommand(bridge, command).why
