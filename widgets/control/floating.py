"""A panel that floats over the columns: nothing below moves, and Escape or the cross takes it away."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLayout, QWidget

from widgets.language import translate
from widgets.parts.basics import column, icon_button, label, row
from widgets.theme import L, M

EDGE: Final = 12  # pixels between the panel and the edges of what it floats over


class FloatingPanel(QFrame):
    """Over `ground`, in its middle, as high as it needs to be. Hidden until `open_panel`."""

    closed = Signal()
    """It was open and is not any more."""

    def __init__(self, ground: QWidget, heading: str, content: QLayout, width: int) -> None:
        super().__init__(ground)
        self._ground = ground
        self._width = width
        self.setProperty("kind", "card")
        self.setAccessibleName(heading)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button = icon_button("cross", translate("Close"), self.close_panel)
        box = column(row(label(heading, "large"), 0, self.close_button), content, space=M, margin=L)
        box.setContentsMargins(L, M, M, L)
        self.setLayout(box)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        ground.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def open_panel(self) -> None:
        self.show()
        self.place()
        self.raise_()

    def close_panel(self) -> None:
        if self.is_open:
            self.hide()
            self.closed.emit()

    def place(self) -> None:
        """Into the middle of the ground, as large as there is room."""
        room = self._ground.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        width = min(self._width, room.width())
        box = self.layout()
        assert box is not None
        wanted = box.heightForWidth(width) if box.hasHeightForWidth() else self.sizeHint().height()
        height = min(max(wanted, self.minimumSizeHint().height()), room.height())
        left = room.x() + (room.width() - width) // 2
        top = room.y() + max((room.height() - height) // 2, 0)
        self.setGeometry(left, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.is_open:
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and self.is_open:
            self.place()
        return super().event(event)
