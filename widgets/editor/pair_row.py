"""A pair in a form: two sides that belong together, or a right side that belongs to nothing."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from app.quiz.blank import WRITTEN
from app.quiz.model import Pair
from widgets.editor.bench import Bench
from widgets.editor.rows import ItemRow
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import label


class PairRow(ItemRow):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._item = Pair("", WRITTEN, "", WRITTEN)
        self.left = TextField(bench, "", hint=translate("Left side"))
        self.right = TextField(bench, "", hint=translate("Right side"))
        self.left.edited.connect(lambda text: self._tell("left", left=text))
        self.right.edited.connect(lambda text: self._tell("right", right=text))
        self.left.returned.connect(self.right.setFocus)
        self.right.returned.connect(self.returned)
        for field in (self.left, self.right):
            field.shifted.connect(self.shifted)
        self._alone = label(translate("Belongs to nothing"), "soft")
        self._alone.setFixedHeight(36)
        self._alone.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
        self._joint = label("↔", "soft")
        self._joint.setFixedHeight(36)
        self.lay_out(self.left, self._alone, self._joint, self.right, comment=False)
        line = self.layout().itemAt(0).layout()  # type: ignore[union-attr]
        for place in (0, 1, 3):
            line.setStretch(place, 1)  # type: ignore[union-attr]

    def show_item(self, item: Any, number: int) -> None:
        self._item = item
        alone = item.left is None
        self.left.setVisible(not alone)
        self._alone.setVisible(alone)
        self._joint.setVisible(not alone)
        self.left.box.setAccessibleName(translate("Left side {number}").format(number=number))
        self.right.box.setAccessibleName(translate("Right side {number}").format(number=number))
        if item.left is not None:
            self.left.set_text(item.left)
        self.right.set_text(item.right)
        self.setFocusProxy(self.right if alone else self.left)

    def set_problem(self, sentence: str) -> None:
        (self.right if self._item.left is None or self._item.left else self.left).set_problem(sentence)
        if not sentence:
            self.left.set_problem("")
            self.right.set_problem("")

    def _tell(self, key: str, **values: Any) -> None:
        self._item = replace(self._item, **values)
        self.changed.emit(self._item, key)
