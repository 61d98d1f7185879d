"""A QR code, black on white in every theme, so that every camera reads it."""

from functools import lru_cache

import qrcode
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 2  # modules of white around; the ground is white as well


Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=32)
def qr_matrix(text: str) -> Matrix:
    """The modules of the code of `text`, True for dark, with white around."""
    code = qrcode.QRCode(border=_QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(cell) for cell in line) for line in code.get_matrix())


def paint_qr(painter: QPainter, box: QRectF, matrix: Matrix, radius: float = 8) -> None:
    """Draw a code as large as the box allows with whole pixels per module, in its middle."""
    count = len(matrix)
    step = max(int(min(box.width(), box.height())) // count, 1)
    side = step * count
    left, top = round(box.center().x() - side / 2), round(box.center().y() - side / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawRoundedRect(QRectF(left, top, side, side), radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(QColor("#000000"))
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            if dark:
                painter.drawRect(left + x * step, top + y * step, step, step)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


class QrCode(QWidget):
    """Draws `text` as large as there is room, square."""

    def __init__(self, text: str = "", name: str = "", smallest: int = 120) -> None:
        super().__init__()
        self._matrix: Matrix = ()
        self._text = ""
        self.setMinimumSize(smallest, smallest)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        """Show another code; '' shows nothing."""
        if text == self._text:
            return
        self._text, self._matrix = text, qr_matrix(text) if text else ()
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._matrix:
            return
        painter = QPainter(self)
        paint_qr(painter, QRectF(self.rect()), self._matrix)
        painter.end()
