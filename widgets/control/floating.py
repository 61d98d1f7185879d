"""A panel that floats over the columns: nothing below moves, and Escape or the cross takes it away.

Where the columns are too low for it, it takes the whole page, and then it scrolls: nothing is ever cut."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLayout, QWidget

from widgets.language import is_rtl, translate
from widgets.parts.basics import column, icon_button, keep_free, label, row, scrolled
from widgets.theme import L, M, S

EDGE: Final = 12  # pixels between the panel and the edges of what it floats over


class FloatingPanel(QFrame):
    """Over `ground`, a part of `page`, in its middle, as high as it needs to be; over all of the page where
    the ground is too low. Hidden until `open_panel`."""

    closed = Signal()
    """It was open and is not any more."""

    def __init__(self, page: QWidget, ground: QWidget, heading: str, content: QLayout, width: int) -> None:
        super().__init__(page)
        self._page = page
        self._ground = ground
        self._width = width
        self.setProperty("kind", "card")
        self.setAccessibleName(heading)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button = icon_button("cross", translate("Close"), self.close_panel)
        self._content = QWidget()
        self._content.setLayout(content)
        keep_free(content, S)
        self._area = scrolled(self._content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head = row(label(heading, "large"), 0, self.close_button)
        box = column(self._head, self._area, space=M)
        box.setContentsMargins(S if is_rtl() else L, M, L if is_rtl() else S, L)
        self.setLayout(box)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        for below in (page, ground):
            below.installEventFilter(self)
        self._content.installEventFilter(self)
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
        """Into the middle of the ground, or of the page, as large as there is room."""
        ground = QRect(self._ground.mapTo(self._page, QPoint()), self._ground.size())
        page = self._page.rect()
        width = min(self._width, page.width() - 2 * EDGE)
        wanted = self._wanted_height(width)
        room = ground if wanted + 2 * EDGE <= ground.height() else page
        height = min(wanted, room.height() - 2 * EDGE)
        place = QRect(0, 0, width, height)
        place.moveCenter(room.center())
        self.setGeometry(place)

    def _wanted_height(self, width: int) -> int:
        """Pixels with which nothing has to scroll, even beside a scroll bar that is there from before."""
        box, content = self.layout(), self._content.layout()
        assert box is not None and content is not None
        edges = box.contentsMargins() + self.frameWidth()
        inner = width - edges.left() - edges.right() - self._area.verticalScrollBar().sizeHint().width()
        height = content.heightForWidth(inner) if content.hasHeightForWidth() else content.sizeHint().height()
        return height + self._head.sizeHint().height() + box.spacing() + edges.top() + edges.bottom()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wanted = QEvent.Type.LayoutRequest if watched is self._content else QEvent.Type.Resize
        if event.type() is wanted and self.is_open:
            self.place()
        return super().eventFilter(watched, event)
