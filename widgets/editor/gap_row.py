"""A gap in a form: how it is filled, what fills it, and its share of the points."""

from dataclasses import replace
from typing import Any

from app.quiz.blank import blank_choice
from app.quiz.gap_editing import change_form
from app.quiz.kinds.gaps import form_of
from app.quiz.model import Choice, Gap, NumericAnswer, Question, RichText, TextAnswer
from app.quiz.weighing import set_choices, set_right
from widgets.editor.answer_rows import NumberRow, TextRow
from widgets.editor.bench import Bench
from widgets.editor.choice_row import RIGHT, ChoiceRow
from widgets.editor.fields import Chooser, Points, problem_label
from widgets.editor.rows import ItemRow, RowList
from widgets.language import translate
from widgets.parts.basics import Card, column, label, row
from widgets.theme import M, S


class GapRow(ItemRow):
    """`placed` is set from outside: whether the text has the gap's mark."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._item = Gap("")
        self._list: RowList | None = None
        self._form = ""
        self._name = label("", "strong")
        self.form = Chooser(
            translate("How the gap is filled"),
            (
                ("text", translate("by typing a text")),
                ("choice", translate("by choosing from a list")),
                ("several", translate("by choosing several")),
                ("number", translate("by typing a number")),
            ),
        )
        self.form.chosen.connect(self._on_form)
        self.weight = Points(translate("Weight among the gaps"))
        self.weight.setToolTip(translate("Weight among the gaps"))
        self.weight.edited.connect(lambda weight: self._tell("weight", weight=weight))
        self._missing = label(translate("Not in the text; it is asked below it."), "warn", wrap=True)
        self._problem = problem_label()
        self._body = column(space=S)
        head = row(self._name, self.form, 0, self.weight, self._remove, space=S)
        self._comment.hide()
        card = Card(column(head, self._body, self._missing, self._problem, space=S), margin=M)
        self.setLayout(column(card))
        self.setFocusProxy(self.form)

    def show_item(self, item: Any, number: int) -> None:
        self._item = item
        self._name.setText(f"[{number}]")
        form = form_of(item)
        self.form.set_value(form)
        self.weight.set_points(item.weight)
        if form != self._form or self._list is None:
            self._build(form)
        assert self._list is not None
        self._list.set_items(item.choices or item.numbers or item.texts)

    def set_placed(self, placed: bool) -> None:
        self._missing.setVisible(not placed)

    def set_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _build(self, form: str) -> None:
        if self._list is not None:
            self._body.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
        self._form = form
        if form == "text":
            made = RowList(
                lambda: TextRow(self.bench),
                lambda: TextAnswer(""),
                translate("Accept another answer"),
                least=1,
            )
            made.changed.connect(lambda items, key: self._tell(key and f"texts {key}", texts=items))
        elif form == "number":
            made = RowList(
                lambda: NumberRow(self.bench), NumericAnswer, translate("Accept another number"), least=1
            )
            made.changed.connect(lambda items, key: self._tell(key and f"numbers {key}", numbers=items))
        else:
            right = "several" if form == "several" else "one"
            made = RowList(
                lambda: ChoiceRow(self.bench, right=right), blank_choice, translate("Add a choice"), least=1
            )
            made.changed.connect(self._on_choices)
        self._list = made
        self._body.addWidget(made)

    def _on_choices(self, choices: tuple[Choice, ...], key: str) -> None:
        """The choices of a gap are weighed like those of a question."""
        kind = "multiple" if self._item.several else "single"
        asked = Question(self._item.id, kind, RichText(), choices=self._item.choices)
        name, _, place = key.partition(" ")
        if name == RIGHT:
            ticked = choices[int(place)]
            choices = set_right(asked, ticked.id, ticked.weight > 0, shares=False).choices
            self._tell("", choices=choices)
        elif key:
            self._tell(f"choices {key}", choices=choices)
        else:
            self._tell("", choices=set_choices(asked, choices, shares=False).choices)

    def _on_form(self, form: str) -> None:
        self._item = change_form(self._item, form)
        self.changed.emit(self._item, "")

    def _tell(self, key: str, **values: Any) -> None:
        self._item = replace(self._item, **values)
        self.changed.emit(self._item, key)
