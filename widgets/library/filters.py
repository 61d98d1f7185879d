"""What the list of quizzes is searched, narrowed and sorted by."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.i18n import LANGUAGES, mark
from app.quiz.kinds import KINDS
from app.quiz.shelf import QuizRow, Search
from widgets.language import isolate, translate
from widgets.library.quizzes import language_name
from widgets.parts.basics import button, row
from widgets.parts.icons import icon
from widgets.parts.kind_names import kind_name
from widgets.parts.narrow_box import NarrowBox
from widgets.parts.tips import plain_tip
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
        self.text.setMinimumWidth(120)
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
        self._source = self._make(translate("Source file"), translate("Source file"), [])
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
            "source": self._source,
        }
        for key, box in self._boxes.items():
            box.setObjectName(key)
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
            source=self._source.currentData(),
        )

    def sort(self, rows: Sequence[QuizRow]) -> list[QuizRow]:
        """In the chosen order; the library's own (newest change first) decides between equals."""
        key = next(key for name, _, key in _SORTS if name == self._sort.currentData())
        return sorted(rows, key=key)

    def offer(
        self,
        tags: Sequence[tuple[str, int]],
        sources: Sequence[tuple[str, int]],
        languages: Sequence[tuple[str, int]],
    ) -> None:
        """Offer what the library holds, each with the number of its quizzes. What was chosen stays chosen
        while it exists."""
        _fill(self._tag, [(name, f"{isolate(name)} ({count})") for name, count in tags])
        _fill(self._source, [(name, f"{isolate(name)} ({count})") for name, count in sources])
        others = [code for code, _ in languages if code not in LANGUAGES]
        _fill(self._language, [(code, language_name(code)) for code in (*LANGUAGES, *others)])

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
        """As it was. A value is offered at once, though what there is in the library is known only later."""
        self.text.setText(str(state.get("text", "")))
        self._timer.stop()
        for name in ("tag", "source", "language"):
            if (value := state.get(name)) and self._boxes[name].findData(value) < 0:
                self._boxes[name].addItem(isolate(value), value)
        for name, box in {**self._boxes, "sort": self._sort}.items():
            box.setCurrentIndex(max(box.findData(state.get(name)), 0))
        self._on_changed()

    def _make(self, all_: str, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = NarrowBox()
        box.addItem(all_, None)
        for value, words in choices:
            box.addItem(words, value)
        box.setAccessibleName(name)
        box.setToolTip(plain_tip(name))
        box.activated.connect(lambda _: self.changed.emit())
        return box

    def _on_changed(self) -> None:
        self._clear.setVisible(self.is_active)


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer values with their words after the first entry; what was chosen stays chosen while it exists."""
    wanted = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(wanted), 0) if wanted else 0)
    box.setEnabled(bool(choices))
