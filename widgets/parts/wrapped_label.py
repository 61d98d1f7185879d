"""A plain text of several lines. Qt's own label moves each broken line of a right-to-left text aside by the
width of the space at its end, which cuts the last letters of a full line; this one does not."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel


class WrappedLabel(QLabel):
    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            super().paintEvent(event)
            return
        room = self.contentsRect().adjusted(self.margin(), self.margin(), -self.margin(), -self.margin())
        parts, height = self._lay_out(room.width())
        top = float(room.y())
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top += max((room.height() - height) / 2, 0.0)
        elif self.alignment() & Qt.AlignmentFlag.AlignBottom:
            top += max(room.height() - height, 0.0)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        for part, below in parts:
            part.draw(painter, QPointF(room.x(), top + below))
        painter.end()

    def _lay_out(self, width: int) -> tuple[list[tuple[QTextLayout, float]], float]:
        """The paragraphs, each with its distance from the top, and the height of all."""
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        sides = Qt.AlignmentFlag.AlignHorizontal_Mask
        option.setAlignment(self.alignment() & sides)
        parts: list[tuple[QTextLayout, float]] = []
        below = 0.0
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self.font(), self)
            layout.setTextOption(option)
            layout.beginLayout()
            height = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                line.setPosition(QPointF(0, height))
                height += line.height()
            layout.endLayout()
            parts.append((layout, below))
            below += height
        return parts, below
