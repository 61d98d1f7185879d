"""What stands where there is nothing to choose: that the answer is typed on the phone, and its unit."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.language import is_rtl, isolate, translate
from widgets.projector.body import Body
from widgets.projector.pieces import draw_card, draw_icon, draw_text, flip, line_height, text_width


class Hint(Body):
    """unit: stands behind a number, '' for none."""

    def __init__(self, unit: str, rtl: bool) -> None:
        super().__init__(rtl)
        words = translate("Type your answer on your phone.")
        if unit:
            words = translate("Type your answer on your phone, in {unit}.").format(unit=isolate(unit))
        self._words = words
        self._box = QRectF()
        self._size = 0

    @property
    def height(self) -> float:
        return self._box.bottom()

    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        self._size = size
        while self._size > self.look.smallest and self._needed() > width:
            self._size -= 1
        high = line_height(self._size) * 1.9
        wide = min(self._needed(), width)
        self._box = QRectF((width - wide) / 2, 0, wide, high)
        return high

    def paint(self, painter: QPainter, grown: float) -> None:
        look, box, side = self.look, self._box, self._size * 1.2
        draw_card(painter, box, look, edge="tint", ground="tint")
        painter.save()
        painter.translate(box.topLeft())
        sign = QRectF(self._size * 0.8, (box.height() - side) / 2, side, side)
        draw_icon(painter, flip(sign, box.width(), is_rtl()), "phone", look.colour("soft"))
        words = QRectF(
            sign.right() + self._size * 0.5, 0, box.width() - sign.right() - self._size * 1.1, box.height()
        )
        draw_text(painter, flip(words, box.width(), is_rtl()), self._words, self._size, look.colour("ink"))
        painter.restore()

    def boxes(self) -> list[QRectF]:
        return [self._box]

    def _needed(self) -> float:
        return text_width(self._words, self._size) + self._size * 3.7
