"""The two sides of a matching; at the reveal lines join what belongs together."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.signs import show_percent
from widgets.language import language
from widgets.parts.rich_text import LoadMedia
from widgets.projector.body import Body
from widgets.projector.fitting import level
from widgets.projector.pieces import RichPiece, draw_card, draw_text, flip, text_width
from widgets.projector.wall import Item, Question, Scene
from widgets.theme import choice_colour

_MIDDLE: Final = 0.16  # of the width lies between the sides
_PAD, _BETWEEN, _TALLEST = 0.5, 0.5, 3.6  # in sizes of the type


class PairColumns(Body):
    """Nothing moves at the reveal: the lines are drawn between the cards where they stood."""

    def __init__(self, question: Question, scene: Scene, load: LoadMedia, rtl: bool) -> None:
        super().__init__(rtl)
        wall = scene.wall
        self._sides = (
            [RichPiece(item.html, load, rtl=rtl) for item in question.lefts],
            [RichPiece(item.html, load, rtl=rtl) for item in question.rights],
        )
        self._joined = _join(
            question.lefts, question.rights, dict(wall.solution.pairs if wall.solution else ())
        )
        self._revealed = wall.solution is not None
        counts = {line.key: line.count for line in wall.lines}
        self._shares = [
            show_percent(language(), counts.get(item.id, 0), wall.answers)
            if self._revealed and wall.answers
            else ""
            for item in question.lefts
        ]
        self._width, self._size = 0.0, 0
        self._rows: tuple[list[float], list[float]] = ([], [])

    @property
    def height(self) -> float:
        gap = self._size * _BETWEEN
        return max((sum(rows) + gap * max(len(rows) - 1, 0) for rows in self._rows), default=0.0)

    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        self._width, self._size = width, size
        each, shade = self._each(), self.look.colour("ink")
        trail = self._trail()
        for side, rows in enumerate(self._rows):
            less = trail if side == 0 else 0.0
            rows[:] = [
                piece.lay_out(each - 2 * size * _PAD - less, size, shade, picture) + 2 * size * _PAD
                for piece in self._sides[side]
            ]
        # A word cut in two is no better than one that is too wide.
        squeezed = any(piece.is_squeezed for pieces in self._sides for piece in pieces)
        return room + 1 if squeezed and size > self.look.smallest else self.height

    def fill(self, room: float) -> float:
        gap, tallest = self._size * _BETWEEN, self._size * _TALLEST
        for rows in self._rows:
            rows[:] = level(rows, room - gap * max(len(rows) - 1, 0), tallest)
        return self.height

    def pieces(self) -> Iterable[RichPiece]:
        return (*self._sides[0], *self._sides[1])

    def boxes(self) -> list[QRectF]:
        return [*self._places(0), *self._places(1)]

    def paint(self, painter: QPainter, grown: float) -> None:
        lefts, rights = self._places(0), self._places(1)
        for index, (piece, box) in enumerate(zip(self._sides[0], lefts, strict=True)):
            shade = choice_colour(index) if index in self._joined else None
            self._paint_side(painter, piece, box, shade)
            if self._shares[index]:
                inner = box.adjusted(self._size * _PAD, 0, -self._size * _PAD, 0)
                soft, align = self.look.colour("soft"), Qt.AlignmentFlag.AlignRight
                draw_text(
                    painter, inner, self._shares[index], self._share_size(), soft,
                    align=align, rtl=self.rtl, numbers=True,
                )  # fmt: skip
        used = {right: left for left, right in reversed(self._joined.items())}
        for index, (piece, box) in enumerate(zip(self._sides[1], rights, strict=True)):
            faded = self._revealed and index not in used
            painter.setOpacity(1 - 0.55 * grown if faded else 1.0)
            self._paint_side(painter, piece, box, choice_colour(used[index]) if index in used else None)
            painter.setOpacity(1.0)
        for left, right in self._joined.items():
            self._paint_line(painter, lefts[left], rights[right], choice_colour(left), grown)

    # --- inside -----------------------------------------------------------------------------------

    def _each(self) -> float:
        return self._width * (1 - _MIDDLE) / 2

    def _share_size(self) -> int:
        return max(self.look.smallest, round(self._size * 0.7))

    def _trail(self) -> float:
        """Room for the share of those who found the pair."""
        if not any(self._shares):
            return 0.0
        return text_width(show_percent(language(), 1, 1), self._share_size(), numbers=True) + self._size * 0.4

    def _places(self, side: int) -> list[QRectF]:
        """Where the cards of one side stand, in the middle of the height that the larger side takes."""
        rows, gap = self._rows[side], self._size * _BETWEEN
        top = (self.height - sum(rows) - gap * max(len(rows) - 1, 0)) / 2
        x = 0.0 if side == 0 else self._width - self._each()
        found = []
        for height in rows:
            found.append(flip(QRectF(x, top, self._each(), height), self._width, self.rtl))
            top += height + gap
        return found

    def _paint_side(self, painter: QPainter, piece: RichPiece, box: QRectF, shade: QColor | None) -> None:
        draw_card(painter, box, self.look)
        if shade is not None:
            width = self.look.unit / 150
            painter.setPen(QPen(shade, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = self.look.unit / 60
            painter.drawRoundedRect(
                box.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius
            )
        x = box.right() - self._size * _PAD - piece.width if self.rtl else box.x() + self._size * _PAD
        piece.paint(painter, x, box.y() + (box.height() - piece.height) / 2)

    def _paint_line(
        self, painter: QPainter, left: QRectF, right: QRectF, shade: QColor, grown: float
    ) -> None:
        if grown <= 0:
            return
        start = QPointF(left.x() if self.rtl else left.right(), left.center().y())
        end = QPointF(right.right() if self.rtl else right.x(), right.center().y())
        middle = (start.x() + end.x()) / 2
        path = QPainterPath(start)
        path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
        pen = QPen(shade, self.look.unit / 110)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if grown < 1:
            part = QPainterPath(start)
            for step in range(1, 21):
                part.lineTo(path.pointAtPercent(grown * step / 20))
            path = part
        painter.strokePath(path, pen)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        dot = self.look.unit / 75
        painter.drawEllipse(start, dot, dot)
        if grown >= 1:
            painter.drawEllipse(end, dot, dot)


def _join(lefts: Sequence[Item], rights: Sequence[Item], pairs: dict[str, str]) -> dict[int, int]:
    """Index of each left side to the index of its right side."""
    places = {item.id: index for index, item in enumerate(rights)}
    return {index: places[pairs[item.id]] for index, item in enumerate(lefts) if pairs.get(item.id) in places}
