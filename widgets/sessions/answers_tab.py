"""Every answer of every round; any of them can be accepted with the credit that the teacher gives."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.reports.answers import AnswerRow
from app.reports.cells import title_of
from app.reports.words import JUDGEMENTS
from app.signs import show_percent, turn_arrows
from widgets.language import language, show, show_date, translate
from widgets.parts.basics import button, column, label, row
from widgets.sessions.loaded import Loaded
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.sessions.search_field import make_search_field
from widgets.theme import M, S

NARROW: Final = 680  # pixels of width under which a button shows its icon only
_SHADES = {"right": "garden", "partly": "amber", "wrong": "brick", "unscored": "soft"}


class AnswersTab(QWidget):
    accept_wanted = Signal(list, object)
    """`AnswerRow`s and the credit they shall have: 1.0, or None to be asked for another one."""
    release_wanted = Signal(list)
    """`AnswerRow`s that the key shall decide about again."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[AnswerRow] = RowsModel(_columns(), lambda item: (item.round, item.student))
        self.table: RowsTable[AnswerRow] = RowsTable(self.model, translate("All answers"), several=True)
        self.search = make_search_field(translate("Search answers and students"))
        self.question = QComboBox()
        self.question.setAccessibleName(translate("Question"))
        self.question.setMinimumWidth(160)
        self.question.setMaximumWidth(320)
        self.count = label("", "soft")
        self.accept_button = button(
            translate("Count as right"), lambda: self._accept(1.0), icon_name="check", tip="Ctrl+Enter"
        )
        self.accept_button.setShortcut("Ctrl+Return")
        self.credit_button = button(translate("Other credit…"), lambda: self._accept(None))
        words = translate("Let the key decide")
        self.release_button = button(words, self._release, icon_name="undo", tip=words)
        self.release_button.setAccessibleName(words)
        head = row(self.search, self.question, space=S)
        head.setStretch(0, 1)
        foot = row(self.accept_button, self.credit_button, self.release_button, 0, self.count, space=S)
        self.setLayout(column(head, self.table, foot, space=M))
        self.search.textChanged.connect(self._narrow)
        self.question.currentIndexChanged.connect(self._narrow)
        self.table.chosen.connect(self._look)
        self._look()

    def show_session(self, loaded: Loaded) -> None:
        known = self.question.currentData()
        self.question.blockSignals(True)
        self.question.clear()
        self.question.addItem(translate("All questions"), None)
        for item in loaded.questions:
            title = title_of(item.question) or translate("Asked aloud")
            self.question.addItem(f"{item.number}. {title}", item.question.id)
        self.question.setCurrentIndex(max(self.question.findData(known), 0) if known else 0)
        self.question.blockSignals(False)
        self.model.set_rows(loaded.answers, texts=loaded.searched)
        self._narrow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the button that is needed least shows its icon only."""
        super().resizeEvent(event)
        self.release_button.setText(self.release_button.accessibleName() if self.width() >= NARROW else "")

    def _narrow(self) -> None:
        question = self.question.currentData()
        wanted = None if question is None else (lambda item: item.question == question)
        self.model.set_search(self.search.text(), wanted)
        self.count.setText(translate("Answers: {count}").format(count=len(self.model.rows)))

    def _look(self) -> None:
        rows = self.table.chosen_rows()
        self.accept_button.setEnabled(bool(rows))
        self.credit_button.setEnabled(bool(rows))
        self.release_button.setEnabled(any(item.accepted for item in rows))

    def _accept(self, credit: float | None) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.accept_wanted.emit(rows, credit)

    def _release(self) -> None:
        rows = [item for item in self.table.chosen_rows() if item.accepted]
        if rows:
            self.release_wanted.emit(rows)


def _columns() -> list[Column[AnswerRow]]:
    return [
        Column(
            "#",
            lambda item: str(item.number),
            lambda item: (item.number, item.attempt),
            number=True,
            width=44,
        ),
        Column(
            translate("Student"), lambda item: item.nickname, lambda item: item.nickname.casefold(), width=165
        ),
        Column(
            translate("Answer"),
            lambda item: turn_arrows(" ".join(item.text.split())),
            lambda item: item.text.casefold(),
            width=0,
        ),
        Column(
            translate("Judgement"),
            _judgement,
            lambda item: (item.judgement == "unscored", -item.credit),
            shade=lambda item: _SHADES[item.judgement],
            width=180,
        ),
        Column(
            translate("Points"),
            lambda item: "–" if item.judgement == "unscored" else show(item.points),
            lambda item: item.points,
            number=True,
            shade=lambda item: "" if item.counts and not item.removed else "soft",
            width=84,
        ),
        Column(
            translate("Time"), lambda item: show_date(item.at), lambda item: item.at, width=165, needs=720
        ),
    ]


def _judgement(item: AnswerRow) -> str:
    words = translate(JUDGEMENTS[item.judgement])
    if item.judgement == "partly":
        words = f"{words} ({show_percent(language(), round(item.credit * 100), 100)})"
    return f"{words} ✎" if item.accepted else words
