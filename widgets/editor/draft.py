"""The quiz that is being edited: every change is a new frozen quiz, kept for undo and saved by itself."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import PreauError
from app.quiz import editing
from app.quiz.history import History
from app.quiz.model import Media, Question, Quiz
from widgets.desk import Desk
from widgets.editor.saving import Saver

SAVE_AFTER: Final = 800  # ms without a change


class Draft(QObject):
    """Lives in the GUI thread; saving runs in a worker."""

    changed = Signal()
    """`quiz` is another one: edited, taken back or done again."""
    chosen = Signal()
    """`question` is another one."""
    saved = Signal(float)
    """Everything is on the disk; seconds since 1970."""
    unsaved = Signal()
    """There is something that is not on the disk yet."""

    def __init__(self, desk: Desk, quiz: Quiz, *, is_new: bool = False, folder: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._history = History(quiz)
        self._saver = Saver(desk.library, is_new=is_new, folder=folder)
        self._pasted: dict[str, Media] = {}
        self._number = self._stored = 0
        self._question = quiz.questions[0].id if quiz.questions else ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER)
        self._timer.timeout.connect(self._save)

    @property
    def quiz(self) -> Quiz:
        return self._history.quiz

    @property
    def question(self) -> Question | None:
        """The question whose form is shown."""
        return self.quiz.find(self._question)

    @property
    def is_new(self) -> bool:
        """Whether nothing of the quiz has been stored yet."""
        return self._saver.is_new

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def choose(self, question_id: str) -> None:
        if question_id != self._question:
            self._question = question_id
            self.chosen.emit()

    def edit(self, quiz: Quiz, key: str = "", choose: str | None = None) -> None:
        """Take a changed quiz. key: of the field in which people type, see `History.push`. choose: the
        question to show then."""
        if self._pasted:
            quiz = editing.add_media(quiz, self._pasted)
        self._history.push(quiz, self._question, key, self.desk.clock.now())
        self._settle(choose)

    def edit_question(self, question: Question, key: str = "") -> None:
        """Take the question that is shown with other values."""
        self.edit(editing.put_question(self.quiz, question), f"{question.id} {key}" if key else "")

    def keep_picture(self, name: str, media: Media) -> None:
        """A picture that a text is about to show; it comes into the quiz with the next change."""
        self._pasted[name] = media

    def media(self, name: str) -> Media | None:
        return self.quiz.media.get(name) or self._pasted.get(name)

    def undo(self) -> None:
        self._settle(self._history.undo())

    def redo(self) -> None:
        self._settle(self._history.redo())

    def flush(self) -> None:
        """Save what is not saved yet, at once. Raises `Trouble('not_stored')`."""
        self._timer.stop()
        if self._number > self._stored:
            self._stored = max(self._saver.save(self._to_store(), self._number), self._stored)
            self._tell_saved()

    def rest(self) -> None:
        """Save nothing more by itself until the next change."""
        self._timer.stop()

    def _settle(self, choose: str | None) -> None:
        """After the quiz became another one: choose a question that is there, tell, and save soon."""
        before = self._question
        if choose is not None and self.quiz.find(choose):
            self._question = choose
        if self.question is None:
            self._question = self.quiz.questions[0].id if self.quiz.questions else ""
        self._number += 1
        self.changed.emit()
        if self._question != before:
            self.chosen.emit()
        self.unsaved.emit()
        self._timer.start()

    def _to_store(self) -> Quiz:
        return editing.drop_media(self.quiz, self._pasted.keys())

    def _save(self) -> None:
        task = self.desk.worker.run(self._saver.save, self._to_store(), self._number)
        task.finished.connect(self._on_saved)
        task.failed.connect(self._on_failed)

    def _on_saved(self, number: int) -> None:
        self._stored = max(self._stored, number)
        self._tell_saved()

    def _on_failed(self, error: PreauError) -> None:
        self.desk.tell_error(error)
        self._timer.start(10 * SAVE_AFTER)

    def _tell_saved(self) -> None:
        self.desk.quizzes_changed.emit()
        if self._stored == self._number:
            self.saved.emit(self.desk.clock.now())
