"""The questions of the class as a list: asked, open, coming."""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from widgets.language import isolate, translate
from widgets.parts.icons import icon
from widgets.theme import SMALL, colour, text_font, tokens

ID_ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class QuestionsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._questions: list[dict[str, Any]] = []
        self._done: frozenset[str] = frozenset()
        self._now = ""
        self._coming = ""

    def take(self, questions: list[dict[str, Any]], done: frozenset[str], now: str, coming: str) -> None:
        """now: id of the question that is open or was asked last; coming: of the next; '' for none."""
        if [q["id"] for q in questions] != [q["id"] for q in self._questions]:
            self.beginResetModel()
            self._questions, self._done, self._now, self._coming = questions, done, now, coming
            self.endResetModel()
        elif (questions, done, now, coming) != (self._questions, self._done, self._now, self._coming):
            self._questions, self._done, self._now, self._coming = questions, done, now, coming
            self.dataChanged.emit(self.index(0), self.index(len(questions) - 1))

    def row_of(self, question_id: str) -> int:
        """Where this question stands, -1 where it is not there."""
        return next((row for row, q in enumerate(self._questions) if q["id"] == question_id), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._questions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        question = self._questions[index.row()]
        id_ = question["id"]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{question['number']}.  {isolate(_words(question))}"
        if role == ID_ROLE:
            return id_
        if role == Qt.ItemDataRole.ToolTipRole:
            return _words(question)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{question['number']}. {_words(question)} {self._state(id_)}".strip()
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(id_)
        if (
            role == Qt.ItemDataRole.ForegroundRole
            and id_ in self._done
            and id_ not in (self._now, self._coming)
        ):
            return colour("soft")
        if role == Qt.ItemDataRole.FontRole:
            return self._font(id_)
        return None

    def _state(self, id_: str) -> str:
        if id_ == self._coming:
            return translate("comes next")
        if id_ == self._now:
            return translate("asked last")
        return translate("asked") if id_ in self._done else ""

    def _icon(self, id_: str) -> Any:
        if id_ == self._coming:
            return icon("next", tokens().tile, 16)
        if id_ in self._done:
            return icon("check", tokens().garden, 16)
        return icon("dot", tokens().edge, 16)

    def _font(self, id_: str) -> QFont:
        return text_font(SMALL, bold=id_ == self._coming)


def _words(question: dict[str, Any]) -> str:
    """The question in plain words; one that was spoken by its title or by what it is."""
    return question["text"] or question["title"] or translate("Question asked aloud")
