"""The list of questions: number, kind and title of each; moved by dragging or by Alt with the arrows."""

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.signs import direction_of
from widgets.editor.kind_names import kind_icon
from widgets.editor.question_model import PROBLEMS, QUESTION, Index, QuestionModel
from widgets.language import isolate
from widgets.parts.icons import icon_pixmap
from widgets.theme import TINY, colour, number_font, text_font, tokens

HEIGHT = 56
EDGE = 10


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(180, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        question = index.data(QUESTION)
        if question is None:
            return
        box = QRect(option.rect)
        state = option.state
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = box.adjusted(3, 2, -3, -2)
        if state & QStyle.StateFlag.State_Selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("tint"))
            painter.drawRoundedRect(ground, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(colour("tile"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 8, 8)

        def place(start: int, width: int) -> QRect:
            x = box.right() - start - width + 1 if rtl else box.x() + start
            return QRect(x, box.y(), width, box.height())

        painter.setFont(number_font(TINY))
        painter.setPen(colour("soft"))
        painter.drawText(place(EDGE, 24), Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        shade = tokens().tile if state & QStyle.StateFlag.State_Selected else tokens().soft
        sign = icon_pixmap(kind_icon(question.kind), shade, 18)
        middle = box.center().y() - 8
        painter.drawPixmap(place(EDGE + 30, 18).x(), middle, sign)
        wrong = bool(index.data(PROBLEMS))
        end = EDGE + (24 if wrong else 0)
        words = place(EDGE + 58, box.width() - EDGE - 58 - end)
        _paint_title(painter, str(index.data()), words, rtl)
        if wrong:
            mark = place(box.width() - EDGE - 18, 18)
            painter.drawPixmap(mark.x(), middle, icon_pixmap("warning", tokens().amber, 18))
        painter.restore()


def _paint_title(painter: QPainter, text: str, box: QRect, rtl: bool) -> None:
    """At most two lines, the second one cut."""
    font = text_font(13)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    right = direction_of(text) == "rtl"
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
    option.setAlignment(
        Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    )
    painter.setFont(font)
    painter.setPen(colour("ink"))
    metrics = painter.fontMetrics()
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    cuts: list[int] = []
    while (line := layout.createLine()).isValid() and len(cuts) < 2:
        line.setLineWidth(box.width())
        cuts.append(line.textStart())
    layout.endLayout()
    lines = [text] if len(cuts) < 2 else [text[: cuts[1]].strip(), text[cuts[1] :]]
    height = metrics.height()
    y = box.center().y() - height * len(lines) // 2 + 1
    for words in lines:
        cut = metrics.elidedText(isolate(words), Qt.TextElideMode.ElideRight, box.width())
        place = QRect(box.x(), y, box.width(), height)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, Qt.AlignmentFlag.AlignAbsolute | side | Qt.AlignmentFlag.AlignVCenter, cut)
        y += height


class QuestionView(QListView):
    moved = Signal(list, int)
    """Ids of questions, and the place (from 0) before which they are dropped."""
    shifted = Signal(int)
    remove_wanted = Signal()
    pasted = Signal(QMimeData)
    """Something from outside is pasted or dropped."""

    def __init__(self, model: QuestionModel) -> None:
        super().__init__()
        self.setModel(model)
        self._questions = model
        self._line = -1
        self._painter = _Painter(self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)

    def selected_ids(self) -> list[str]:
        """Of the selected questions, in the order of the quiz."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._questions.index(row).data(QUESTION).id for row in rows]

    def select(self, ids: list[str], current: str) -> None:
        """Select questions; `current` is the one with the cursor."""
        flag = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        index = self._questions.index(self._questions.place_of(current))
        if set(ids) == set(self.selected_ids()) and index == self.currentIndex():
            return
        selection.setCurrentIndex(index, flag.NoUpdate)
        selection.clearSelection()
        for question_id in ids:
            selection.select(self._questions.index(self._questions.place_of(question_id)), flag.Select)
        if index.isValid():
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            self.remove_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if event.source() is self or data.hasUrls() or data.hasText():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._line = self._drop_place(event) if event.source() is self else -1
        self.viewport().update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._line = -1
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        own, place = event.source() is self, self._drop_place(event)
        self._line = -1
        self.viewport().update()
        # Copied, as far as Qt knows: nothing of the list is to be taken away behind our back.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if own:
            self.moved.emit(self.selected_ids(), place)
        else:
            self.pasted.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._line >= 0:
            last = self._questions.rowCount() - 1
            rect = self.visualRect(self._questions.index(min(self._line, last)))
            y = rect.top() if self._line <= last else rect.bottom()
            painter = QPainter(self.viewport())
            painter.setPen(QPen(colour("tile"), 3))
            painter.drawLine(rect.left() + 6, y, rect.right() - 6, y)
            painter.end()

    def _drop_place(self, event: QDropEvent) -> int:
        """Before which row: the nearest gap between two."""
        at = event.position().toPoint()
        index: QModelIndex = self.indexAt(at)
        if not index.isValid():
            return self._questions.rowCount()
        return index.row() + (at.y() > self.visualRect(index).center().y())
