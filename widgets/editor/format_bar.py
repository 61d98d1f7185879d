"""The buttons for bold, list, formula and picture. They act on the text field in which people type."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from widgets.editor.bench import Bench
from widgets.editor.pictures import SUFFIXES
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import icon_button, row
from widgets.parts.tips import plain_tip
from widgets.theme import XS

_KEYS: Final = {"bold": "Ctrl+B", "bullets": "Ctrl+L", "formula": "Ctrl+M", "picture": "Ctrl+Shift+P"}


class FormatBar(QWidget):
    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._field: TextField | None = None
        names = {
            "bold": translate("Bold"),
            "bullets": translate("List"),
            "formula": translate("Formula between dollar signs"),
            "picture": translate("Picture from a file; or paste one"),
        }
        self._buttons = []
        for name, words in names.items():
            made = icon_button(name, words, partial(self._on_clicked, name))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setShortcut(QKeySequence(_KEYS[name]))
            keys = QKeySequence(_KEYS[name]).toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(plain_tip(f"{words} ({keys})"))
            self._buttons.append(made)
        self.setLayout(row(*self._buttons, space=XS))
        bench.field_changed.connect(self.set_field)

    def set_field(self, field: TextField) -> None:
        """The field to act on from now on."""
        self._field = field

    def _on_clicked(self, name: str) -> None:
        field = self._field
        if field is None or not isValid(field) or not field.isVisible():  # its row may be gone
            return
        if name == "bold":
            field.make_bold()
        elif name == "bullets":
            field.make_list()
        elif name == "formula":
            field.make_formula()
        else:
            self._choose_picture(field)

    def _choose_picture(self, field: TextField) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        words = translate("Choose a picture")
        filters = translate("Pictures ({kinds})").format(kinds=kinds)
        path, _ = QFileDialog.getOpenFileName(self, words, "", filters)
        if path:
            field.add_picture(Path(path))
