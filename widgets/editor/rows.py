"""A list of rows, one for each item of a form (choice, pair, accepted answer): added, removed, moved."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.quiz.model import RichText
from widgets.editor.bench import Bench
from widgets.editor.fields import SIDE, toggle
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import button, column, icon_button, row
from widgets.theme import XS, L, S


class ItemRow(QWidget):
    """One item. A subclass builds its fields, shows an item in them and gives it back changed."""

    changed = Signal(object, str)
    """The item with another value; the name of the field."""
    removed = Signal()
    shifted = Signal(int)
    returned = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.number = 1
        self._feedback: TextField | None = None
        self._said = RichText()
        self._write: Callable[[RichText], None] = lambda text: None
        self._comment = toggle("comment", translate("Comment that students see when they choose this"))
        self._comment.toggled.connect(self._on_comment)
        self._comment.clicked.connect(self._on_comment_clicked)
        self._remove = icon_button("cross", translate("Remove"), self.removed.emit)
        self._remove.setFixedSize(SIDE, SIDE)
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(L * 2, 0, 0, 0)

    def show_item(self, item: Any, number: int) -> None:
        """number: from 1."""
        raise NotImplementedError

    def set_problem(self, sentence: str) -> None:
        """What is wrong here, '' for nothing."""
        raise NotImplementedError

    def set_removable(self, possible: bool) -> None:
        self._remove.setEnabled(possible)

    def lay_out(self, *parts: QWidget | QLayout | int, comment: bool = True) -> None:
        """Put the fields in a line, with the tools of the row behind them."""
        tools: tuple[QToolButton, ...] = (self._comment, self._remove) if comment else (self._remove,)
        line = row(*parts, *tools, space=S)
        for place in range(line.count()):
            item = line.itemAt(place)
            if item is not None and (widget := item.widget()) is not None:
                line.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        self._comment.setVisible(comment)
        self.setLayout(column(line, self._holder, space=XS))

    def show_feedback(self, text: RichText, write: Callable[[RichText], None]) -> None:
        """The comment on this item; `write` is called with what people write."""
        self._said, self._write = text, write
        if self._feedback is not None:
            self._feedback.set_text(text)
        if text and not self._comment.isChecked():
            self._comment.setChecked(True)
        elif not text and self._feedback is not None and not self._feedback.box.hasFocus():
            self._comment.setChecked(False)

    def _on_comment(self, wanted: bool) -> None:
        if wanted and self._feedback is None:
            words = translate("Comment")
            self._feedback = TextField(self.bench, words, hint=words)
            self._feedback.set_text(self._said)
            self._feedback.edited.connect(lambda text: self._write(text))
            self._holder.addWidget(self._feedback)
        if self._feedback is not None:
            self._feedback.setVisible(wanted)

    def _on_comment_clicked(self, wanted: bool) -> None:
        if wanted and self._feedback is not None:
            self._feedback.setFocus()


class RowList(QWidget):
    """make_row: an empty row; make_item: what 'add' adds. least: so many rows cannot be removed."""

    changed = Signal(tuple, str)
    """All items after a change; the name of the field, '' for adding, removing and moving."""

    def __init__(
        self,
        make_row: Callable[[], ItemRow],
        make_item: Callable[[], Any],
        add_words: str,
        *,
        least: int = 0,
    ) -> None:
        super().__init__()
        self._make_row, self._make_item, self._least = make_row, make_item, least
        self._items: list[Any] = []
        self.rows: list[ItemRow] = []
        self._box = column(space=S)
        self.add_button: QPushButton = button(add_words, self.add, kind="quiet", icon_name="plus")
        self.setLayout(column(self._box, row(self.add_button, 0), space=S))

    def set_items(self, items: Sequence[Any]) -> None:
        """Show items in rows; rows that are there already stay, with their cursor."""
        self._items = list(items)
        while len(self.rows) > len(self._items):
            gone = self.rows.pop()
            self._box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(self._items):
            self._add_row()
        for number, (shown, item) in enumerate(zip(self.rows, self._items, strict=True), start=1):
            shown.number = number
            shown.show_item(item, number)
            shown.set_removable(len(self._items) > self._least)

    def set_problems(self, problems: dict[int, str]) -> None:
        """Sentences by the number of their row, from 1."""
        for number, shown in enumerate(self.rows, start=1):
            shown.set_problem(problems.get(number, ""))

    def add(self) -> None:
        self._items.append(self._make_item())
        self._settle(focus=len(self._items) - 1)

    def _add_row(self) -> None:
        made = self._make_row()
        made.changed.connect(lambda item, key: self._on_changed(made, item, key))
        made.removed.connect(lambda: self._on_removed(made))
        made.shifted.connect(lambda step: self._on_shifted(made, step))
        made.returned.connect(lambda: self._on_returned(made))
        self.rows.append(made)
        self._box.addWidget(made)

    def _on_changed(self, made: ItemRow, item: Any, key: str) -> None:
        place = self.rows.index(made)
        self._items[place] = item
        self.changed.emit(tuple(self._items), f"{key} {place}" if key else "")

    def _on_removed(self, made: ItemRow) -> None:
        place = self.rows.index(made)
        del self._items[place]
        self._settle(focus=min(place, len(self._items) - 1))

    def _on_shifted(self, made: ItemRow, step: int) -> None:
        place = self.rows.index(made)
        if 0 <= place + step < len(self._items):
            self._items.insert(place + step, self._items.pop(place))
            self._settle(focus=place + step)

    def _on_returned(self, made: ItemRow) -> None:
        """Return goes on to the next row, and makes one behind the last."""
        place = self.rows.index(made)
        if place + 1 < len(self.rows):
            self.rows[place + 1].setFocus()
        else:
            self.add()

    def _settle(self, focus: int) -> None:
        items = tuple(self._items)
        self.set_items(items)
        self.changed.emit(items, "")
        if 0 <= focus < len(self.rows):
            self.rows[focus].setFocus()
