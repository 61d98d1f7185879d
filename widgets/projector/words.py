"""Typed words at the reveal: the more people wrote one, the larger it stands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.signs import direction_of
from widgets.language import show
from widgets.projector.body import Body
from widgets.projector.fitting import SMALLEST, flow
from widgets.projector.key_line import KeyLine
from widgets.projector.pieces import draw_card, draw_text, flip, line_height, text_width
from widgets.projector.wall import Line

_MOST: Final = 60  # words; more would be too small to read


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its count; right: None where nothing is."""

    text: str
    count: int
    right: bool | None


class WordCloud(Body):
    """accepted: what is right, said first, where there is a key."""

    def __init__(self, accepted: Sequence[str], lines: Sequence[Line], rtl: bool) -> None:
        super().__init__(rtl)
        self._key = KeyLine(accepted)
        self._words = [
            _Word(line.label or line.key, line.count, None if line.right is None else line.right > 0)
            for line in sorted(lines, key=lambda line: -line.count)[:_MOST]
        ]
        self._width = self._factor = self._height = 0.0
        self._size = 0
        self._places: list[tuple[QRectF, int]] = []

    @property
    def height(self) -> float:
        return self._height

    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        self._width, self._size = width, size
        self._key.lay_out(width, size, self.look)
        return self._flow(1.0)

    def fill(self, room: float) -> float:
        factor = 1.0
        while self._words and factor < 2.2 and self._flow(factor + 0.2) <= room:
            factor += 0.2
        return self._flow(factor)

    def boxes(self) -> list[QRectF]:
        return [box for box, _ in self._places]

    def paint(self, painter: QPainter, grown: float) -> None:
        self._key.paint(painter, self.look)
        painter.save()
        painter.setOpacity(painter.opacity() * grown)
        for word, (box, size) in zip(self._words, self._places, strict=True):
            self._paint_word(painter, word, box, size)
        painter.restore()

    def _paint_word(self, painter: QPainter, word: _Word, box: QRectF, size: int) -> None:
        look = self.look
        edge = "garden" if word.right else "edge"
        draw_card(painter, box, look, edge=edge, width=look.unit / 200 if word.right else 0)
        inner = box.adjusted(size * 0.5, 0, -size * 0.5, 0)
        count = f"× {show(word.count)}"
        small = self._count_size(size)
        tail = text_width(count, small, numbers=True)
        text = QRectF(inner.x(), inner.y(), inner.width() - tail - size * 0.4, inner.height())
        number = QRectF(inner.right() - tail, inner.y(), tail, inner.height())
        if self.rtl:
            text.moveRight(inner.right())
            number.moveLeft(inner.x())
        shade = look.colour("garden" if word.right else "ink")
        draw_text(
            painter, text, word.text, size, shade, bold=bool(word.right), rtl=direction_of(word.text) == "rtl"
        )
        draw_text(painter, number, count, small, look.colour("soft"), numbers=True, rtl=False)

    def _count_size(self, size: int) -> int:
        return max(self.look.smallest, round(size * 0.6))

    def _word_size(self, word: _Word, factor: float) -> int:
        most = max(word.count for word in self._words)
        share = math.sqrt(word.count / most) if most else 0.0
        return max(self.look.type(SMALLEST), round(self._size * factor * (0.55 + 0.65 * share)))

    def _flow(self, factor: float) -> float:
        sizes = [self._word_size(word, factor) for word in self._words]
        widths = [
            min(
                text_width(word.text, size, bold=bool(word.right))
                + text_width(f"× {show(word.count)}", self._count_size(size), numbers=True)
                + size * 1.5,
                self._width,
            )
            for word, size in zip(self._words, sizes, strict=True)
        ]
        gap = self._size * 0.4
        top = self._key.height
        self._places = []
        for line in flow(widths, self._width, gap):
            high = max(line_height(sizes[index]) for index in line) * 1.35
            x = 0.0
            for index in line:
                own = line_height(sizes[index]) * 1.35
                box = QRectF(x, top + (high - own) / 2, widths[index], own)
                self._places.append((flip(box, self._width, self.rtl), sizes[index]))
                x += widths[index] + gap
            top += high + gap
        self._height = top - gap if self._words else self._key.height
        return self._height
