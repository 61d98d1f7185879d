"""The files of an import: each with its name and what came of it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from widgets.language import translate
from widgets.parts.row_painting import paint_ground, write_line
from widgets.parts.tips import plain_tip
from widgets.theme import SMALL, TINY, M, S, colour

_WORDS: Final = Qt.ItemDataRole.UserRole
_LEVEL: Final = Qt.ItemDataRole.UserRole + 1
_HEIGHT: Final = 54
_WIDTH: Final = 220


class _FileDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH - 2 * M, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        room = paint_ground(painter, option).adjusted(M, S - 2, -M, 0)
        name = QRect(room.left(), room.top(), room.width(), SMALL + 8)
        words = QRect(room.left(), name.bottom() + 1, room.width(), TINY + 8)
        write_line(painter, name, index.data(), SMALL, colour("ink"))
        write_line(painter, words, index.data(_WORDS) or "", TINY, colour(index.data(_LEVEL) or "soft"))
        painter.restore()


class FilesView(QListWidget):
    """One row for each file, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rows")
        self.setItemDelegate(_FileDelegate(self))
        self.setMouseTracking(True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Files"))

    def add_file(self, name: str) -> None:
        item = QListWidgetItem(name, self)
        item.setToolTip(plain_tip(name))

    def tell(self, number: int, words: str, colour_name: str = "soft") -> None:
        """What came of the file with this number. colour_name: as in `Tokens`."""
        item = self.item(number)
        item.setData(_WORDS, words)
        item.setData(_LEVEL, colour_name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}: {words}")
