"""The questions of the quiz as rows of a list."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.quiz.kinds.base import Problem
from app.quiz.markup import short_title
from app.quiz.model import Question, Quiz
from app.quiz.shown import problems_of
from app.sentences import tell_problem
from widgets.language import translate
from widgets.parts.kind_names import kind_name
from widgets.parts.tips import plain_tip

QUESTION: Final = Qt.ItemDataRole.UserRole
PROBLEMS: Final = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Row:
    question: Question
    title: str
    problems: tuple[Problem, ...]


class QuestionModel(QAbstractListModel):
    """Follows the quiz by `set_quiz`; rows whose question is the same value are not looked at again."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []

    def set_quiz(self, quiz: Quiz) -> None:
        known = {id(row.question): row for row in self._rows}
        rows = [known.get(id(question)) or _make(question) for question in quiz.questions]
        if [row.question.id for row in rows] != [row.question.id for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old is not new:
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def place_of(self, question_id: str) -> int:
        """The row of a question, -1 where there is none."""
        return next((n for n, row in enumerate(self._rows) if row.question.id == question_id), -1)

    @property
    def wrong(self) -> list[str]:
        """Ids of the questions that cannot be asked as they are."""
        return [row.question.id for row in self._rows if row.problems]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == QUESTION:
            return row.question
        if role == PROBLEMS:
            return row.problems
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(_sentences(row)) or row.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [f"{index.row() + 1}. {row.title}", kind_name(row.question.kind), *_sentences(row)]
            return ", ".join(words)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        more = Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        return usual | more


def _make(question: Question) -> _Row:
    title = short_title(question.title, question.text)
    return _Row(question, title or translate("No text yet"), tuple(problems_of(question)))


def _sentences(row: _Row) -> list[str]:
    return [tell_problem(problem.code, problem.params, translate) for problem in row.problems]
