"""A button of the bar: icon above two short lines of words, its key in the corner, always of one size."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from widgets.control.actions import Action
from widgets.language import is_rtl, translate
from widgets.parts.icons import icon
from widgets.theme import colour, text_font, tokens

WIDTH: Final = 82
HEIGHT: Final = 72


class ActionButton(QAbstractButton):
    """Takes no focus from the mouse, so that a space after a click is still the next step."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(68)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._danger = action.name == "end"
        self._over = False
        self.set_action(action)

    def set_action(self, action: Action) -> None:
        """Show another action in the same place."""
        self.action_shown = action
        self.setText(translate(action.label))
        self.setAccessibleName(translate(action.label))
        self.setAccessibleDescription(action.key)
        self.setToolTip(f"{translate(action.tip)}  ({action.key})")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        is_on = self.isEnabled()
        ground = "line" if self.isDown() and is_on else "tint" if self._over and is_on else "surface"
        painter.setBrush(colour(ground))
        edge = tokens().tile if self.hasFocus() else tokens().line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(box, 9, 9)
        ink = tokens().edge if not is_on else tokens().brick if self._danger else tokens().ink
        sign = icon(self.action_shown.icon, ink, 22)
        sign.paint(painter, QRect(self.width() // 2 - 11, 9, 22, 22))
        painter.setPen(QColor(ink))
        painter.setFont(text_font(12))
        words = QRectF(4, 33, self.width() - 8, HEIGHT - 36)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, self.text())
        self._paint_key(painter, is_on)
        painter.end()

    def _paint_key(self, painter: QPainter, is_on: bool) -> None:
        painter.setFont(text_font(11, bold=True))
        painter.setPen(QColor(tokens().soft if is_on else tokens().edge))
        at = QPointF(8 if is_rtl() else self.width() - 22, 6)
        painter.drawText(QRectF(at.x(), at.y(), 14, 14), Qt.AlignmentFlag.AlignCenter, self.action_shown.key)
