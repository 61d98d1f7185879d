"""How the answers spread: bars for choices and parts, a list for what was typed; seen by the teacher only."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QToolButton, QWidget

from app.signs import plain_text
from widgets.control.entries_panel import EntriesPanel
from widgets.control.quick_questions import HAS_KEY, has_no_key, key_of
from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.bars import BarRow, Bars
from widgets.parts.basics import clear_layout, column, label, row, scrolled
from widgets.parts.choice_mark import choice_letter
from widgets.parts.tips import plain_tip
from widgets.parts.truth import choice_html
from widgets.theme import M, S

CHOICES: Final = frozenset({"single", "multiple", "true_false", "poll"})
TYPED: Final = frozenset({"numeric", "short_text", "open_text"})
MODERATED: Final = frozenset({"short_text", "open_text"})
"""Kinds whose words the wall shows one by one, as the teacher allows them."""
_EMPTY, _BARS, _ENTRIES = range(3)


class Distribution(QWidget):
    key_given = Signal(str)
    """The teacher said what is right in a question; its id."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._question: dict[str, Any] | None = None
        self._round: dict[str, Any] | None = None
        self.own_keys: set[str] = set()
        self._empty = label("", "soft", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bars = Bars(15)
        self.entries = EntriesPanel()
        self.entries.show_wanted.connect(self._show_word)
        self.entries.right_wanted.connect(self._call_right)
        self._rights = row(space=S)
        self._rights_made: list[QToolButton] = []
        self._rights_for: tuple[Any, ...] = ()
        self._right_words = label(translate("Which one is right?"), "soft")
        holder = QWidget()
        holder.setLayout(column(self.bars, self._right_words, self._rights, 0, space=M))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(scrolled(holder))
        self._stack.addWidget(self.entries)
        self.live = QCheckBox(translate("Show the bars on the wall while students answer"))
        self.live.setToolTip(plain_tip(self.live.text()))
        self.live.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.live.setChecked(bool(desk.settings.get("live_bars")))
        self.live.toggled.connect(lambda wanted: desk.try_setting("live_bars", wanted))
        self.setLayout(column(self._stack, self.live, space=S))

    @property
    def right_buttons(self) -> list[QToolButton]:
        """One for each choice, while the teacher may say which is right."""
        return list(self._rights_made)

    def take(
        self, round_: dict[str, Any] | None, question: dict[str, Any] | None, *, is_open: bool = False
    ) -> None:
        """The round of a snapshot and its question. is_open: students still answer, so that no word can be
        let on the wall yet."""
        self._round, self._question = round_, question
        if round_ is None or question is None or question["kind"] == "slide":
            self._say(translate("Answers are counted here as soon as a question is asked."))
            return
        kind = question["kind"]
        if has_no_key(question):
            self.own_keys.add(question["id"])
        open_key = question["id"] in self.own_keys and kind in HAS_KEY
        self.live.setEnabled(kind in CHOICES)
        if kind in TYPED:
            if not round_["bars"]:
                self._say(translate("Nobody has answered yet."))
                return
            shown = frozenset(round_.get("shown", ()))
            self.entries.take(
                round_["bars"],
                shown,
                round_["answered"],
                moderated=kind in MODERATED,
                is_open=is_open,
                keys=open_key,
            )
            self._stack.setCurrentIndex(_ENTRIES)
            return
        self.bars.set_rows(_rows(question, round_["bars"]), round_["answered"])
        self._show_rights(question if open_key else None)
        self._stack.setCurrentIndex(_BARS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a larger screen the bars are larger."""
        super().resizeEvent(event)
        self.bars.set_type(min(max(self.width() // 30, 15), 22))

    # --- within -----------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self._empty.setText(text)
        self._stack.setCurrentIndex(_EMPTY)

    def _show_rights(self, question: dict[str, Any] | None) -> None:
        """A button for each choice of a question whose key is still open."""
        wanted = (question["id"], len(question["choices"])) if question else ()
        if wanted != self._rights_for:
            self._rights_for = wanted
            clear_layout(self._rights)
            choices = question["choices"] if question else ()
            self._rights_made = [self._right_button(n, choice["id"]) for n, choice in enumerate(choices)]
            for made in self._rights_made:
                self._rights.addWidget(made)
            self._rights.addStretch(1)
        right = question["right"] if question else ()
        for made in self._rights_made:
            made.setChecked(made.property("choice") in right)
        self._right_words.setVisible(question is not None)

    def _right_button(self, index: int, choice: str) -> QToolButton:
        made = QToolButton()
        made.setText(choice_letter(index))
        made.setCheckable(True)
        made.setProperty("choice", choice)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = translate("{letter} is right").format(letter=choice_letter(index))
        made.setAccessibleName(words)
        made.setToolTip(plain_tip(words))
        made.setMinimumSize(44, 36)
        made.clicked.connect(lambda _=False: self._call_right(choice))
        return made

    def _call_right(self, key: str) -> None:
        """Change whether one line is right; the others keep what they are."""
        question, round_ = self._question, self._round
        if question is None or round_ is None:
            return
        if question["kind"] in CHOICES:
            right = list(question["right"])
        else:
            right = [bar["key"] for bar in round_["bars"] if (bar["right"] or 0) > 0]
        if question["kind"] in ("single", "true_false"):
            right = [] if key in right else [key]
        else:
            right = [entry for entry in right if entry != key] if key in right else [*right, key]
        self._desk.bridge.do("correct_key", question=question["id"], key=key_of(question, right))
        self.key_given.emit(question["id"])

    def _show_word(self, key: str, shown: bool) -> None:
        if self._round is not None:
            self._desk.bridge.do("show_words", round=self._round["id"], word=key, shown=shown)


def _rows(question: dict[str, Any], bars: list[dict[str, Any]]) -> list[BarRow]:
    """The lines of a distribution with the words of the question's choices or parts."""
    kind = question["kind"]
    parts = {
        part["id"]: (index, plain_text(choice_html(kind, index, part["html"])))
        for index, part in enumerate(question["choices"])
    }
    is_choice = kind in CHOICES
    made = []
    for bar in bars:
        index, text = parts.get(bar["key"], (None, bar["label"]))
        if bar["key"] == "all":
            text = translate("All in the right order")
        right = bar["right"] if is_choice else None
        made.append(BarRow(bar["count"], isolate(text) if text else "", index if is_choice else None, right))
    return made
