"""The end: three steps, the first in the middle, and the others of the first five below them."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.signs import direction_of, show_number
from widgets.language import is_rtl, isolate, language, translate
from widgets.parts.rich_text import LoadMedia
from widgets.projector.look import Look
from widgets.projector.pieces import draw_text, fit_size, flip, line_height, text_width
from widgets.projector.stage import Stage
from widgets.projector.wall import Row, Scene
from widgets.theme import choice_colour, choice_ink

_ORDER: Final = (1, 0, 2)  # from the leading side: second, first, third
_HEIGHTS: Final = (1.0, 0.72, 0.54)
_SHADES: Final = (1, 0, 2)  # colours of choices, told apart by everybody


class PodiumStage(Stage):
    """Steps rise one after the other, the first last. A name may take two lines, so a team has room."""

    moves = True

    def __init__(self, scene: Scene, look: Look, load: LoadMedia) -> None:
        super().__init__(scene, look, load)
        self._rows = scene.wall.rows[:5]
        self._over = scene.wall.view == "ended"
        self._width = self._foot = self._tall = self._rest = 0.0

    def lay_out(self, width: float, height: float) -> None:
        self._width, self.height = width, height
        self._rest = line_height(self._size()) * 1.7 if len(self._rows) > 3 else 0.0
        thanks = line_height(self._size()) * 1.4 if self._over else 0.0
        self._foot = height - self._rest - thanks
        self._tall = self._foot - self._head() - self._names()

    def paint(self, painter: QPainter, grown: float) -> None:
        look = self.look
        heading = QRectF(0, 0, self._width, self._head())
        align = Qt.AlignmentFlag.AlignHCenter
        draw_text(
            painter,
            heading,
            translate("Final ranking"),
            look.type(1 / 13),
            look.colour("ink"),
            bold=True,
            align=align,
        )
        for index in range(min(len(self._rows), 3)):
            # Third, second, first: each begins when the one before it is half way up.
            start = 0.25 * (2 - index)
            own = min(max((grown - start) / 0.5, 0.0), 1.0)
            self._paint_step(painter, index, own)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rest:
            others = "      ".join(
                f"{row.place}.  {isolate(row.nickname)}  {show_number(language(), row.points)}"
                for row in self._rows[3:]
            )
            box = QRectF(0, self._foot, self._width, self._rest)
            draw_text(painter, box, others, self._size(), look.colour("ink"), align=align)
        if self._over:
            box = QRectF(0, self._foot + self._rest, self._width, self.height - self._foot - self._rest)
            draw_text(
                painter,
                box,
                translate("Thank you. The class is over."),
                self._size(),
                look.colour("soft"),
                align=align,
            )

    def describe(self) -> str:
        rows = "; ".join(f"{row.place}. {row.nickname}" for row in self._rows)
        return f"{translate('Final ranking')}: {rows}"

    def boxes(self) -> list[QRectF]:
        return [self._box(index) for index in range(min(len(self._rows), 3))]

    def _size(self) -> int:
        return self.look.type(1 / 24)

    def _head(self) -> float:
        return line_height(self.look.type(1 / 13), bold=True) * 1.2

    def _names(self) -> float:
        """Room above a step for a name of two lines and the points."""
        return line_height(self._name_size(), bold=True) * 2 + line_height(self._size()) * 1.3

    def _name_size(self) -> int:
        return self.look.type(1 / 20)

    def _box(self, index: int) -> QRectF:
        """The step of the row at `index`."""
        place = min(self._rows[index].place, 3)
        high = self._tall * _HEIGHTS[place - 1]
        each = min(self._width / 3, self.look.unit * 0.5)
        column = _ORDER.index(index) if len(self._rows) > 1 else 1
        x = (self._width - 3 * each) / 2 + column * each
        gap = each * 0.04
        return flip(QRectF(x + gap, self._foot - high, each - 2 * gap, high), self._width, is_rtl())

    def _paint_step(self, painter: QPainter, index: int, grown: float) -> None:
        look, row, box = self.look, self._rows[index], self._box(index)
        box.setTop(box.bottom() - box.height() * grown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = _SHADES[min(row.place, 3) - 1]
        painter.setBrush(choice_colour(shade))
        radius = look.unit / 60
        painter.drawRoundedRect(box, radius, radius)
        painter.drawRect(box.adjusted(0, min(radius, box.height()), 0, 0))
        size = look.type(1 / 8)
        if box.height() > line_height(size):
            number = QRectF(box.x(), box.y(), box.width(), line_height(size) * 1.1)
            draw_text(
                painter, number, str(row.place), size, choice_ink(shade),
                numbers=True, align=Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip
        painter.setOpacity(grown)
        self._paint_name(painter, row, box)
        painter.setOpacity(1.0)

    def _paint_name(self, painter: QPainter, row: Row, box: QRectF) -> None:
        look = self.look
        points = line_height(self._size()) * 1.3
        lines = split_name(row.nickname, box.width(), self._name_size())
        size = min(fit_size(line, box.width(), self._name_size(), look.smallest) for line in lines)
        high = line_height(size, bold=True)
        top = box.y() - points - high * len(lines)
        rtl = direction_of(row.nickname) == "rtl"
        align = Qt.AlignmentFlag.AlignHCenter
        for number, line in enumerate(lines):
            place = QRectF(box.x(), top + number * high, box.width(), high)
            draw_text(painter, place, line, size, look.colour("ink"), bold=True, rtl=rtl, align=align)
        place = QRectF(box.x(), box.y() - points, box.width(), points)
        words = show_number(language(), row.points)
        draw_text(painter, place, words, self._size(), look.colour("soft"), numbers=True, align=align)


def split_name(name: str, width: float, size: int) -> list[str]:
    """A name in one line, or in two where it has a space and is too long for one."""
    if text_width(name, size, bold=True) <= width or " " not in name:
        return [name]
    places = [place for place, sign in enumerate(name) if sign == " "]
    middle = min(places, key=lambda place: abs(place - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]
