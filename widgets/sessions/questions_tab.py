"""By question: the list with its figures on one side, the chosen one drawn on the other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from app.reports.cells import title_of
from app.reports.summary import QuestionSummary
from app.signs import show_percent
from widgets.language import language, translate
from widgets.parts.basics import column
from widgets.sessions.loaded import Loaded
from widgets.sessions.question_card import QuestionCard
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.theme import M


class QuestionsTab(QWidget):
    key_wanted = Signal(object)
    """The `QuestionSummary` whose key is to be corrected."""
    cancel_wanted = Signal(object)
    """The `QuestionSummary` that is to count for nobody, or again for everybody."""

    def __init__(self) -> None:
        super().__init__()
        self._loaded: Loaded | None = None
        self.model: RowsModel[QuestionSummary] = RowsModel(_columns(), lambda item: item.question.id)
        self.table: RowsTable[QuestionSummary] = RowsTable(self.model, translate("Questions"))
        self.table.setMinimumWidth(200)
        self.card = QuestionCard()
        self.card.setMinimumWidth(250)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setProperty("kind", "bare")
        holder = QWidget()
        holder.setLayout(column(self.table, margin=1))  # from right to left a splitter cuts one pixel off
        split.addWidget(holder)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([410, 410])
        split.setHandleWidth(M)
        split.setChildrenCollapsible(False)
        self.setLayout(column(split))
        self.table.chosen.connect(self._show_chosen)
        self.table.entered_row.connect(self._ask_for_key)
        self.card.key_wanted.connect(self._ask_for_key)
        self.card.cancel_wanted.connect(self._ask_to_cancel)
        shortcut = QShortcut(QKeySequence("Ctrl+K"), self)
        shortcut.activated.connect(self._ask_for_key)

    @property
    def current(self) -> QuestionSummary | None:
        rows = self.table.chosen_rows()
        return rows[0] if rows else None

    def show_session(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.model.set_rows(loaded.questions)
        if self.current is None and loaded.questions:
            self.table.choose_place(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        item = self.current
        self.card.setVisible(item is not None)
        if item is not None and self._loaded is not None:
            self.card.show_question(self._loaded, item)

    def _ask_for_key(self) -> None:
        item = self.current
        if item is not None and self.card.key_button.isEnabled():
            self.key_wanted.emit(item)

    def _ask_to_cancel(self) -> None:
        item = self.current
        if item is not None:
            self.cancel_wanted.emit(item)


def _columns() -> list[Column[QuestionSummary]]:
    return [
        Column("#", lambda item: str(item.number), lambda item: item.number, number=True, width=44),
        Column(
            translate("Question"),
            lambda item: title_of(item.question) or translate("Asked aloud"),
            lambda item: title_of(item.question).casefold(),
            shade=lambda item: "soft" if item.cancelled or item.round is None else "",
            width=0,
        ),
        Column(
            translate("Success"),
            _facility,
            lambda item: -1.0 if item.facility is None else item.facility,
            number=True,
            shade=_shade,
            width=84,
        ),
    ]


def _facility(item: QuestionSummary) -> str:
    if item.cancelled:
        return translate("cancelled")
    return "–" if item.facility is None else show_percent(language(), round(item.facility * 100), 100)


def _shade(item: QuestionSummary) -> str:
    """Only what a teacher should look at stands out."""
    if item.cancelled or item.facility is None:
        return "soft"
    return "brick" if item.facility < 0.3 else "amber" if item.facility < 0.5 else ""
