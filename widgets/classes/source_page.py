"""Where a list comes from: a file that is chosen or dropped, or a text that is pasted."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from app.i18n import mark
from widgets.language import translate
from widgets.parts.basics import button, column, label, row
from widgets.theme import M

SUFFIXES: Final = "*.xlsx *.csv *.tsv *.txt"
_EXAMPLE: Final = mark("J130001234  EL FASSI Amina\nJ130001235  BENALI Yanis\nLeïla Tazi <leila@example.org>")


class SourcePage(QWidget):
    given = Signal(object)
    """A `Path`, or the text as `str`."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(translate("Names of the students"))
        self.text.setPlaceholderText(translate(_EXAMPLE))
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)  # files go to the dialog
        self.text.textChanged.connect(self._on_changed)
        hint = label(
            translate(
                "Drop the list that Massar, Pronote or Moodle exports (.xlsx, .csv), or paste one student on "
                "each line, or a whole table. Numbers keep their zeros."
            ),
            "soft",
            wrap=True,
        )
        choose = button(translate("Choose a file…"), self._choose, icon_name="folder", tip="Ctrl+O")
        choose.setShortcut(QKeySequence("Ctrl+O"))
        self.read_button = button(translate("Read the names"), self._give, kind="main", tip="Ctrl+Return")
        foot = row(choose, 0, button(translate("Cancel"), self.left.emit, kind="quiet"), self.read_button)
        heading = label(translate("Whose names come in?"), "large")
        self.setLayout(column(heading, hint, self.text, foot, space=M))
        QShortcut(QKeySequence("Ctrl+Return"), self, self._give)
        self.setFocusProxy(self.text)
        self._on_changed()

    def _on_changed(self) -> None:
        self.read_button.setEnabled(bool(self.text.toPlainText().strip()))

    def _give(self) -> None:
        if self.read_button.isEnabled():
            self.given.emit(self.text.toPlainText())

    def _choose(self) -> None:
        words = translate("Lists of students")
        chosen, _ = QFileDialog.getOpenFileName(self, translate("Import"), "", f"{words} ({SUFFIXES})")
        if chosen:
            self.given.emit(Path(chosen))
