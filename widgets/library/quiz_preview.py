"""The chosen quiz beside the list: what it holds, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.quiz.model import Quiz
from app.quiz.shelf import QuizRow
from widgets.desk import Desk
from widgets.language import ngettext, translate
from widgets.library.quizzes import came_from, changed_when, describe, places_of, tell_problems, used_when
from widgets.parts.basics import button, clear_layout, column, icon_button, keep_free, label, row, scrolled
from widgets.parts.empty_state import EmptyState
from widgets.parts.question_card import QuestionCard
from widgets.parts.quiz_texts import QuizTexts, Shown
from widgets.ports import LibraryPort
from widgets.theme import M, S
from widgets.worker import Task

BATCH = 8  # questions drawn at a time; more follow as one scrolls
_NEAR = 600  # px from the end, where more are drawn


class QuizPreview(QWidget):
    """Its buttons say what is wanted; the page does it."""

    wanted = Signal(str)
    """The name of an entry of the menu."""
    filled = Signal()
    """Questions have been drawn."""

    def __init__(self, desk: Desk, menu: QMenu) -> None:
        super().__init__()
        self._desk = desk
        self._task: Task | None = None
        self._quiz: Quiz | None = None
        self._texts: QuizTexts | None = None
        self._drawn = 0
        self._chosen = ""
        self._title, self._meta = label("", "large", wrap=True), label("", "soft", wrap=True)
        self._problems = label("", "warn", wrap=True)
        self.start = self._make_button("start", translate("Start the class"), "play", "Ctrl+Return", "main")
        self.edit = self._make_button("edit", translate("Edit"), "edit", "Return")
        tags = self._make_button("tags", translate("Tags…"), "tag", "Ctrl+T")
        export = self._make_button("export", translate("Export…"), "export", "Ctrl+E")
        remove = self._make_button("remove", translate("Delete"), "trash", "Del", "danger")
        self._for_many = QWidget()
        self._for_many.setLayout(column(row(tags, export, 0), row(remove, 0), space=S))
        more = icon_button("more", translate("More actions"), kind="")
        more.setMenu(menu)
        more.setPopupMode(more.ToolButtonPopupMode.InstantPopup)
        content = QWidget()
        self._box = QVBoxLayout(content)
        keep_free(self._box, S)
        self._box.setSpacing(M)
        self._area = scrolled(content)
        self._area.setAccessibleName(translate("Questions of the quiz"))
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        actions = row(self.start, self.edit, self._for_many, more, 0)
        actions.setAlignment(more, Qt.AlignmentFlag.AlignTop)
        self._hint = EmptyState("quizzes", "", translate("Choose a quiz to see its questions."))
        self._body = QWidget()
        self._body.setLayout(column(self._title, self._meta, self._problems, actions, self._area, space=M))
        self.setLayout(column(self._hint, self._body))
        self.show_rows([])

    def show_rows(self, rows: Sequence[QuizRow]) -> None:
        """The one chosen quiz, how many were chosen, or what to do."""
        self._drop_task()
        self._hint.setVisible(not rows)
        self._body.setVisible(bool(rows))
        one = rows[0] if len(rows) == 1 else None
        self.start.setVisible(one is not None)
        self.edit.setVisible(one is not None)
        self._for_many.setVisible(one is None)
        if one is None:
            self._chosen = ""
            clear_layout(self._box)
        if not rows:
            return
        if one is None:
            words = ngettext("{count} quiz chosen", "{count} quizzes chosen", len(rows))
            self._title.setText(words.format(count=len(rows)))
            questions = sum(row.questions for row in rows)
            self._meta.setText(
                ngettext("{count} question", "{count} questions", questions).format(count=questions)
            )
            self._problems.hide()
            return
        self._title.setText(one.title)
        lines = [[describe(one), *places_of(one)], [changed_when(one), used_when(one)], [came_from(one)]]
        self._meta.setText("\n".join(filter(None, map("  ·  ".join, lines))))
        self._problems.setText(tell_problems(one))
        self._problems.setVisible(one.problems > 0)
        self.start.setEnabled(one.questions > one.problems)
        if self._chosen != one.id:
            clear_layout(self._box)
        self._chosen = one.id
        task = self._task = self._desk.worker.run(_load, self._desk.library, one.id)
        task.finished.connect(self._on_loaded)
        task.failed.connect(self._on_failed)

    def _make_button(self, name: str, words: str, icon_name: str, keys: str, kind: str = "") -> QPushButton:
        return button(words, partial(self.wanted.emit, name), kind=kind, icon_name=icon_name, tip=keys)

    def _on_loaded(self, loaded: tuple[Quiz, QuizTexts, list[Shown]]) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        self._quiz, self._texts, shown = loaded
        clear_layout(self._box)
        self._drawn = 0
        self._area.verticalScrollBar().setValue(0)
        self._add(shown)

    def _on_more(self, shown: list[Shown]) -> None:
        if self.sender() is self._task:
            self._task = None
            self._add(shown)

    def _on_failed(self, error: Exception) -> None:
        if self.sender() is self._task:
            self._task = None
            self._desk.tell_error(error)

    def _add(self, shown: list[Shown]) -> None:
        if self._drawn:
            self._box.takeAt(self._box.count() - 1)  # the free space below the last one
        for question in shown:
            self._box.addWidget(QuestionCard(question))
        self._box.addStretch(1)
        self._drawn += len(shown)
        self.filled.emit()

    def _on_scrolled(self, value: int) -> None:
        """Draw the next questions before their place is reached."""
        quiz, texts = self._quiz, self._texts
        if quiz is None or texts is None or self._task is not None or self._drawn >= len(quiz.questions):
            return
        if value >= self._area.verticalScrollBar().maximum() - _NEAR:
            task = self._task = self._desk.worker.run(partial(_show, quiz, texts, self._drawn))
            task.finished.connect(self._on_more)
            task.failed.connect(self._on_failed)

    def _drop_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None


def _load(library: LibraryPort, quiz_id: str) -> tuple[Quiz, QuizTexts, list[Shown]]:
    quiz = library.load_quiz(quiz_id)
    texts = QuizTexts(quiz)
    return quiz, texts, _show(quiz, texts, 0)


def _show(quiz: Quiz, texts: QuizTexts, first: int) -> list[Shown]:
    batch = quiz.questions[first : first + BATCH]
    return [texts.show(number, question) for number, question in enumerate(batch, first + 1)]
