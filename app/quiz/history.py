"""Undo and redo over frozen quizzes: the values themselves are kept, they share all that did not change."""

from dataclasses import dataclass
from typing import Final

from app.quiz.model import Quiz

LONGEST: Final = 300  # steps
PAUSE: Final = 3.0  # seconds without typing, after which a new step begins


@dataclass(frozen=True, slots=True)
class Step:
    """The quiz before a change, and the question (id, '' for none) at which it was made."""

    quiz: Quiz
    question: str


class History:
    """What was, what is, and what was taken back."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._key = ""
        self._at = 0.0

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def push(self, quiz: Quiz, question: str = "", key: str = "", at: float = 0.0) -> None:
        """Take a changed quiz. Changes with the same `key` (a field) without a pause are one step; '' never
        is. at: seconds."""
        if quiz == self.quiz:
            return
        same = key and key == self._key and at - self._at < PAUSE
        if not same:
            self._undo.append(Step(self.quiz, question))
            del self._undo[:-LONGEST]
        self._redo.clear()
        self._key, self._at, self.quiz = key, at, quiz

    def undo(self) -> str | None:
        """One step back; the question where it was, None where there is none to take back."""
        return self._go(self._undo, self._redo)

    def redo(self) -> str | None:
        return self._go(self._redo, self._undo)

    def _go(self, source: list[Step], target: list[Step]) -> str | None:
        if not source:
            return None
        step = source.pop()
        target.append(Step(self.quiz, step.question))
        self.quiz, self._key = step.quiz, ""
        return step.question
