"""Numbers at the reveal: how many lie where, and what is right, on a line from small to large."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.signs import show_numeral
from widgets.language import is_rtl, language, show, translate
from widgets.projector.body import Body
from widgets.projector.number_axis import make_axis, pile_up, read_accepted
from widgets.projector.pieces import draw_check, draw_text, flip, line_height, text_width
from widgets.projector.wall import Line


class NumberLine(Body):
    """Small numbers stand on the left in every language, as in every book of mathematics."""

    def __init__(self, accepted: Sequence[str], lines: Sequence[Line], unit: str, rtl: bool) -> None:
        super().__init__(rtl)
        shown = "  ·  ".join(show_numeral(language(), text) for text in accepted)
        self._key = f"{shown} {unit}".strip() if accepted else ""
        self._ranges = [found for text in accepted if (found := read_accepted(text)) is not None]
        self._values = [(float(line.key), line.count) for line in lines]
        self._axis = make_axis(self._values, self._ranges)
        self._width, self._size, self._chart = 0.0, 0, 0.0

    @property
    def height(self) -> float:
        return self._key_height() + self._chart + self._labels()

    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        self._width, self._size = width, size
        self._chart = size * 3.2 if self._values else size * 1.2
        return self.height

    def fill(self, room: float) -> float:
        free = room - self._key_height() - self._labels()
        self._chart = max(self._chart, min(free, self.look.unit * 0.42))
        return self.height

    def boxes(self) -> list[QRectF]:
        return [QRectF(0, 0, self._width, self.height)]

    def paint(self, painter: QPainter, grown: float) -> None:
        if self._key:
            self._paint_key(painter)
        painter.save()
        painter.translate(0, self._key_height())
        self._paint_ranges(painter)
        self._paint_piles(painter, grown)
        pen = QPen(self.look.colour("edge"), self.look.unit / 240)
        painter.setPen(pen)
        painter.drawLine(0, round(self._chart), round(self._width), round(self._chart))
        self._paint_labels(painter)
        painter.restore()

    # --- inside -----------------------------------------------------------------------------------

    def _key_height(self) -> float:
        return line_height(self._size, bold=True) * 1.5 if self._key else 0.0

    def _label_size(self) -> int:
        return max(self.look.smallest, round(self._size * 0.65))

    def _labels(self) -> float:
        return line_height(self._label_size()) * 1.15

    def _paint_key(self, painter: QPainter) -> None:
        side, high, rtl = self._size * 1.2, self._key_height(), is_rtl()
        words = translate("Right answer:") + " "
        wide = text_width(words, self._size)
        draw_check(painter, flip(QRectF(0, (high - side) / 2, side, side), self._width, rtl), self.look)
        box = QRectF(side * 1.4, 0, wide, high)
        draw_text(painter, flip(box, self._width, rtl), words, self._size, self.look.colour("ink"))
        value = QRectF(box.right(), 0, self._width - box.right(), high)
        # A number and its unit run from left to right also in an Arabic line.
        text = f"\N{LEFT-TO-RIGHT ISOLATE}{self._key}\N{POP DIRECTIONAL ISOLATE}"
        draw_text(
            painter, flip(value, self._width, rtl), text, self._size, self.look.colour("garden"), bold=True
        )

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
            box = QRectF(self._margin() + place * step + step * 0.1, self._chart - high, step * 0.8, high)
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
        wanted = [(end, "garden") for low, high_ in self._ranges for end in dict.fromkeys((low, high_))]
        if self._values:
            inside = [value for value, _ in self._values if self._axis.low <= value <= self._axis.high]
            wanted += [(end, "soft") for end in (min(inside), max(inside))] if inside else []
        taken: list[QRectF] = []
        for value, shade in wanted:
            words = show_numeral(language(), f"{value:.6g}")
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

    def _is_right(self, value: float) -> bool:
        return any(low - 1e-12 <= value <= high + 1e-12 for low, high in self._ranges)

    def _margin(self) -> float:
        return self._size * 0.5

    def _inner(self) -> float:
        return self._width - 2 * self._margin()

    def _x(self, value: float) -> float:
        return self._margin() + self._axis.place(value) * self._inner()
