"""The chosen question of an import as students would see it, with all that is told about it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.exchange.import_plan import Item
from app.exchange.report import Line
from widgets.desk import Desk
from widgets.importing.items import lines_of, remarks_of
from widgets.importing.notices import LEVELS, severity_word, tell_line
from widgets.language import translate
from widgets.parts.basics import Card, clear_layout, column, keep_free, label, scrolled
from widgets.parts.question_card import QuestionCard
from widgets.parts.quiz_texts import QuizTexts, Shown
from widgets.theme import M, S
from widgets.worker import Task

WIDTH = 380  # px, as a phone


class ItemPreview(QWidget):
    """Shows one entry; formulas and pictures are drawn beside the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._texts: QuizTexts | None = None
        self._task: Task | None = None
        self._notes: list[QWidget] = []
        content = QWidget()
        self._box = QVBoxLayout(content)
        keep_free(self._box, S)
        self._box.setSpacing(M)
        self.setLayout(column(scrolled(content)))
        self.setFixedWidth(WIDTH)
        self.clear()

    def set_texts(self, texts: QuizTexts) -> None:
        """Of the quiz whose questions are shown next."""
        self._texts = texts

    def clear(self) -> None:
        self._drop_task()
        clear_layout(self._box)
        hint = label(translate("Choose a question to see it here."), "soft", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._box.addWidget(hint)
        self._box.addStretch(1)

    def show_entry(self, entry: Item | Line, number: int = 0) -> None:
        """number: the question's place in its file."""
        self._drop_task()
        self._notes = [_note(line) for line in lines_of(entry)]
        if isinstance(entry, Line):
            self._fill(_source(entry.text))
            return
        if entry.same.quiz:
            self._notes.insert(0, label(remarks_of(entry)[-1], "warn", wrap=True))
        if self._texts is None:
            return
        task = self._task = self._desk.worker.run(partial(self._texts.show, number, entry.question))
        task.finished.connect(self._on_shown)
        task.failed.connect(self._on_failed)

    def _on_shown(self, shown: Shown) -> None:
        if self.sender() is self._task:
            self._task = None
            self._fill(QuestionCard(shown))

    def _on_failed(self, error: Any) -> None:
        if self.sender() is self._task:
            self._task = None
            self._desk.tell_error(error)

    def _fill(self, first: QWidget) -> None:
        clear_layout(self._box)
        self._box.addWidget(first)
        for note in self._notes:
            self._box.addWidget(note)
        self._notes = []
        self._box.addStretch(1)

    def _drop_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None


def _note(line: Line) -> QWidget:
    parts: list[QWidget] = [label(severity_word(line.severity), LEVELS[line.severity])]
    parts.append(label(tell_line(line), wrap=True))
    return Card(column(*parts, space=2), margin=M)


def _source(text: str) -> QWidget:
    """The words of the file, as they stand there."""
    words = label(text or translate("Nothing is known of it but its line."), wrap=True)
    words.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return Card(column(label(translate("In the file"), "tiny"), words), margin=M)
