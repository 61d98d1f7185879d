"""What an empty place shows: what belongs there and how to get it there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from widgets.parts.basics import column, label, row
from widgets.parts.icons import icon_pixmap
from widgets.theme import L, M, tokens


class EmptyState(QWidget):
    """An icon, a heading, an explanation and the buttons that help."""

    def __init__(self, icon_name: str, heading: str, text: str, *buttons: QPushButton) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(icon_pixmap(icon_name, tokens().soft, 56))
        heading_label, text_label = label(heading, "large", wrap=True), label(text, "soft", wrap=True)
        text_label.setMaximumWidth(520)
        for part in (picture, heading_label, text_label):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        centred = row(0, column(picture, M, heading_label, text_label), 0)
        self.setLayout(column(0, centred, L, row(0, *buttons, 0), 0))
