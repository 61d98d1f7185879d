"""The recent quizzes as cards of which one is chosen, to start with."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.quiz.shelf import QuizRow
from widgets.language import ngettext, show_day, translate
from widgets.parts.basics import Card, clear_layout, label, set_look
from widgets.theme import XS, M

COLUMNS = 3


class QuizCard(Card):
    """One quiz; chosen by a click, Space or Enter."""

    chosen = Signal(str)
    """The quiz with this id was chosen."""
    opened = Signal(str)
    """It was double-clicked: start with it."""

    def __init__(self, row: QuizRow) -> None:
        super().__init__(QVBoxLayout(), margin=M)
        self._row = row
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(92)
        name = row.title or translate("Quiz without a title")
        title = label(name, "strong" if row.title else "soft", wrap=True)
        count = ngettext("{count} question", "{count} questions", row.questions).format(count=row.questions)
        used = translate("not used yet")
        if row.used_at:
            used = translate("used {day}").format(day=show_day(row.used_at))
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.setSpacing(XS)
        box.addWidget(title)
        box.addStretch(1)
        box.addWidget(label(f"{count} · {used}", "tiny"))
        self.setAccessibleName(f"{name}, {count}, {used}")

    @property
    def quiz_id(self) -> str:
        return self._row.id

    def set_chosen(self, chosen: bool) -> None:
        set_look(self, "chosen", "true" if chosen else "false")
        self.setAccessibleDescription(translate("chosen") if chosen else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self._row.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self._row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._row.id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self._row.id)


class QuizChoice(QWidget):
    """Up to six quizzes, the first one chosen."""

    chosen = Signal(str)
    """Another quiz was chosen; its id."""
    opened = Signal(str)
    """A quiz was double-clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[QuizCard] = []
        self._chosen = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(M)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)

    @property
    def quiz_id(self) -> str:
        """Of the chosen quiz; '' without any."""
        return self._chosen

    def set_quizzes(self, rows: Sequence[QuizRow]) -> None:
        clear_layout(self._grid)
        self._cards = [QuizCard(row) for row in rows]
        for number, card in enumerate(self._cards):
            card.chosen.connect(self.choose)
            card.opened.connect(self.opened)
            self._grid.addWidget(card, number // COLUMNS, number % COLUMNS)
        known = [row.id for row in rows]
        self.choose(self._chosen if self._chosen in known else (known[0] if known else ""))

    def choose(self, quiz_id: str) -> None:
        self._chosen = quiz_id
        for card in self._cards:
            card.set_chosen(card.quiz_id == quiz_id)
        self.chosen.emit(quiz_id)
