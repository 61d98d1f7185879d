"""The quizzes of the library as a list: what each row says, dragging them, naming them in place."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.quiz.shelf import QuizRow
from widgets.language import is_rtl, isolate, ngettext, show_day, translate
from widgets.parts.kind_names import kind_name
from widgets.parts.tips import plain_tip

QUIZZES: Final = "application/x-preau-quizzes"
"""What is dragged: a JSON list of ids."""
ROW: Final = Qt.ItemDataRole.UserRole
"""The `QuizRow`."""
LONGEST_TITLE: Final = 200
_KINDS: Final = 2  # that a row names

Index = QModelIndex | QPersistentModelIndex


class QuizzesModel(QAbstractListModel):
    """Rows as they were last listed. Changes nothing by itself."""

    rename_wanted = Signal(str, str)
    """Id and new title."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[QuizRow] = []

    @property
    def rows(self) -> list[QuizRow]:
        return self._rows

    def set_rows(self, rows: Sequence[QuizRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def place_of(self, quiz_id: str) -> int:
        """The row of a quiz, -1 where it is not listed."""
        return next((place for place, row in enumerate(self._rows) if row.id == quiz_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(
                [row.title, describe(row), *places_of(row), *row.tags, came_from(row), tell_problems(row)]
            ).strip(". ")
        if role == Qt.ItemDataRole.ToolTipRole:
            told = [row.title, changed_when(row), used_when(row), came_from(row)]
            return plain_tip("\n".join(filter(None, told)))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = str(value).strip()[:LONGEST_TITLE]
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not title:
            return False
        row = self._rows[index.row()]
        if title != row.title:
            self.rename_wanted.emit(row.id, title)
        return True

    def mimeTypes(self) -> list[str]:
        return [QUIZZES]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = [self._rows[index.row()].id for index in indexes]
        data.setData(QUIZZES, QByteArray(json.dumps(ids).encode()))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction


def dragged_ids(data: QMimeData) -> list[str]:
    """The quizzes that are being dragged; none where it is something else."""
    if not data.hasFormat(QUIZZES):
        return []
    found = json.loads(bytes(data.data(QUIZZES).data()))
    return [str(item) for item in found]


# --- words of a row ---------------------------------------------------------------------------------


def describe(row: QuizRow) -> str:
    """How many questions and of which kinds."""
    count = ngettext("{count} question", "{count} questions", row.questions).format(count=row.questions)
    names = [kind_name(kind) for kind in row.kinds[:_KINDS]]
    if len(row.kinds) > _KINDS:
        names.append(f"+{len(row.kinds) - _KINDS}")
    return "  ·  ".join([count, *([("، " if is_rtl() else ", ").join(names)] if names else [])])


def places_of(row: QuizRow) -> list[str]:
    """Folder and languages."""
    return [part for part in (row.folder, " + ".join(map(language_name, row.languages))) if part]


def tell_problems(row: QuizRow) -> str:
    """'' where every question can be asked."""
    if not row.problems:
        return ""
    words = ngettext("{count} question cannot be asked", "{count} questions cannot be asked", row.problems)
    return words.format(count=row.problems)


def changed_when(row: QuizRow) -> str:
    return translate("Changed {date}").format(date=isolate(show_day(row.changed_at)))


def used_when(row: QuizRow) -> str:
    if row.used_at is None:
        return translate("Not used yet")
    return translate("Used {date}").format(date=isolate(show_day(row.used_at)))


def came_from(row: QuizRow) -> str:
    return translate("From {source}").format(source=isolate(row.source)) if row.source else ""


def language_name(code: str) -> str:
    """Of a quiz; the code itself where it is none of the three, '' for none."""
    names = {"fr": "Français", "ar": "العربية", "en": "English"}
    return names.get(code, code)
