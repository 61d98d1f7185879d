"""What the forms with choices share: rows of choices, and how people say which of them are right."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox

from app.i18n import mark
from app.quiz.blank import blank_choice
from app.quiz.model import Choice, Question
from app.quiz.weighing import right_ids, set_choices, set_right, tick, uses_shares
from widgets.editor.bench import Bench
from widgets.editor.choice_row import RIGHT, ChoiceRow
from widgets.editor.forms.base import KindForm
from widgets.editor.rows import RowList
from widgets.language import translate


class ChoicesForm(KindForm):
    """right: see `ChoiceRow`. shares: whether a choice may be worth a part of the points."""

    right: ClassVar[str] = "one"
    shares: ClassVar[bool] = True
    numbered: ClassVar[bool] = False
    add_words: ClassVar[str] = mark("Add a choice")
    fixed: ClassVar[bool] = False

    def said(self) -> Sequence[str]:
        """See `ChoiceRow`."""
        return ()

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        comment = not self.numbered
        self.rows: RowList = RowList(
            lambda: ChoiceRow(
                bench, right=self.right, numbered=self.numbered, comment=comment, said=self.said()
            ),
            blank_choice,
            translate(self.add_words),
            least=2,
        )
        self.rows.changed.connect(self._on_rows)
        self.rows.add_button.setVisible(not self.fixed)
        self.body.addWidget(self.rows)
        self.by_share = QCheckBox(translate("Give a share of the points for each choice"))
        self.by_share.clicked.connect(self._on_by_share)
        self.by_share.setVisible(self.shares)
        self.body.addWidget(self.by_share)
        self._of = ""

    def fill(self, question: Question) -> None:
        self.rows.set_items(question.choices)
        if self.shares:
            if question.id != self._of or uses_shares(question):
                self.by_share.setChecked(uses_shares(question))
            self._of = question.id
            self._show_shares()

    def _show_shares(self) -> None:
        for shown in self.rows.rows:
            assert isinstance(shown, ChoiceRow)
            shown.share.setVisible(self.by_share.isChecked())

    def _on_rows(self, choices: tuple[Choice, ...], key: str) -> None:
        by_share = self.by_share.isChecked()
        name, _, place = key.partition(" ")
        if name == RIGHT:
            ticked = choices[int(place)]
            self.take(set_right(self.question, ticked.id, ticked.weight > 0, shares=by_share))
        elif key:
            self.edit(key, choices=choices)
        else:
            self.take(set_choices(self.question, choices, shares=by_share))

    def _on_by_share(self, wanted: bool) -> None:
        """Without shares, what is right stays right and all else follows the usual weights."""
        if not wanted and uses_shares(self.question):
            self.take(tick(self.question, right_ids(self.question)))
        self._show_shares()
