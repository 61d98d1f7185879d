"""The one next step: a large button whose words always fit, with its key below them."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from widgets.language import translate
from widgets.parts.tips import plain_tip
from widgets.theme import BODY, LARGE, RADIUS, TINY, text_font, tokens

WIDTH: Final = 264
_KEY_HEIGHT: Final = 22


class StepButton(QAbstractButton):
    """Takes no focus from the mouse, so that a space after a click is still the next step."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._over = False

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 72)

    def set_words(self, words: str) -> None:
        """What the next step is."""
        self.setText(words)
        self.setAccessibleName(words)
        keys = translate("Space, Page Down or →")
        self.setToolTip(plain_tip(f"{words}  ({keys})"))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = t.line if not self.isEnabled() else t.tile_deep if self._over or self.isDown() else t.tile
        ink = QColor(t.on_tile if self.isEnabled() else t.soft)
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(t.ink), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setPen(ink)
        words = box.adjusted(12, 6, -12, -_KEY_HEIGHT)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(text_font(self._size_for(words), bold=True))
        painter.drawText(words, flags, self.text())
        painter.setOpacity(0.85)
        painter.setFont(text_font(TINY))
        key = QRectF(box.left(), box.bottom() - _KEY_HEIGHT, box.width(), _KEY_HEIGHT - 4)
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, translate("Space"))
        painter.end()

    def _size_for(self, box: QRectF) -> int:
        """The largest type in which the words fit."""
        flags = int(Qt.TextFlag.TextWordWrap)
        for size in range(LARGE, BODY - 2, -1):
            metrics = QFontMetricsF(text_font(size, bold=True))
            needed = metrics.boundingRect(box, flags, self.text())
            if needed.height() <= box.height() and needed.width() <= box.width():
                return size
        return BODY - 2
