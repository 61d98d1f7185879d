"""The ranking between questions: five rows that move from their old places to their new ones."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from app.signs import direction_of, show_number
from widgets.language import is_rtl, language, show, translate
from widgets.parts.rich_text import LoadMedia
from widgets.projector.look import Look
from widgets.projector.pieces import draw_card, draw_disc, draw_text, fit_size, flip, line_height, text_width
from widgets.projector.stage import Stage
from widgets.projector.wall import Row, Scene

_ROWS = 5  # room is kept for so many


class RankingStage(Stage):
    """The first is larger than the others."""

    moves = True

    def __init__(self, scene: Scene, look: Look, load: LoadMedia) -> None:
        super().__init__(scene, look, load)
        self._rows = scene.wall.rows[:_ROWS]
        self._width = self._top = self._each = 0.0
        self._size = 0

    def lay_out(self, width: float, height: float) -> None:
        look = self.look
        self._width, self.height = width, height
        heading = line_height(self._heading_size(), bold=True)
        self._each = min((height - heading * 1.3) / _ROWS, look.px(0.15))
        self._size = max(round(self._each * 0.44), look.smallest)
        self._top = heading * 1.3

    def paint(self, painter: QPainter, grown: float) -> None:
        look = self.look
        heading = QRectF(0, 0, self._width, line_height(self._heading_size(), bold=True))
        draw_text(painter, heading, translate("Ranking"), self._heading_size(), look.colour("ink"), bold=True)
        for index, row in enumerate(self._rows):
            y = self._top + index * self._each
            if row.moved:
                # From as far as there is a row to come from: others come from below.
                start = min(max(index + row.moved, 0), _ROWS)
                y = self._top + (start + (index - start) * grown) * self._each
            painter.save()
            if row.moved is None or (row.moved and index + row.moved >= _ROWS):
                painter.setOpacity(grown)
            self._paint_row(painter, row, QRectF(0, y, self._width, self._each), grown)
            painter.restore()

    def describe(self) -> str:
        rows = "; ".join(f"{row.place}. {row.nickname}" for row in self._rows)
        return f"{translate('Ranking')}: {rows}"

    def boxes(self) -> list[QRectF]:
        return [
            QRectF(0, self._top + index * self._each, self._width, self._each)
            for index in range(len(self._rows))
        ]

    def _heading_size(self) -> int:
        return self.look.type(1 / 14)

    def _paint_row(self, painter: QPainter, row: Row, box: QRectF, grown: float) -> None:
        look, rtl, size = self.look, is_rtl(), self._size
        gap = self._each * 0.09
        card = box.adjusted(0, gap / 2, 0, -gap / 2)
        draw_card(painter, card, look, edge="tile" if row.place == 1 else "edge")
        painter.save()
        painter.translate(card.topLeft())
        high, pad, width = card.height(), size * 0.6, card.width()
        side = high * 0.68
        disc = QRectF(pad, (high - side) / 2, side, side)
        draw_disc(painter, flip(disc, width, rtl), str(row.place), look)
        points = show_number(language(), row.points)
        wide = max(text_width(points, size, numbers=True), size * 2.6)
        number = QRectF(width - pad - wide, 0, wide, high)
        draw_text(
            painter, flip(number, width, rtl), points, size, look.colour("ink"),
            numbers=True, align=Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        moved = QRectF(number.x() - size * 2.6, 0, size * 2.4, high)
        if row.moved:
            self._paint_move(painter, flip(moved, width, rtl), row.moved)
        name = QRectF(disc.right() + pad, 0, moved.x() - disc.right() - 1.5 * pad, high)
        self._paint_name(painter, flip(name, width, rtl), row)
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRectF, row: Row) -> None:
        """At the side where lines of the interface begin, whatever letters the name has."""
        rtl = direction_of(row.nickname) == "rtl"
        align = Qt.AlignmentFlag.AlignLeft if rtl == is_rtl() else Qt.AlignmentFlag.AlignRight
        size = fit_size(row.nickname, box.width(), self._size, self.look.smallest)
        draw_text(
            painter, box, row.nickname, size, self.look.colour("ink"),
            bold=row.place == 1, rtl=rtl, align=align,
        )  # fmt: skip

    def _paint_move(self, painter: QPainter, box: QRectF, moved: int) -> None:
        up, size = moved > 0, max(round(self._size * 0.75), self.look.smallest)
        shade = self.look.colour("garden" if up else "soft")
        side = size * 0.7
        middle = box.center().y()
        arrow = flip(QRectF(size * 0.2, middle - side / 2, side, side), box.width(), is_rtl()).translated(
            box.x(), 0
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade))
        tip, base = (arrow.top(), arrow.bottom()) if up else (arrow.bottom(), arrow.top())
        painter.drawPolygon(
            QPolygonF(
                [QPointF(arrow.left(), base), QPointF(arrow.right(), base), QPointF(arrow.center().x(), tip)]
            )
        )
        words = QRectF(side * 1.6, box.y(), box.width() - side * 1.6, box.height())
        words = flip(words, box.width(), is_rtl()).translated(box.x(), 0)
        draw_text(painter, words, show(abs(moved)), size, shade, numbers=True)
