"""The two digits by which somebody who types the address proves to be in the room: on a card of their own,
with a quiet sign that they change."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.projector.look import Look
from widgets.projector.pieces import draw_card, draw_icon, draw_text, flip, text_width

_PAD, _SIGN, _GAP, _HIGH = 0.4, 0.5, 0.25, 1.3  # shares of the size of type
_WIDEST: Final = "88"


def digits_width(size: int) -> float:
    """How wide the card is at this size of type, in pixels; the same for all digits."""
    return text_width(_WIDEST, size, numbers=True) + size * (2 * _PAD + _GAP + _SIGN)


def draw_digits(painter: QPainter, box: QRectF, digits: str, size: int, look: Look, *, rtl: bool) -> None:
    """The card in the middle of the box's height."""
    high = min(size * _HIGH, box.height())
    card = QRectF(box.x(), box.center().y() - high / 2, box.width(), high)
    draw_card(painter, card, look, edge="tile", width=max(size / 16, 1.5))
    number = QRectF(size * _PAD, 0, text_width(_WIDEST, size, numbers=True), high)
    sign = QRectF(number.right() + size * _GAP, (high - size * _SIGN) / 2, size * _SIGN, size * _SIGN)
    places = [flip(place, card.width(), rtl).translated(card.topLeft()) for place in (number, sign)]
    centre = Qt.AlignmentFlag.AlignHCenter
    draw_text(painter, places[0], digits, size, look.colour("ink"), numbers=True, align=centre, rtl=False)
    draw_icon(painter, places[1], "again", look.colour("soft"))
