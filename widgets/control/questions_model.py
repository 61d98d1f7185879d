"""The questions of the class as a list: asked, skipped, cancelled, open, coming."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from widgets.language import isolate, translate
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.theme import SMALL, colour, text_font, tokens

ID_ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Course:
    """How the questions have gone, by id. now: that which is open or was asked last; coming: the next; ''
    for none."""

    done: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    cancelled: frozenset[str] = frozenset()
    now: str = ""
    coming: str = ""

    @property
    def past(self) -> frozenset[str]:
        """What does not come any more by itself."""
        return self.done | self.skipped


def read_course(snapshot: dict[str, Any], coming: str) -> Course:
    """As the newest snapshot tells it."""
    round_ = snapshot["round"]
    done, skipped, cancelled = (
        frozenset(snapshot.get(name, ())) for name in ("done", "skipped", "cancelled")
    )
    return Course(done, skipped, cancelled, round_["question"] if round_ else "", coming)


class QuestionsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._questions: list[dict[str, Any]] = []
        self._course = Course()

    def take(self, questions: list[dict[str, Any]], course: Course) -> None:
        if [q["id"] for q in questions] != [q["id"] for q in self._questions]:
            self.beginResetModel()
            self._questions, self._course = questions, course
            self.endResetModel()
        elif (questions, course) != (self._questions, self._course):
            self._questions, self._course = questions, course
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
            return plain_tip("\n".join(filter(None, (_words(question), self._state(id_)))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{question['number']}. {_words(question)} {self._state(id_)}".strip()
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(id_)
        if role == Qt.ItemDataRole.ForegroundRole and self._is_past(id_):
            return colour("soft")
        if role == Qt.ItemDataRole.FontRole:
            return self._font(id_)
        return None

    def _is_past(self, id_: str) -> bool:
        course = self._course
        return id_ in course.past | course.cancelled and id_ not in (course.now, course.coming)

    def _state(self, id_: str) -> str:
        course = self._course
        if id_ == course.coming:
            return translate("comes next")
        if id_ in course.cancelled:
            return translate("cancelled: it counts for nobody")
        if id_ in course.skipped:
            return translate("skipped: it does not count")
        if id_ == course.now:
            return translate("asked last")
        return translate("asked") if id_ in course.done else ""

    def _icon(self, id_: str) -> Any:
        course = self._course
        if id_ == course.coming:
            return icon("next", tokens().tile, 16)
        if id_ in course.cancelled:
            return icon("cross", tokens().soft, 16)
        if id_ in course.skipped:
            return icon("skip", tokens().amber, 16)
        if id_ in course.done:
            return icon("check", tokens().garden, 16)
        return icon("dot", tokens().edge, 16)

    def _font(self, id_: str) -> QFont:
        course = self._course
        font = text_font(SMALL, bold=id_ == course.coming)
        font.setStrikeOut(id_ in course.cancelled)
        return font


def _words(question: dict[str, Any]) -> str:
    """The question in plain words; one that was spoken by its title or by what it is."""
    return question["text"] or question["title"] or translate("Question asked aloud")
