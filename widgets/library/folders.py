"""The folders beside the quizzes: counts, quizzes dropped onto them, names changed in place."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.language import translate
from widgets.library.quizzes import QUIZZES, dragged_ids
from widgets.parts.icons import icon_pixmap
from widgets.parts.row_painting import cut_leading, cut_trailing, lead_square, paint_ground, write_line
from widgets.theme import SMALL, TINY, M, S, colour, tokens

FOLDER: Final = Qt.ItemDataRole.UserRole
"""None for all quizzes, '' for those in no folder, else the name."""
LONGEST_NAME: Final = 200
_HEIGHT: Final = 38

Index = QModelIndex | QPersistentModelIndex


class FoldersModel(QAbstractListModel):
    """All quizzes, those in no folder, then the folders by name. Changes nothing by itself."""

    dropped = Signal(list, str)
    """Ids of quizzes that were dropped, and the folder."""
    rename_wanted = Signal(str, str)
    """Old and new name, which may be the same."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str | None, int]] = [(None, 0)]

    def set_folders(self, folders: Sequence[tuple[str, int]], empty: Sequence[str] = ()) -> None:
        """folders: as the library lists them; empty: further ones that hold nothing yet."""
        counts = dict(folders)
        names = sorted({*counts, *empty} - {""}, key=str.casefold)
        self.beginResetModel()
        self._rows = [(None, sum(counts.values()))]
        if names:
            self._rows.append(("", counts.get("", 0)))
        self._rows += [(name, counts.get(name, 0)) for name in names]
        self.endResetModel()

    def place_of(self, folder: str | None) -> int:
        """The row of a folder; that of all quizzes where it is gone."""
        return next((place for place, row in enumerate(self._rows) if row[0] == folder), 0)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self._rows if name]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        name = self._rows[index.row()][0]
        if name is not None:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if name else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, count = self._rows[index.row()]
        if role == FOLDER:
            return name
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return translate("All quizzes") if name is None else name or translate("In no folder")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.data(index)}: {count}"
        if role == Qt.ItemDataRole.StatusTipRole:
            return str(count)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        new, old = str(value).strip()[:LONGEST_NAME], self._rows[index.row()][0]
        if role != Qt.ItemDataRole.EditRole or not new or not old:
            return False
        self.rename_wanted.emit(old, new)
        return True

    def mimeTypes(self) -> list[str]:
        return [QUIZZES]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return data.hasFormat(QUIZZES) and parent.isValid() and self._rows[parent.row()][0] is not None

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.dropped.emit(dragged_ids(data), self._rows[parent.row()][0])
        return True


class _FolderDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        room = paint_ground(painter, option).adjusted(S, 0, -S, 0)
        name = index.data(FOLDER)
        sign = icon_pixmap("quizzes" if name is None else "folder", tokens().soft, 18)
        painter.drawPixmap(lead_square(room, (room.height() - 18) // 2, 18).topLeft(), sign)
        count = index.data(Qt.ItemDataRole.StatusTipRole)
        used = write_line(painter, room, count, TINY, colour("soft"), trailing=True)
        words = cut_leading(cut_trailing(room, used + S), 18 + S)
        shade = colour("soft" if name == "" else "ink")
        bold = bool(option.state & option.state.State_Selected)
        write_line(painter, words, index.data(Qt.ItemDataRole.DisplayRole), SMALL, shade, bold=bold)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setMaxLength(LONGEST_NAME)
        line.setAccessibleName(translate("Name of the folder"))
        return line


class FoldersView(QListView):
    """One is chosen at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rows")
        self.setItemDelegate(_FolderDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Folders"))
        self.setMinimumHeight(2 * _HEIGHT + M)
