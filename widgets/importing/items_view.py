"""Draws the questions of an import: a box, the words, what kind it is and what is told about it."""

from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.exchange.report import Line
from widgets.importing.items import ENTRY, Index, lines_of, remarks_of, words_of
from widgets.importing.notices import severity_colour, severity_word, tell_line
from widgets.parts.icons import icon_pixmap
from widgets.parts.row_painting import cut_leading, cut_trailing, lead_square, paint_ground, write_line
from widgets.theme import SMALL, TINY, XS, M, S, colour, tokens

ROW: Final = 62  # px
_BOX: Final = 18
_ORDER: Final = ("error", "warning", "info")
_CHECK: Final = Qt.ItemDataRole.CheckStateRole


class ItemDelegate(QStyledItemDelegate):
    """Two lines: the question; its kind, line and likeness, and the worst thing told about it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        box = paint_ground(painter, option)
        entry, taken = index.data(ENTRY), index.data(_CHECK)
        active = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        _paint_sign(painter, sign_rect(box), taken, active)
        room = cut_trailing(cut_leading(box, M + _BOX + M), M)
        words = QRect(room.left(), box.top() + S, room.width(), SMALL + 8)
        faded = taken != Qt.CheckState.Checked
        write_line(painter, words, words_of(entry), SMALL, colour("soft" if faded else "ink"), bold=not faded)
        remarks = QRect(room.left(), words.bottom() + XS, room.width(), TINY + 8)
        used = write_line(painter, remarks, "  ·  ".join(remarks_of(entry)), TINY, colour("soft"))
        _paint_line(painter, cut_leading(remarks, used + M if used else 0), lines_of(entry))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the box or Space takes the question or leaves it."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            hit = sign_rect(option.rect.adjusted(XS, 1, -XS, -1)).adjusted(-M, -M, M, M)
            if not hit.contains(event.position().toPoint()):
                return False
        elif not (isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space):
            return False
        checked = index.data(_CHECK) == Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked, _CHECK)


class ItemsView(QListView):
    """Rows of one height, so that thousands of them open at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rows")
        self.setItemDelegate(ItemDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def sign_rect(box: QRect) -> QRect:
    """Where the box or the cross stands in a row."""
    return lead_square(cut_leading(box, M), S + XS, _BOX)


def _paint_sign(painter: QPainter, box: QRect, taken: Any, active: bool) -> None:
    """taken: None for a place that gave no question. active: it can be changed."""
    if taken is None:
        painter.drawPixmap(box.topLeft(), icon_pixmap("cross", tokens().brick, _BOX))
        return
    checked = taken == Qt.CheckState.Checked
    painter.setPen(QPen(colour("tile" if checked else "edge" if active else "line"), 1))
    painter.setBrush(colour("tile" if checked else "surface"))
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
    if checked:
        painter.drawPixmap(box.adjusted(1, 1, 0, 0).topLeft(), icon_pixmap("check", tokens().on_tile, 16))


def _paint_line(painter: QPainter, box: QRect, lines: tuple[Line, ...]) -> None:
    """The word of the worst severity in its colour, then its sentence."""
    if not lines:
        return
    line = min(lines, key=lambda line: _ORDER.index(line.severity))
    word, shade = severity_word(line.severity), severity_colour(line.severity)
    used = write_line(painter, box, word, TINY, shade, bold=True)
    write_line(painter, cut_leading(box, used + S), tell_line(line), TINY, colour("soft"))
