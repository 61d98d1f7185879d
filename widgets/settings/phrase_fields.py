"""A pass phrase: chosen by typing it twice, with a hint how good it is, or asked for once."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from widgets.language import translate
from widgets.parts.basics import button, column, icon_button, label, row, set_look
from widgets.theme import S

SHORTEST: Final = 8  # characters; shorter ones are refused where it is used
_LONG: Final = 16
_VARIED: Final = 8  # different characters


def judge_phrase(phrase: str) -> str:
    """'bad' for what is refused or soon guessed, 'warn' for what holds for a while, 'good' for several words
    or what is as long and varied."""
    text = phrase.strip()
    different = len(set(text.lower()))
    if len(text) < SHORTEST or different < SHORTEST // 2 or text.isdigit():
        return "bad"
    return "good" if len(text) >= _LONG and different >= _VARIED else "warn"


class PhraseLine(QWidget):
    """One line that hides what is typed until it is asked for. name: what it is, also for screen readers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(name)
        self.line.setMinimumWidth(280)
        eye = icon_button("reveal", translate("Show what is typed: {name}").format(name=name))
        eye.setCheckable(True)
        eye.toggled.connect(self._show)
        self.setLayout(row(self.line, eye, 0))
        self.setFocusProxy(self.line)

    def _show(self, visible: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password)


class NewPhrase(QWidget):
    """A tick, and behind it a phrase twice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted = QCheckBox(translate("Lock it with a pass phrase"))
        self.first = PhraseLine(translate("Pass phrase"))
        self.again = PhraseLine(translate("The same again"))
        self.judgement = label("", "tiny", wrap=True)
        hint = translate(
            "Take four words or more that do not belong together, and note them in a safe place: without "
            "them nobody can open the file, not even Préau."
        )
        self._fields = QWidget()
        self._fields.setLayout(
            column(label(hint, "tiny", wrap=True), self.first, self.again, self.judgement, space=S)
        )
        self.setLayout(column(self.wanted, self._fields, space=S))
        self._fields.hide()
        self.wanted.toggled.connect(self._on_wanted)
        for field in (self.first, self.again):
            field.line.textChanged.connect(self._look)

    @property
    def phrase(self) -> str:
        """'' where none is wanted."""
        return self.first.line.text() if self.wanted.isChecked() else ""

    @property
    def is_ready(self) -> bool:
        """None is wanted, or one that is long enough was typed twice in the same way."""
        if not self.wanted.isChecked():
            return True
        first, again = self.first.line.text().strip(), self.again.line.text().strip()
        return len(first) >= SHORTEST and first == again

    def clear(self) -> None:
        self.wanted.setChecked(False)

    def _on_wanted(self, wanted: bool) -> None:
        self._fields.setVisible(wanted)
        for field in (self.first, self.again):
            field.line.clear()
        if wanted:
            self.first.setFocus()
        self._look()

    def _look(self) -> None:
        first, again = self.first.line.text(), self.again.line.text()
        level, text = "", ""
        if first:
            level = judge_phrase(first)
            text = {
                "bad": translate("Too short or too easy to guess."),
                "warn": translate("It keeps curious people out. Longer is better."),
                "good": translate("This is a good pass phrase."),
            }[level]
        if again and first.strip() != again.strip():
            level, text = "bad", translate("The two are not the same yet.")
        self.judgement.setText(text)
        set_look(self.judgement, "level", level or "tiny")
        self.judgement.setVisible(bool(text))
        self.changed.emit()


class AskPhrase(QWidget):
    """Asks for the phrase of a file."""

    given = Signal(str)
    left = Signal()

    def __init__(self, text: str, level: str = "") -> None:
        super().__init__()
        self.field = PhraseLine(translate("Pass phrase"))
        self.open = button(translate("Open it"), self._on_open, kind="main")
        leave = button(translate("Leave it"), self.left.emit, kind="quiet")
        self.open.setEnabled(False)
        self.field.line.textChanged.connect(lambda text: self.open.setEnabled(bool(text.strip())))
        self.field.line.returnPressed.connect(self._on_open)
        self.setLayout(
            column(label(text, level, wrap=True), row(self.field, self.open, leave, 0, space=S), space=S)
        )

    def _on_open(self) -> None:
        if self.open.isEnabled():
            self.given.emit(self.field.line.text())
