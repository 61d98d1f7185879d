"""The form of a question that a word or a few answer."""

from app.quiz.model import Question, TextAnswer
from widgets.editor.answer_rows import TextRow
from widgets.editor.bench import Bench
from widgets.editor.folding_box import FoldingBox
from widgets.editor.forms.base import KindForm
from widgets.editor.rows import RowList
from widgets.language import translate
from widgets.parts.basics import label


class ShortTextForm(KindForm):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.rows: RowList = RowList(
            lambda: TextRow(bench), lambda: TextAnswer(""), translate("Accept another answer")
        )
        self.rows.changed.connect(lambda items, key: self.edit(f"texts {key}" if key else "", texts=items))
        self.folding = FoldingBox()
        self.folding.edited.connect(lambda folding: self.edit(folding=folding))
        self.other = self.make_other_feedback()
        hint = translate("A star stands for anything: Marra* accepts Marrakech and Marrakesh.")
        for part in (self.rows, label(hint, "soft", wrap=True), self.folding):
            self.body.addWidget(part)
        self.body.addWidget(label(translate("Comment on all other answers"), "strong"))
        self.body.addWidget(self.other)

    def fill(self, question: Question) -> None:
        self.rows.set_items(question.texts)
        self.folding.set_folding(question.folding)
        self.other.set_text(question.other_feedback)
