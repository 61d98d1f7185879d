"""The box in which the source of a rich text is typed: as high as its text, formulas and gaps in colour."""

import re
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from widgets.editor.bench import is_undo
from widgets.editor.isolating import (
    FORMULA,
    SIGNS,
    has_marks,
    is_mark,
    isolate_signs,
    plain_place,
    shown_place,
    without_marks,
)
from widgets.editor.pictures import holds_picture
from widgets.parts.basics import set_look
from widgets.theme import colour

MOST_LINES: Final = 14  # then it scrolls
_PATTERNS: Final = (
    (FORMULA, "tile", False),
    (re.compile(r"\[\[\d+\]\]"), "garden", True),
    (re.compile(r"\*\*[^*\n]+\*\*"), "ink", True),
    (SIGNS, "soft", False),
)


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats = []
        for pattern, name, bold in _PATTERNS:
            look = QTextCharFormat()
            look.setForeground(colour(name))
            if bold:
                look.setFontWeight(QFont.Weight.DemiBold)
            self._formats.append((pattern, look))

    def highlightBlock(self, text: str) -> None:
        for pattern, look in self._formats:
            for match in pattern.finditer(text):
                self.setFormat(match.start(), match.end() - match.start(), look)


class SourceEdit(QTextEdit):
    """lines: its least height. breaks: whether Return is a line break; else `returned` tells it, and
    Shift+Return is one. `toPlainText` and what is copied are without the marks of `isolating`."""

    returned = Signal()
    shifted = Signal(int)
    """Alt+Up (-1) or Alt+Down (1)."""
    entered = Signal()
    picture_given = Signal(QMimeData)
    """A picture is pasted or dropped."""

    def __init__(self, lines: int, *, breaks: bool) -> None:
        super().__init__()
        self._lines, self._breaks = lines, breaks
        self._height = 0
        self._marking = True  # but not in a text with such marks of its own
        self.textChanged.connect(self._isolate)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(1)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self._colours = _Colours(self.document())
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._height)

    def make_fixed(self) -> None:
        """A text to read, with which keys and mouse do nothing."""
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        set_look(self, "kind", "fixed")

    def toPlainText(self) -> str:
        text = super().toPlainText()
        return without_marks(text) if self._marking else text

    def setPlainText(self, text: str) -> None:
        self._marking = not has_marks(text)
        super().setPlainText(text)

    def places(self) -> tuple[int, int]:
        """Anchor and position of the cursor, as places in `toPlainText`."""
        cursor = self.textCursor()
        ends = (cursor.anchor(), cursor.position())
        anchor, position = (plain_place(self.document(), end) for end in ends) if self._marking else ends
        return anchor, position

    def choose(self, anchor: int, position: int) -> None:
        """Put the cursor as `places` gave it."""
        last = self.document().characterCount() - 1
        ends = (anchor, position)
        anchor, position = (
            shown_place(self.document(), end) if self._marking else min(end, last) for end in ends
        )
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def selected(self, cursor: QTextCursor | None = None) -> str:
        """What is selected, or what `cursor` has selected, with line breaks."""
        words = (cursor or self.textCursor()).selectedText().replace("\N{PARAGRAPH SEPARATOR}", "\n")
        return without_marks(words) if self._marking else words

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.selected())
        return data

    def _isolate(self) -> None:
        if self._marking:
            self._marking = False  # what follows is no typing
            self.blockSignals(True)
            isolate_signs(self.document())
            self.blockSignals(False)
            self._marking = True

    def _pass_mark(self, step: int) -> None:
        """Let the cursor stand beside a letter in this direction, so that the next key means that letter."""
        cursor = self.textCursor()
        while is_mark(self.document(), cursor.position() - (step < 0)):
            cursor.setPosition(cursor.position() + step)
        self.setTextCursor(cursor)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        wanted, most = self.document().size().height(), line * MOST_LINES + 2
        fits = wanted <= most
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        height = round(max(min(wanted, most), line * self._lines + 2)) + 14  # border and padding
        if height != self._height:
            self._height = height
            self.setFixedHeight(height)

    def event(self, event: QEvent) -> bool:
        if is_undo(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._asks(modifiers):
            self.returned.emit()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            self.insertPlainText("\n")
        elif self._marking and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if not self.textCursor().hasSelection():
                self._pass_mark(-1 if key == Qt.Key.Key_Backspace else 1)
            super().keyPressEvent(event)
        elif self._marking and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            before = self.textCursor().position()
            super().keyPressEvent(event)
            crossed = min(before, self.textCursor().position())
            if abs(before - self.textCursor().position()) == 1 and is_mark(self.document(), crossed):
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _asks(self, modifiers: Qt.KeyboardModifier) -> bool:
        plain = not modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        return not self._breaks and plain

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return holds_picture(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_picture(source):
            self.picture_given.emit(source)
        else:
            super().insertFromMimeData(source)
