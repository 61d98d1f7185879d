"""The line that says what is right, for kinds without choices to mark."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.language import is_rtl, translate
from widgets.projector.look import Look
from widgets.projector.pieces import RichPiece, draw_check, flip, line_height


class KeyLine:
    """accepted: what is right, the best first. Takes no room where there is no key."""

    def __init__(self, accepted: Sequence[str], *, numbers: bool = False) -> None:
        self._accepted = [
            # A number and its unit run from left to right also in an Arabic line.
            f"\N{LEFT-TO-RIGHT ISOLATE}{escape(text)}\N{POP DIRECTIONAL ISOLATE}"
            if numbers
            else f"<bdi>{escape(text)}</bdi>"
            for text in accepted
        ]
        self._piece: RichPiece | None = None
        self._size = 0
        self._width = 0.0
        self.height = 0.0

    def lay_out(self, width: float, size: int, look: Look) -> float:
        """The height that it takes, with the space below."""
        self._size, self._width = size, width
        self.height = 0.0
        if self._accepted:
            shown = f"<b style='color:{look.tokens.garden}'>{'  ·  '.join(self._accepted)}</b>"
            html = f"{escape(translate('Right answer:'))} {shown}"
            self._piece = RichPiece(html, lambda _: None, rtl=is_rtl())
            high = self._piece.lay_out(width - self._lead(), size, look.colour("ink"), 0)
            self.height = high + size * 0.4
        return self.height

    def paint(self, painter: QPainter, look: Look) -> None:
        if self._piece is None:
            return
        side, first = self._size * 1.2, line_height(self._size)
        check = QRectF(0, (first - side) / 2, side, side)
        draw_check(painter, flip(check, self._width, is_rtl()), look)
        self._piece.paint(painter, 0.0 if is_rtl() else self._lead(), 0)

    def _lead(self) -> float:
        return self._size * 1.7
