"""The form of a question that a number answers."""

from app.quiz.model import NumericAnswer, Question, Unit
from widgets.editor.answer_rows import NumberRow, UnitRow
from widgets.editor.bench import Bench
from widgets.editor.forms.base import KindForm
from widgets.editor.rows import RowList
from widgets.language import translate
from widgets.parts.basics import label


class NumericForm(KindForm):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.rows: RowList = RowList(
            lambda: NumberRow(bench), NumericAnswer, translate("Accept another number")
        )
        self.rows.changed.connect(lambda items, key: self.edit(key and f"numbers {key}", numbers=items))
        self.units = RowList(lambda: UnitRow(bench), lambda: Unit(""), translate("Allow a unit"))
        self.units.changed.connect(lambda items, key: self.edit(key and f"units {key}", units=items))
        self.other = self.make_other_feedback()
        for part in (self.rows, label(translate("Units"), "strong"), self.units):
            self.body.addWidget(part)
        self.body.addWidget(label(translate("Comment on all other answers"), "strong"))
        self.body.addWidget(self.other)

    def fill(self, question: Question) -> None:
        self.rows.set_items(question.numbers)
        self.units.set_items(question.units)
        self.other.set_text(question.other_feedback)
