"""The sign of a choice: letter, shape and colour, always all three."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.signs import letter
from widgets.language import language
from widgets.theme import SHAPES, choice_colour, choice_ink


def choice_letter(index: int) -> str:
    """What the choice at `index` (from 0) is called in the language in use."""
    return letter(language(), index)


def paint_choice_mark(painter: QPainter, box: QRectF, index: int, *, strength: float = 1.0) -> None:
    """Draw the sign into a square box. strength: opacity, less for a choice that steps back."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(strength)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(choice_colour(index))
    side = min(box.width(), box.height())
    box = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    shape = SHAPES[index] if index < len(SHAPES) else "round square"
    text_box, share = QRectF(box), 0.5
    if shape == "circle":
        painter.drawEllipse(box)
    elif shape in ("square", "round square"):
        inset, radius = (side * 0.06, side * 0.08) if shape == "square" else (side * 0.04, side * 0.26)
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    elif shape == "triangle":
        painter.drawPolygon(_polygon(box, ((0.5, 0.0), (1.0, 0.95), (0.0, 0.95))))
        text_box.translate(0, side * 0.16)
        share = 0.42
    elif shape == "diamond":
        painter.drawPolygon(_polygon(box, ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))))
        share = 0.44
    else:
        corners, turn = (5, -90.0) if shape == "pentagon" else (6, 0.0)
        points = [
            (0.5 + 0.52 * math.cos(math.radians(turn + 360 * n / corners)),
             0.5 + 0.52 * math.sin(math.radians(turn + 360 * n / corners)))
            for n in range(corners)
        ]  # fmt: skip
        painter.drawPolygon(_polygon(box, points))
        share = 0.46
    font = QFont(QApplication.font())
    font.setPixelSize(max(round(side * share), 6))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(choice_ink(index))
    painter.drawText(text_box, Qt.AlignmentFlag.AlignCenter, choice_letter(index))
    painter.restore()


def _polygon(box: QRectF, points: "list[tuple[float, float]] | tuple[tuple[float, float], ...]") -> QPolygonF:
    return QPolygonF([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points])


class ChoiceMark(QWidget):
    """The sign as a widget of fixed size."""

    def __init__(self, index: int, size: int = 28) -> None:
        super().__init__()
        self._index = index
        self.setFixedSize(QSize(size, size))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(choice_letter(index))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_choice_mark(painter, QRectF(self.rect()), self._index)
        painter.end()
