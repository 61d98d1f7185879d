"""What the forms of all kinds share: the question that is shown, and telling the draft what people change."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.quiz.kinds.base import Problem
from app.quiz.model import EMPTY, Question
from app.sentences import tell_problem
from widgets.editor.bench import Bench
from widgets.editor.fields import problem_label
from widgets.editor.rows import RowList
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import column
from widgets.theme import M


class KindForm(QWidget):
    """The fields of one kind, below the question's text. `rows` is the list that problems with a number
    are about, where the kind has one."""

    rows: RowList | None = None

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.question = Question("", "", EMPTY)
        self.body = column(space=M)
        self._problem = problem_label()
        self.setLayout(column(self.body, self._problem, space=M))

    def show_question(self, question: Question) -> None:
        self.question = question
        self.fill(question)

    def fill(self, question: Question) -> None:
        """Show the values of the question in the fields. Fields that show them already stay as they are."""

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say beside the fields what is missing; the question's text is not this form's business."""
        numbered = {p.params["number"]: _sentence(p) for p in reversed(problems) if "number" in p.params}
        if self.rows is not None:
            self.rows.set_problems(numbered)
        rest = [_sentence(p) for p in problems if p.code != "no_text" and "number" not in p.params]
        self._problem.setText("\n".join(rest))
        self._problem.setVisible(bool(rest))

    def edit(self, key: str = "", **values: Any) -> None:
        """Change fields of the question. key: of the field in which people type."""
        self.take(replace(self.question, **values), key)

    def take(self, question: Question, key: str = "") -> None:
        self.question = question
        self.bench.draft.edit_question(question, key)

    def make_other_feedback(self) -> TextField:
        """A field for the comment on every answer that is not listed."""
        made = TextField(self.bench, translate("Comment on all other answers"), lines=1)
        made.edited.connect(lambda text: self.edit("other", other_feedback=text))
        return made


def _sentence(problem: Problem) -> str:
    return tell_problem(problem.code, problem.params, translate)
