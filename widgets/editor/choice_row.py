"""A choice in a form: its sign or number, whether it is right, its text, its share of the points."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from app.quiz.model import Choice, RichText
from widgets.editor.bench import Bench
from widgets.editor.fields import Share
from widgets.editor.rows import ItemRow
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import label
from widgets.parts.choice_mark import ChoiceMark, choice_letter

RIGHT: Final = "right"


class ChoiceRow(ItemRow):
    """right: 'one' or 'several' choices may be right, '' where none is. A tick is told as a changed item with
    the field `RIGHT` and a weight of 1 or 0; what it means for the others is the form's business."""

    def __init__(
        self,
        bench: Bench,
        *,
        right: str,
        numbered: bool = False,
        comment: bool = True,
        said: Sequence[str] = (),
    ) -> None:
        """said: what students see of each choice, where nobody writes it."""
        super().__init__(bench)
        self._item = Choice("", RichText())
        self._numbered, self._words = numbered, said
        self._sign = label("", "strong") if numbered else label()
        self._sign.setFixedSize(30, 36)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mark: ChoiceMark | None = None
        self._tick: QAbstractButton | None = None
        if right:
            self._tick = QRadioButton() if right == "one" else QCheckBox()
            self._tick.setAutoExclusive(False)
            self._tick.setFixedHeight(36)
            self._tick.setToolTip(translate("Right answer"))
            self._tick.clicked.connect(self._on_tick)
        self.share = Share(translate("Share of the points"))
        self.share.edited.connect(lambda weight: self._tell("share", weight=weight))
        self.share.hide()
        self.field = TextField(bench, "")
        if said:
            self.field.box.make_fixed()
            self._remove.hide()
        self.field.edited.connect(lambda text: self._tell("text", text=text))
        self.field.returned.connect(self.returned)
        self.field.shifted.connect(self.shifted)
        self.setFocusProxy(self.field)
        ticks = (self._tick,) if self._tick else ()
        self.lay_out(self._sign, *ticks, self.field, self.share, comment=comment)

    def show_item(self, item: Any, number: int) -> None:
        self._item = item
        name = str(number) if self._numbered else choice_letter(number - 1)
        self.field.box.setAccessibleName(translate("Text {number}").format(number=name))
        words = self._words[number - 1 : number]
        self.field.set_text(RichText(words[0]) if words else item.text)
        self._show_sign(number)
        self.share.set_share(item.weight)
        if self._tick is not None:
            self._tick.setChecked(item.weight > 0)
            self._tick.setAccessibleName(translate("{number} is right").format(number=name))
        self.show_feedback(item.feedback, lambda text: self._tell("feedback", feedback=text))

    def set_problem(self, sentence: str) -> None:
        self.field.set_problem(sentence)

    def _show_sign(self, number: int) -> None:
        if self._numbered:
            self._sign.setText(str(number))
            return
        if self._mark is not None:
            if self._mark.property("number") == number:
                return
            self._mark.deleteLater()
        self._mark = ChoiceMark(number - 1, 28)
        self._mark.setProperty("number", number)
        self._mark.setParent(self._sign)
        self._mark.move(1, 4)
        self._mark.show()

    def _on_tick(self) -> None:
        assert self._tick is not None
        self._tell("", weight=float(self._tick.isChecked()), key=RIGHT)

    def _tell(self, name: str, key: str = "", **values: Any) -> None:
        self._item = replace(self._item, **values)
        self.changed.emit(self._item, key or name)
