"""Accepted answers in a form: texts, numbers and units."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.quiz.model import NumericAnswer, TextAnswer, Unit
from widgets.editor.bench import Bench
from widgets.editor.fields import Chooser, Line, NumberLine, Share, problem_label
from widgets.editor.rows import ItemRow
from widgets.language import translate
from widgets.parts.basics import column, label, set_look
from widgets.parts.tips import plain_tip
from widgets.theme import XS


class TextRow(ItemRow):
    """An accepted text; `*` stands for anything."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._item = TextAnswer("")
        self.field = Line("", translate("An accepted answer"))
        self.field.setObjectName("answer")
        self.field.edited.connect(lambda text: self._tell("text", text=text))
        self.field.returnPressed.connect(self.returned)
        self.share = Share(translate("Share of the points"))
        self.share.edited.connect(lambda weight: self._tell("share", weight=weight))
        self._problem = problem_label()
        self.setFocusProxy(self.field)
        self.lay_out(column(self.field, self._problem, space=XS), self.share)

    def show_item(self, item: Any, number: int) -> None:
        self._item = item
        self.field.setAccessibleName(translate("Accepted answer {number}").format(number=number))
        self.field.set_line(item.text)
        self.share.set_share(item.weight)
        self.show_feedback(item.feedback, lambda text: self._tell("feedback", feedback=text))

    def set_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        set_look(self.field, "level", "bad" if sentence else "")

    def _tell(self, key: str, **values: Any) -> None:
        self._item = replace(self._item, **values)
        self.changed.emit(self._item, key)


class NumberRow(ItemRow):
    """An accepted number with what it may be off by, or a range."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._item = NumericAnswer()
        self.form = Chooser(
            translate("How the number is compared"),
            (("value", translate("exactly")), ("range", translate("between"))),
        )
        self.form.setFixedWidth(104)
        self.form.chosen.connect(self._on_form)
        self.first, self.second = NumberLine(""), NumberLine("")
        self.first.edited.connect(lambda _: self._on_number())
        self.second.edited.connect(lambda _: self._on_number())
        for field in (self.first, self.second):
            field.returnPressed.connect(self.returned)
        self._between = label()
        self._between.setFixedHeight(36)
        self.share = Share(translate("Share of the points"))
        self.share.edited.connect(lambda weight: self._tell("share", weight=weight))
        self._problem = problem_label()
        self.setFocusProxy(self.first)
        self.lay_out(self.form, self.first, self._between, self.second, self.share)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._problem)

    def show_item(self, item: Any, number: int) -> None:
        ranged = item.low is not None or item.high is not None
        if item.value is not None or ranged or item != self._item:
            self.form.set_value("range" if ranged else "value")
        self._item = item
        if self.form.value == "range":
            self.first.set_number(item.low)
            self.second.set_number(item.high)
        else:
            self.first.set_number(item.value)
            self.second.set_number(item.tolerance or None)
        self.share.set_share(item.weight)
        self._name_fields(number)
        self.show_feedback(item.feedback, lambda text: self._tell("feedback", feedback=text))

    def set_problem(self, sentence: str) -> None:
        if sentence and self.form.value == "value":
            sentence = translate("Give the number that is right.")
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _name_fields(self, number: int) -> None:
        ranged = self.form.value == "range"
        names = (
            (translate("Lower end"), translate("Upper end"))
            if ranged
            else (translate("Accepted number"), translate("Tolerance"))
        )
        for field, name in zip((self.first, self.second), names, strict=True):
            field.setAccessibleName(f"{name} {number}")
            field.setPlaceholderText(name)
        if not ranged:
            self.second.setPlaceholderText("0")  # after the sign there is no room for its name
        self._between.setText(translate("and") if ranged else "±")

    def _on_form(self, form: str) -> None:
        """The number becomes the middle of a range, and back."""
        item = self._item
        if form == "range" and item.value is not None:
            ends = {"low": item.value - item.tolerance, "high": item.value + item.tolerance}
            self._tell("", value=None, tolerance=Decimal(0), **ends)
        elif form == "value" and item.low is not None and item.high is not None:
            middle, half = (item.low + item.high) / 2, (item.high - item.low) / 2
            self._tell("", value=middle, tolerance=abs(half), low=None, high=None)
        else:
            self._name_fields(self.number)
            self._on_number()

    def _on_number(self) -> None:
        first, second = self.first.number, self.second.number
        if self.form.value == "range":
            self._tell("number", value=None, tolerance=Decimal(0), low=first, high=second)
        else:
            self._tell("number", value=first, tolerance=abs(second or Decimal(0)), low=None, high=None)

    def _tell(self, key: str, **values: Any) -> None:
        self._item = replace(self._item, **values)
        self.changed.emit(self._item, key)


class UnitRow(ItemRow):
    """A unit that may stand behind the number; the first one is shown, the others have a factor."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._item = Unit("")
        self.field = Line(translate("Unit"), translate("Unit, such as cm"))
        self.field.edited.connect(lambda text: self._tell("name", name=text))
        self.field.returnPressed.connect(self.returned)
        self.factor = NumberLine(translate("How many of it make one of the first unit"))
        self.factor.setToolTip(translate("How many of it make one of the first unit"))
        self.factor.edited.connect(self._on_factor)
        self._first = label(translate("how many make one of the first unit:"), "soft")
        self._first.setFixedHeight(36)
        self.setFocusProxy(self.field)
        self.lay_out(self.field, self._first, self.factor, comment=False)

    def show_item(self, item: Any, number: int) -> None:
        self._item = item
        self.field.set_line(item.name)
        self.factor.set_number(item.factor)
        for part in (self._first, self.factor):
            part.setVisible(number > 1)

    def set_problem(self, sentence: str) -> None:
        self.field.setToolTip(plain_tip(sentence))

    def _on_factor(self, number: Decimal | None) -> None:
        if number is not None and number > 0:
            self._tell("factor", factor=number)

    def _tell(self, key: str, **values: Any) -> None:
        self._item = replace(self._item, **values)
        self.changed.emit(self._item, key)
