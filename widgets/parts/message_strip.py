"""One sentence in a strip, with its remedy: never a dialog, gone by itself where nothing is to be done."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from widgets.language import translate
from widgets.parts.basics import Card, button, icon_button, label, set_look
from widgets.parts.icons import icon_pixmap
from widgets.theme import M, S, tokens

SHOWN_FOR: Final = 8_000  # ms, of what needs nothing to be done
_ICONS: Final = {"good": "check", "warn": "warning", "bad": "warning", "": "help"}


class MessageStrip(Card):
    """Hidden until `show_message`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(kind="strip")
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(M, S, S, S)
        self._box.setSpacing(M)
        self._icon, self._text = QLabel(), label(wrap=True)
        self._button: QPushButton | None = None
        self._close = icon_button("cross", translate("Close this message"), self.hide_message)
        self._box.addWidget(self._icon)
        self._box.addWidget(self._text, 1)
        self._box.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide_message)
        if parent is not None:
            self.setParent(parent)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now, '' for nothing."""
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self, text: str, level: str = "", action: str = "", do: Callable[[], object] | None = None
    ) -> None:
        """level: '', 'good', 'warn' or 'bad'; the last two stay until closed. action: words of a button
        (undo, try again) that carries out `do`."""
        set_look(self, "level", level)
        shade = {"good": tokens().garden, "warn": tokens().amber, "bad": tokens().brick}.get(
            level, tokens().soft
        )
        self._icon.setPixmap(icon_pixmap(_ICONS.get(level, "help"), shade, 20))
        self._text.setText(text)
        self.setAccessibleName(text)
        if self._button is not None:
            self._box.removeWidget(self._button)
            self._button.deleteLater()
            self._button = None
        if action and do is not None:
            self._button = button(action, lambda: self._carry_out(do))
            self._box.insertWidget(2, self._button)
        self.show()
        if level in ("warn", "bad"):
            self._timer.stop()
        else:
            self._timer.start(SHOWN_FOR)

    def hide_message(self) -> None:
        self._timer.stop()
        self.hide()

    def _carry_out(self, do: Callable[[], object]) -> None:
        self.hide_message()
        do()
