"""A plain text of several lines. Qt moves each broken line of a right-to-left text by the space at its end,
out of the label at the other side; here the lines stand flush."""

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

from widgets.language import is_rtl


class WrappedLabel(QLabel):
    """Breaks its text into lines; only the drawing of a right-to-left window differs from Qt's."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not is_rtl() or self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            super().paintEvent(event)
            return
        room = QRectF(self.contentsRect()).marginsRemoved(QMarginsF(*[self.margin()] * 4))
        text = self.text().replace("&&", "&") if self.buddy() is not None else self.text()
        layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), self.font(), self)
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        vertical = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        free = max(room.height() - height, 0.0)
        if vertical & Qt.AlignmentFlag.AlignBottom:
            room.translate(0, free)
        elif not vertical & Qt.AlignmentFlag.AlignTop:
            room.translate(0, free / 2)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, room.topLeft())
        painter.end()
