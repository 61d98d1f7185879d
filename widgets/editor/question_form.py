"""The form of the chosen question: its kind, its text, the fields of the kind and those of every kind."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.quiz.changing_kind import change_kind
from app.quiz.model import Question, RichText
from app.quiz.shown import problems_of
from app.sentences import tell_problem
from widgets.editor.bench import Bench
from widgets.editor.common_fields import CommonFields
from widgets.editor.fields import Chooser
from widgets.editor.format_bar import FormatBar
from widgets.editor.forms import make_form
from widgets.editor.forms.base import KindForm
from widgets.editor.kind_names import KIND_HELP, kind_icon
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import Card, column, label, row, scrolled
from widgets.parts.icons import icon
from widgets.parts.kind_names import kind_name
from widgets.theme import XS, L, M, S


def truth_words() -> tuple[str, str]:
    """What true and false are called in questions that are written now."""
    return translate("True"), translate("False")


class QuestionForm(QWidget):
    """Shows `draft.question`. fresh: ids of questions that have just been made; they are not reproached with
    what is missing while they are being written."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.fresh: set[str] = set()
        self._forms: dict[str, KindForm] = {}
        self._form: KindForm | None = None
        self._shown = ""
        self.kind = Chooser(translate("Kind of question"), ())
        for name in KIND_HELP:
            self.kind.addItem(icon(kind_icon(name)), kind_name(name), name)
        self.kind.setIconSize(QSize(18, 18))
        self.kind.chosen.connect(self._on_kind)
        self.format = FormatBar(bench)
        self.text = TextField(
            bench, translate("Question"), lines=3, hint=translate("Write your question here.")
        )
        self.text.edited.connect(self._on_text)
        self._missing = label("", "soft", wrap=True)
        self.common = CommonFields(bench)
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        head = row(self.kind, 0, self.format, space=S)
        head.setContentsMargins(L, M, L, S)
        body = QWidget()
        cards = column(
            Card(column(self.text, space=S), margin=M),
            Card(column(self._holder, self._missing, space=S), margin=M),
            Card(column(self.common), margin=M),
            0,
            space=M,
        )
        cards.setContentsMargins(L, XS, L, L)
        body.setLayout(cards)
        self.area: QScrollArea = scrolled(body)
        self.setLayout(column(head, self.area, space=0))
        bench.draft.changed.connect(self.refresh)
        bench.draft.chosen.connect(self.refresh)
        self.format.set_field(self.text)

    @property
    def form(self) -> KindForm | None:
        """The fields of the kind that is shown."""
        return self._form

    def refresh(self) -> None:
        """Show the question as it is now."""
        question = self._bench.draft.question
        self.setEnabled(question is not None)
        if question is None:
            return
        if question.id != self._shown:
            self._shown = question.id
            self.area.verticalScrollBar().setValue(0)
        self.kind.set_value(question.kind)
        self.text.set_text(question.text, question.gaps)
        self._show_form(question)
        self.common.show_question(question)
        self._show_problems(question)

    def focus_text(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, question: Question) -> None:
        wanted = self._forms.get(question.kind)
        if wanted is None:
            wanted = self._forms[question.kind] = make_form(question.kind, self._bench, self.text)
            self._holder.addWidget(wanted)
        if wanted is not self._form:
            if self._form is not None:
                self._form.hide()
            self._form = wanted
            wanted.show()
        wanted.show_question(question)

    def _show_problems(self, question: Question) -> None:
        assert self._form is not None
        problems = problems_of(question)
        if question.id in self.fresh:
            sentence = tell_problem(problems[0].code, problems[0].params, translate) if problems else ""
            self._missing.setText(sentence)
            problems = []
        else:
            self._missing.setText("")
        self._missing.setVisible(bool(self._missing.text()))
        no_text = next((problem for problem in problems if problem.code == "no_text"), None)
        self.text.set_problem(tell_problem("no_text", {}, translate) if no_text else "")
        self._form.show_problems(problems)

    def _on_text(self, text: RichText) -> None:
        question = self._bench.draft.question
        if question is not None:
            self._bench.draft.edit_question(replace(question, text=text), "text")

    def _on_kind(self, kind: str) -> None:
        question = self._bench.draft.question
        if question is not None:
            self._bench.draft.edit_question(change_kind(question, kind, truth_words()))
