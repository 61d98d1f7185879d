"""Draws the library's quizzes, three lines each, and lets them be named in place."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.quiz.shelf import QuizRow
from widgets.language import is_rtl, translate
from widgets.library.quizzes import (
    LONGEST_TITLE,
    ROW,
    Index,
    came_from,
    changed_when,
    describe,
    places_of,
    tell_problems,
    used_when,
)
from widgets.parts.row_painting import cut_leading, cut_trailing, paint_ground, write_line
from widgets.theme import SMALL, TINY, XS, M, S, colour, text_font

HEIGHT: Final = 86  # px
_DATES: Final = 150  # px
_SOURCE: Final = 90  # px; with less no source is named
_TAGS: Final = 4  # that a row shows
_TITLE: Final = 22
_LINE: Final = 20


class QuizDelegate(QStyledItemDelegate):
    """Title and dates; questions and kinds; folder, language, tags and what cannot be asked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QuizRow = index.data(ROW)
        painter.save()
        box = paint_ground(painter, option)
        room = box.adjusted(M, S, -M, -S)
        soft = colour("soft")
        title = QRect(room.left(), room.top(), room.width(), _TITLE)
        second = QRect(room.left(), title.bottom() + 1, room.width(), _LINE)
        third = QRect(room.left(), second.bottom() + XS, room.width(), _LINE)
        dates = _DATES if room.width() > 2.5 * _DATES else 0
        if dates:
            write_line(painter, _trailing(title, dates), changed_when(row), TINY, soft, trailing=True)
            write_line(painter, _trailing(second, dates), used_when(row), TINY, soft, trailing=True)
        write_line(painter, cut_trailing(title, dates), row.title, SMALL + 1, colour("ink"), bold=True)
        write_line(painter, cut_trailing(second, dates), describe(row), TINY, soft)
        problems = tell_problems(row)
        if problems:
            used = write_line(painter, third, problems, TINY, colour("amber"), bold=True, trailing=True)
            third = cut_trailing(third, used + M)
        used = write_line(painter, third, "  ·  ".join(places_of(row)), TINY, soft)
        rest = self._paint_tags(painter, cut_leading(third, used + M if used else 0), row.tags)
        if rest.width() > _SOURCE:
            write_line(painter, rest, came_from(row), TINY, soft, trailing=True)
        painter.restore()

    def _paint_tags(self, painter: QPainter, box: QRect, tags: tuple[str, ...]) -> QRect:
        """What room is left beside them."""
        painter.setFont(text_font(TINY))
        for tag in tags[:_TAGS]:
            width = painter.fontMetrics().horizontalAdvance(tag) + 2 * S
            if width > box.width():
                return QRect()
            chip = QRect(box.right() + 1 - width if is_rtl() else box.left(), box.top(), width, box.height())
            painter.setPen(colour("line"))
            painter.setBrush(colour("paper"))
            painter.drawRoundedRect(chip.adjusted(0, 0, -1, -1), 9, 9)
            painter.setPen(colour("ink"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tag)
            box = cut_leading(box, width + XS)
        return box

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setMaxLength(LONGEST_TITLE)
        line.setAccessibleName(translate("Title of the quiz"))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = option.rect.adjusted(S, XS, -S, 0)
        editor.setGeometry(QRect(box.left(), box.top(), box.width(), editor.sizeHint().height()))


class QuizzesView(QListView):
    """Several may be chosen; they are dragged onto folders."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rows")
        self.setItemDelegate(QuizDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(translate("Quizzes"))

    def chosen(self) -> list[QuizRow]:
        """The chosen quizzes, in the order of the list."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return [self.model().index(place, 0).data(ROW) for place in places]


def _trailing(box: QRect, width: int) -> QRect:
    x = box.left() if is_rtl() else box.right() + 1 - width
    return QRect(x, box.top(), width, box.height())
