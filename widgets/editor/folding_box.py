"""What a typed text may differ in and still be right, as four boxes to tick."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.i18n import mark
from app.quiz.model import Folding
from widgets.language import translate
from widgets.parts.basics import column
from widgets.theme import XS

_WORDS: Final = {
    "case": mark("Capitals do not matter"),
    "accents": mark("Accents do not matter"),
    "space": mark("Spaces do not matter"),
    "arabic": mark("Arabic vowels and hamza do not matter"),
}


class FoldingBox(QWidget):
    edited = Signal(object)
    """The `Folding` after a click."""

    def __init__(self) -> None:
        super().__init__()
        self._folding = Folding()
        self._boxes: dict[str, QCheckBox] = {}
        lines = column(space=XS)
        for name, words in _WORDS.items():
            box = QCheckBox(translate(words))
            box.clicked.connect(lambda on, name=name: self._on_clicked(name, on))
            self._boxes[name] = box
            lines.addWidget(box)
        self.setLayout(lines)

    def set_folding(self, folding: Folding) -> None:
        self._folding = folding
        for name, box in self._boxes.items():
            box.setChecked(getattr(folding, name))

    def _on_clicked(self, name: str, on: bool) -> None:
        self._folding = replace(self._folding, **{name: on})
        self.edited.emit(self._folding)
