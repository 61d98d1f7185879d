"""The tags of one or several quizzes: typed, or chosen among those that are used already."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.quiz.shelf import QuizRow
from widgets.language import translate
from widgets.parts.basics import button, column, label, row
from widgets.theme import L, M


class TagsDialog(QDialog):
    """`exec()`; then `tags` says what each quiz has."""

    def __init__(self, rows: Sequence[QuizRow], known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Tags"))
        self.setMinimumWidth(420)
        self._rows = list(rows)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Tags in use"))
        for tag in sorted({*known, *(tag for row_ in rows for tag in row_.tags)}, key=str.casefold):
            self._add(tag, sum(tag in row_.tags for row_ in rows))
        self.new = QLineEdit()
        self.new.setAccessibleName(translate("New tags"))
        self.new.setPlaceholderText(translate("New tags, separated by commas"))
        done = button(translate("Set the tags"), self.accept, kind="main")
        done.setDefault(True)
        foot = row(0, button(translate("Cancel"), self.reject, kind="quiet"), done)
        hint = label(
            translate("A half-ticked tag is on some of the chosen quizzes and stays as it is."),
            "soft",
            wrap=True,
        )
        hint.setVisible(len(rows) > 1)
        self.setLayout(
            column(label(translate("Tags"), "large"), hint, self.list, self.new, foot, space=M, margin=L)
        )
        self.list.setVisible(self.list.count() > 0)
        self.new.setFocus()

    @property
    def tags(self) -> dict[str, list[str]]:
        """By id of the quiz, in the order in which it had them, new ones behind."""
        items = [self.list.item(place) for place in range(self.list.count())]
        on = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        off = {item.text() for item in items if item.checkState() == Qt.CheckState.Unchecked}
        typed = [tag.strip() for tag in self.new.text().replace("،", ",").split(",")]
        added = [*on, *filter(None, typed)]
        return {
            row_.id: list(dict.fromkeys([tag for tag in row_.tags if tag not in off] + added))
            for row_ in self._rows
        }

    def _add(self, tag: str, held: int) -> None:
        item = QListWidgetItem(tag, self.list)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
        )
        some = Qt.CheckState.PartiallyChecked if held else Qt.CheckState.Unchecked
        item.setCheckState(Qt.CheckState.Checked if held == len(self._rows) else some)
