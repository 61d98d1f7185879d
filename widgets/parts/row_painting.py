"""What delegates of lists draw alike: the ground of a row, and words that are cut where room ends."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from widgets.language import is_rtl, isolate
from widgets.theme import XS, colour, text_font

_LEAST: Final = 12  # px; in less no word is drawn


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """Chosen, under the mouse, with the focus; gives the room of the row."""
    box = option.rect.adjusted(XS, 1, -XS, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("tint"))
        painter.drawRoundedRect(box, 6, 6)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(colour("tile"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
    return box


def write_line(
    painter: QPainter,
    box: QRect,
    text: str,
    size: int,
    shade: QColor,
    *,
    bold: bool = False,
    trailing: bool = False,
) -> int:
    """One line at the leading (or trailing) end of `box`; gives the width that it took, in pixels."""
    if box.width() < _LEAST or not text:
        return 0
    painter.setFont(text_font(size, bold=bold))
    painter.setPen(shade)
    metrics = painter.fontMetrics()
    cut = metrics.elidedText(isolate(text), Qt.TextElideMode.ElideRight, box.width())
    right = is_rtl() != trailing
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute, cut)
    return metrics.horizontalAdvance(cut)


def cut_leading(box: QRect, by: int) -> QRect:
    """The room that is left behind `by` pixels."""
    return box.adjusted(0, 0, -by, 0) if is_rtl() else box.adjusted(by, 0, 0, 0)


def cut_trailing(box: QRect, by: int) -> QRect:
    return box.adjusted(by, 0, 0, 0) if is_rtl() else box.adjusted(0, 0, -by, 0)


def lead_square(box: QRect, top: int, side: int) -> QRect:
    """A square of `side` pixels at the leading end, `top` pixels down."""
    x = box.right() + 1 - side if is_rtl() else box.left()
    return QRect(x, box.top() + top, side, side)
