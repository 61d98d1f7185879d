"""What was corrected, by whom and why; what is in force can be taken back."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import mark
from app.live.state import SessionState
from app.reports.corrections import CorrectionRow
from app.signs import show_percent
from widgets.language import isolate, language, show_date, translate
from widgets.parts.basics import button, column, label, row
from widgets.parts.empty_state import EmptyState
from widgets.sessions.loaded import Loaded
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.theme import M, S

HOST = "host"
"""Who corrects when nobody gives a name: the one at the laptop."""


class CorrectionsTab(QWidget):
    undo_wanted = Signal(object)
    """The `CorrectionRow` that is to be taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[CorrectionRow] = RowsModel(
            [], lambda item: (item.at, item.what, item.question, item.student)
        )
        self.table: RowsTable[CorrectionRow] = RowsTable(self.model, translate("Corrections"))
        self.undo_button = button(translate("Take back"), self._undo, icon_name="undo", tip="Ctrl+Z")
        self.undo_button.setShortcut("Ctrl+Z")
        self.empty = EmptyState(
            "edit",
            translate("Nothing was corrected"),
            translate(
                "Correct a key, cancel a question or accept an answer, and marks follow at once. "
                "What was decided, when and why is listed here, and can be taken back."
            ),
        )
        hint = label(translate("Marks follow each correction at once."), "soft")
        self._list = QWidget()
        self._list.setLayout(column(self.table, row(self.undo_button, 0, hint, space=S), space=M))
        self.setLayout(column(self._list, self.empty))
        self.table.chosen.connect(self._look)
        self._look()

    def show_session(self, loaded: Loaded) -> None:
        self.model.set_rows(loaded.corrections, _columns(loaded.state))
        self.table.fit_columns()
        self._list.setVisible(bool(loaded.corrections))
        self.empty.setVisible(not loaded.corrections)

    def _look(self) -> None:
        rows = self.table.chosen_rows()
        self.undo_button.setEnabled(bool(rows) and rows[0].undo is not None)

    def _undo(self) -> None:
        rows = self.table.chosen_rows()
        if rows and rows[0].undo is not None:
            self.undo_wanted.emit(rows[0])


def describe_correction(row: CorrectionRow, state: SessionState) -> str:
    """What was decided, in a sentence."""
    number = list(state.order).index(row.question) + 1
    if row.what == "accepted":
        student = isolate(state.students[row.student].nickname)
        if row.credit is None:
            words = translate("Question {number}: the key decides about {student} again")
            return words.format(number=number, student=student)
        share = show_percent(language(), round(row.credit * 100), 100)
        words = translate("Question {number}: answer of {student} accepted with {share}")
        return words.format(number=number, student=student, share=share)
    words = _WORDS[row.what, row.given]
    return translate(words).format(number=number)


_WORDS: Final = {
    ("key", True): mark("Question {number}: key corrected"),
    ("key", False): mark("Question {number}: key as in the quiz again"),
    ("cancelled", True): mark("Question {number}: cancelled"),
    ("cancelled", False): mark("Question {number}: counts again"),
}


def _columns(state: SessionState) -> list[Column[CorrectionRow]]:
    return [
        Column(translate("When"), lambda item: show_date(item.at), lambda item: item.at, width=150),
        Column(
            translate("What"),
            lambda item: describe_correction(item, state),
            shade=lambda item: "" if item.undo is not None else "soft",
            width=230,
        ),
        Column(translate("Why"), lambda item: item.why, lambda item: item.why.casefold(), width=0),
        Column(
            translate("Who"),
            lambda item: translate("the teacher") if item.who == HOST else item.who,
            lambda item: item.who,
            width=130,
        ),
        Column(
            translate("In force"),
            lambda item: translate("yes") if item.undo is not None else "–",
            width=92,
            needs=560,
        ),
    ]
