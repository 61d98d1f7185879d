"""A list to choose from that is only as wide as what is chosen, so that many fit beside each other."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

MOST: Final = 200  # px
_ARROW: Final = 48  # px beside the words: padding, border and the arrow
_SLACK: Final = 6  # px of these that words may use before they are cut


class NarrowBox(QComboBox):
    """What is too long ends in an ellipsis; the open list is as wide as its longest entry."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(min(words + _ARROW, MOST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showPopup(self) -> None:
        self.fit_list()
        super().showPopup()

    def fit_list(self) -> None:
        """Give the open list room for its longest entry."""
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + _ARROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - _ARROW + _SLACK
        words, cut = option.currentText, Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(words, cut, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
