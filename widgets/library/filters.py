"""What the list of quizzes is searched, narrowed and sorted by."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.i18n import LANGUAGES, mark
from app.quiz.kinds import KINDS
from app.quiz.shelf import QuizRow, Search
from widgets.language import translate
from widgets.library.quizzes import language_name
from widgets.parts.basics import button, row
from widgets.parts.icons import icon
from widgets.parts.kind_names import kind_name
from widgets.theme import S, tokens

TYPE_AHEAD: Final = 150  # ms after the last key
_DIFFICULTIES: Final = (("easy", mark("Easy")), ("medium", mark("Medium")), ("hard", mark("Hard")))
_SORTS: Final[tuple[tuple[str, str, Callable[[QuizRow], Any]], ...]] = (
    ("changed", mark("Changed last"), lambda row: -row.changed_at),
    ("used", mark("Used last"), lambda row: -(row.used_at or 0)),
    ("title", mark("By title"), lambda row: row.title.casefold()),
    ("questions", mark("Most questions"), lambda row: -row.questions),
)


class Filters(QWidget):
    """A search field and lists to choose from."""

    changed = Signal()
    """Other quizzes are wanted."""
    sort_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPE_AHEAD)
        self._timer.timeout.connect(self.changed)
        self.text = QLineEdit()
        self.text.setPlaceholderText(translate("Search titles, questions, tags"))
        self.text.setAccessibleName(translate("Search"))
        self.text.setToolTip("Ctrl+F")
        self.text.setClearButtonEnabled(True)
        self.text.addAction(
            QAction(icon("search", tokens().soft), "", self.text), QLineEdit.ActionPosition.LeadingPosition
        )
        self.text.setMinimumWidth(180)
        self.text.textChanged.connect(lambda: self._timer.start())
        self._kind = self._make(
            translate("Kind"), translate("Kind of question"), [(name, kind_name(name)) for name in KINDS]
        )
        self._language = self._make(
            translate("Language"),
            translate("Language"),
            [(code, language_name(code)) for code in LANGUAGES],
        )
        self._tag = self._make(translate("Tag"), translate("Tag"), [])
        self._difficulty = self._make(
            translate("Difficulty"),
            translate("Difficulty"),
            [(name, translate(words)) for name, words in _DIFFICULTIES],
        )
        self._sort = QComboBox()
        for name, words, _key in _SORTS:
            self._sort.addItem(translate(words), name)
        self._sort.setAccessibleName(translate("Sorted by"))
        self._sort.activated.connect(lambda _: self.sort_changed.emit())
        self._clear = button(translate("Clear"), self.clear, kind="quiet")
        self._clear.setAccessibleName(translate("Clear the search"))
        self._clear.hide()
        self._boxes = {
            "kind": self._kind,
            "language": self._language,
            "tag": self._tag,
            "difficulty": self._difficulty,
        }
        line = row(self.text, *self._boxes.values(), self._clear, self._sort, space=S)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.changed.connect(self._on_changed)

    @property
    def is_active(self) -> bool:
        """Whether anything is left out."""
        return self.search() != Search()

    def search(self, folder: str | None = None) -> Search:
        """What is wanted now, in `folder`."""
        return Search(
            text=self.text.text().strip(),
            folder=folder,
            tag=self._tag.currentData(),
            language=self._language.currentData(),
            kind=self._kind.currentData(),
            difficulty=self._difficulty.currentData(),
        )

    def sort(self, rows: Sequence[QuizRow]) -> list[QuizRow]:
        """In the chosen order; the library's own (newest change first) decides between equals."""
        key = next(key for name, _, key in _SORTS if name == self._sort.currentData())
        return sorted(rows, key=key)

    def set_tags(self, tags: Sequence[tuple[str, int]]) -> None:
        """Offer these; one that was chosen stays chosen while it exists."""
        wanted = self._tag.currentData()
        while self._tag.count() > 1:
            self._tag.removeItem(1)
        for tag, count in tags:
            self._tag.addItem(f"{tag} ({count})", tag)
        self._tag.setCurrentIndex(max(self._tag.findData(wanted), 0) if wanted else 0)
        self._tag.setEnabled(bool(tags))

    def clear(self) -> None:
        """Everything is wanted again."""
        for box in self._boxes.values():
            box.setCurrentIndex(0)
        self.text.clear()
        self._timer.stop()
        self.changed.emit()

    def state(self) -> dict[str, Any]:
        """What `restore` takes."""
        chosen = {name: box.currentData() for name, box in self._boxes.items()}
        return {"text": self.text.text(), "sort": self._sort.currentData(), **chosen}

    def restore(self, state: Mapping[str, Any]) -> None:
        """As it was. A tag is offered at once, though what tags there are is known only later."""
        self.text.setText(str(state.get("text", "")))
        self._timer.stop()
        if (tag := state.get("tag")) and self._tag.findData(tag) < 0:
            self._tag.addItem(tag, tag)
        for name, box in {**self._boxes, "sort": self._sort}.items():
            box.setCurrentIndex(max(box.findData(state.get(name)), 0))
        self._on_changed()

    def _make(self, all_: str, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.addItem(all_, None)
        for value, words in choices:
            box.addItem(words, value)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setMaximumWidth(170)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)
        box.activated.connect(lambda _: self.changed.emit())
        return box

    def _on_changed(self) -> None:
        self._clear.setVisible(self.is_active)
