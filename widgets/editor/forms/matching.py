"""The form of pairs: left sides, each with its right side, and right sides that belong to nothing."""

from app.quiz.blank import blank_pair
from app.quiz.model import Pair, Question
from widgets.editor.bench import Bench
from widgets.editor.forms.base import KindForm
from widgets.editor.pair_row import PairRow
from widgets.editor.rows import RowList
from widgets.language import translate
from widgets.parts.basics import button, row


class MatchingForm(KindForm):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.rows: RowList = RowList(lambda: PairRow(bench), blank_pair, translate("Add a pair"))
        self.rows.changed.connect(self._on_rows)
        words = translate("Add a right side that belongs to nothing")
        extra = button(words, self._add_extra, kind="quiet", icon_name="plus")
        self.body.addWidget(self.rows)
        self.body.addLayout(row(extra, 0))

    def fill(self, question: Question) -> None:
        self.rows.set_items(question.pairs)

    def _on_rows(self, pairs: tuple[Pair, ...], key: str) -> None:
        self.edit(f"pairs {key}" if key else "", pairs=pairs)

    def _add_extra(self) -> None:
        self.edit(pairs=(*self.question.pairs, blank_pair(distractor=True)))
        self.rows.rows[-1].setFocus()
