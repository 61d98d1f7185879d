"""A button of two lines: what it is or does, and what there is to know about it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from widgets.parts.basics import column, label
from widgets.theme import M


class TwoLineButton(QPushButton):
    """kind: as of `button`; 'nav' for a row of a list."""

    def __init__(self, heading: str, note: str, clicked: Callable[[], Any], *, kind: str = "") -> None:
        super().__init__()
        if kind:
            self.setProperty("kind", kind)
        lines = [label(heading, "strong", wrap=True), label(note, "soft", wrap=True)]
        for line in lines:
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(column(*lines, space=2, margin=M - 2))
        self.setAccessibleName(f"{heading}. {note}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda *_: clicked())

    def sizeHint(self) -> QSize:
        box = self.layout()
        assert box is not None
        return box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        box = self.layout()
        assert box is not None
        return box.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        box = self.layout()
        assert box is not None
        return box.heightForWidth(width)
