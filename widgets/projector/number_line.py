"""Numbers at the reveal: how many lie where, and what is right, on a line from small to large."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.signs import show_numeral
from widgets.language import language, show
from widgets.projector.body import Body
from widgets.projector.key_line import KeyLine
from widgets.projector.number_axis import make_axis, pile_up, read_accepted
from widgets.projector.pieces import draw_text, line_height, text_width
from widgets.projector.wall import Line


class NumberLine(Body):
    """Small numbers stand on the left in every language, as in every book of mathematics."""

    def __init__(self, accepted: Sequence[str], lines: Sequence[Line], unit: str, rtl: bool) -> None:
        super().__init__(rtl)
        shown = [f"{show_numeral(language(), text)} {unit}".strip() for text in accepted]
        self._key = KeyLine(shown, numbers=True)
        self._ranges = [found for text in accepted if (found := read_accepted(text)) is not None]
        self._values = [(float(line.key), line.count) for line in lines]
        self._axis = make_axis(self._values, self._ranges)
        self._width, self._size, self._chart = 0.0, 0, 0.0

    @property
    def height(self) -> float:
        return self._key.height + self._chart + self._labels()

    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        self._width, self._size = width, size
        self._key.lay_out(width, size, self.look)
        self._chart = size * 3.2 if self._values else size * 1.2
        return self.height

    def fill(self, room: float) -> float:
        free = room - self._key.height - self._labels()
        self._chart = max(self._chart, min(free, self.look.unit * 0.42))
        return self.height

    def boxes(self) -> list[QRectF]:
        return [QRectF(0, 0, self._width, self.height)]

    def paint(self, painter: QPainter, grown: float) -> None:
        self._key.paint(painter, self.look)
        painter.save()
        painter.translate(0, self._key.height)
        self._paint_ranges(painter)
        self._paint_piles(painter, grown)
        pen = QPen(self.look.colour("edge"), self.look.unit / 240)
        painter.setPen(pen)
        painter.drawLine(0, round(self._chart), round(self._width), round(self._chart))
        self._paint_labels(painter)
        painter.restore()

    # --- inside -----------------------------------------------------------------------------------

    def _label_size(self) -> int:
        return max(self.look.smallest, round(self._size * 0.65))

    def _labels(self) -> float:
        return line_height(self._label_size()) * 1.15

    def _paint_ranges(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = self.look.colour("garden")
        thin = self.look.unit / 150
        for low, high in self._ranges:
            left, right = self._x(low), self._x(high)
            if right - left < thin:
                left, right = (left + right - thin) / 2, (left + right + thin) / 2
            ground = self.look.colour("garden")
            ground.setAlphaF(0.22)
            painter.fillRect(QRectF(left, 0, right - left, self._chart), ground)
            painter.fillRect(QRectF(left, self._chart - thin, right - left, thin * 2), band)

    def _paint_piles(self, painter: QPainter, grown: float) -> None:
        """Bars as wide as the type; in the colour of what is right where they lie in it."""
        bins = max(int(self._inner() / (self._size * 0.9)), 5)
        piles = pile_up(self._values, self._axis, bins)
        most = max(piles.values(), default=0)
        if not most:
            return
        step, count_size = self._inner() / bins, self._label_size()
        head = line_height(count_size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right_bins = pile_up(
            [(value, count) for value, count in self._values if self._is_right(value)], self._axis, bins
        )
        last = -10.0
        for place, count in sorted(piles.items()):
            high = (self._chart - head) * count / most * grown
            box = QRectF(self._middle(piles, place, bins) - step * 0.4, self._chart - high, step * 0.8, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour("garden" if place in right_bins else "soft"))
            painter.drawRoundedRect(box, step * 0.1, step * 0.1)
            words = show(round(count * grown))
            wide = text_width(words, count_size, numbers=True)
            left = box.center().x() - wide / 2
            if left > last:
                number = QRectF(left, box.y() - head, wide, head)
                draw_text(
                    painter, number, words, count_size, self.look.colour("ink"),
                    align=Qt.AlignmentFlag.AlignHCenter, numbers=True, rtl=False,
                )  # fmt: skip
                last = number.right()

    def _paint_labels(self, painter: QPainter) -> None:
        """The ends of what was answered and what is right, where they do not overlap."""
        size, high = self._label_size(), self._labels()
        marked = [(end, _number(end), "garden") for pair in self._ranges for end in dict.fromkeys(pair)]
        low, high_end = self._axis.low, self._axis.high
        given = [value for value, _ in self._values]
        inside = [value for value in given if low <= value <= high_end]
        if given and min(given) < low:
            marked.append((low, f"< {_number(min(inside, default=low))}", "soft"))
        if given and max(given) > high_end:
            marked.append((high_end, f"> {_number(max(inside, default=high_end))}", "soft"))
        marked += [(end, _number(end), "soft") for end in (min(inside), max(inside))] if inside else []
        taken: list[QRectF] = []
        for value, words, shade in marked:
            wide = text_width(words, size, numbers=True)
            left = min(max(self._x(value) - wide / 2, 0.0), self._width - wide)
            box = QRectF(left, self._chart + high * 0.1, wide, high * 0.9)
            if any(box.adjusted(-size / 3, 0, size / 3, 0).intersects(other) for other in taken):
                continue
            taken.append(box)
            draw_text(
                painter, box, words, size, self.look.colour(shade),
                align=Qt.AlignmentFlag.AlignHCenter, numbers=True, rtl=False,
            )  # fmt: skip

    def _middle(self, piles: dict[int, int], place: int, bins: int) -> float:
        """Where a pile stands: at the mean of its numbers, or in the middle of its part beside another."""
        if place - 1 in piles or place + 1 in piles:
            return self._margin() + (place + 0.5) * self._inner() / bins
        own = [(v, n) for v, n in self._values if min(int(self._axis.place(v) * bins), bins - 1) == place]
        return sum(self._x(value) * count for value, count in own) / sum(count for _, count in own)

    def _is_right(self, value: float) -> bool:
        return any(low - 1e-12 <= value <= high + 1e-12 for low, high in self._ranges)

    def _margin(self) -> float:
        return self._size * 0.5

    def _inner(self) -> float:
        return self._width - 2 * self._margin()

    def _x(self, value: float) -> float:
        return self._margin() + self._axis.place(value) * self._inner()


def _number(value: float) -> str:
    return show_numeral(language(), f"{value:.5g}")
