"""What an empty place shows: what belongs there and how to get it there."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from widgets.parts.basics import column, row
from widgets.parts.icons import icon_pixmap
from widgets.parts.wrapped_label import WrappedLabel
from widgets.theme import L, M, tokens

WIDTH: Final = 520  # px; lines that are longer are hard to follow


class EmptyState(QWidget):
    """An icon, a heading, an explanation and the buttons that help."""

    def __init__(self, icon_name: str, heading: str, text: str, *buttons: QPushButton) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(icon_pixmap(icon_name, tokens().soft, 56))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words: list[QWidget] = [
            _Lines(text, level) for text, level in ((heading, "large"), (text, "soft")) if text
        ]
        centred = row(0, column(picture, M, *words), 0)
        self.setLayout(column(0, centred, L, row(0, *buttons, 0), 0))


class _Lines(WrappedLabel):
    """A text in the middle that is as wide as may be: Qt would break it into short lines of even length."""

    def __init__(self, text: str, level: str) -> None:
        super().__init__(text)
        self.setProperty("level", level)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, self.heightForWidth(WIDTH))
