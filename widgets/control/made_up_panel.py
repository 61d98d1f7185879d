"""A question made up in class, in two clicks: open the panel, choose the kind. Its text may be spoken."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.control import quick_questions as quick
from widgets.control.driver import Driver
from widgets.control.floating import FloatingPanel
from widgets.language import translate
from widgets.parts.basics import label, row
from widgets.parts.choice_mark import choice_letter
from widgets.theme import M, S

TIMES: Final = (None, 0, 15, 30, 60, 120, 300)  # seconds; None as the class has it, 0 for no limit
MAX_TEXT: Final = 500  # characters

Make = Callable[[str], dict[str, Any]]


class MadeUpPanel(FloatingPanel):
    def __init__(self, page: QWidget, ground: QWidget, driver: Driver) -> None:
        self.text = QLineEdit()
        self.text.setMaxLength(MAX_TEXT)
        self.text.setPlaceholderText(translate("The question, or leave it empty and say it aloud"))
        self.text.setAccessibleName(translate("Text of the question"))
        self.time = QComboBox()
        self.time.setAccessibleName(translate("Time to answer"))
        for seconds in TIMES:
            self.time.addItem(_time_words(seconds), seconds)
        self._letters, self._others = row(space=S), row(space=S)
        self.note = label("", "soft", wrap=True)
        content = QVBoxLayout()
        content.setSpacing(M)
        content.addWidget(self.text)
        content.addLayout(row(label(translate("Time to answer")), self.time, 0))
        content.addWidget(self.note)
        content.addLayout(self._letters)
        content.addLayout(self._others)
        super().__init__(page, ground, translate("A question made up now"), content, 640)
        self._driver = driver
        self.buttons: dict[str, QPushButton] = {}
        for count in range(2, quick.MOST_CHOICES + 1):
            words = translate("{first} to {last}").format(
                first=choice_letter(0), last=choice_letter(count - 1)
            )
            self._add(self._letters, f"choices {count}", words, partial(quick.make_choices, count))
        self._add(self._others, "yes_no", translate("Yes or no"), quick.make_yes_no)
        self._add(self._others, "number", translate("A number"), quick.make_number)
        self._add(self._others, "word", translate("A word"), quick.make_word)
        driver.changed.connect(self.refresh)
        self.refresh()

    def open_panel(self) -> None:
        self.text.clear()
        self.time.setCurrentIndex(0)
        self.refresh()
        super().open_panel()
        self.text.setFocus()

    def refresh(self) -> None:
        """While a question is open, another one can only be put next."""
        asks = self._asks()
        self.note.setText(
            translate("One click asks it at once. You can say afterwards what is right.")
            if asks
            else translate("A question is open. One click puts this one next.")
        )
        for made in self.buttons.values():
            made.setEnabled(self._driver.can("made_up"))

    def _asks(self) -> bool:
        view = self._driver.view
        return view is None or view.phase not in ("asking", "paused")

    def _add(self, box: QHBoxLayout, name: str, words: str, make: Make) -> None:
        made = QPushButton(words)
        made.setProperty("kind", "tall")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda _=False: self._ask(make))
        box.addWidget(made, 1)
        self.buttons[name] = made

    def _ask(self, make: Make) -> None:
        question, seconds = make(self.text.text()), self.time.currentData()
        asks = self._asks()
        if not asks and seconds:
            question["time_limit"] = seconds
        self._driver.add_question(question, seconds, ask=asks)
        self.close_panel()


def _time_words(seconds: int | None) -> str:
    if seconds is None:
        return translate("As usual in this class")
    if seconds == 0:
        return translate("No limit")
    if seconds < 60:
        return translate("{count} seconds").format(count=seconds)
    return translate("{count} min").format(count=seconds // 60)
