"""What the teacher can decide of the chosen values, or of all that are shown where none is chosen."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.outgoing.rows import State
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import button, column, label, row
from widgets.sync.rows import SyncRow, tell_row
from widgets.theme import S


def may_keep(item: SyncRow) -> bool:
    return item.state is State.CHANGED_THERE or item.reason == "no_longer_here"


def may_send(item: SyncRow) -> bool:
    return item.state is State.CHANGED_THERE or item.reason == "kept_theirs"


def may_try(item: SyncRow) -> bool:
    return item.state is State.REFUSED


def may_match(item: SyncRow) -> bool:
    return item.reason == "not_matched"


FITS: Final[dict[str, Callable[[SyncRow], bool]]] = {
    "keep": may_keep,
    "send": may_send,
    "again": may_try,
    "match": may_match,
}


class Decisions(QWidget):
    decided = Signal(str, object)
    """'keep', 'send', 'again', 'match' or 'history', and the rows, a list."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, list[SyncRow]] = {}
        self.name = label("", "strong")
        self.words = label("", "soft", wrap=True)
        self._buttons: dict[str, QPushButton] = {
            "match": button("", lambda: self._decide("match"), icon_name="person"),
            "keep": button("", lambda: self._decide("keep"), icon_name="check", tip="Ctrl+T"),
            "send": button("", lambda: self._decide("send"), icon_name="sync", tip="Ctrl+U"),
            "again": button("", lambda: self._decide("again"), icon_name="again", tip="Ctrl+R"),
            "history": button(
                translate("What happened"),
                lambda: self._decide("history"),
                icon_name="sessions",
                tip="Ctrl+H",
            ),
        }
        for name, made in self._buttons.items():
            if made.toolTip():  # a shortcut of the button itself would go with each new text
                QShortcut(QKeySequence(made.toolTip()), self, partial(self._decide, name))
        box = column(self.name, self.words, row(*self._buttons.values(), 0), space=S)
        self.setLayout(box)
        self.show_rows([], [])

    def button(self, name: str) -> QPushButton:
        return self._buttons[name]

    def show_rows(self, chosen: Sequence[SyncRow], shown: Sequence[SyncRow]) -> None:
        """chosen: in the table; shown: all that are in it now."""
        scope = list(chosen or shown)
        self._rows = {name: [item for item in scope if fits(item)] for name, fits in FITS.items()}
        if not chosen:  # what was decided one by one is not undone for all
            self._rows["send"] = [item for item in scope if item.state is State.CHANGED_THERE]
        self._rows["history"] = list(chosen) if len(chosen) == 1 else []
        if len(self._rows["match"]) > 1:
            self._rows["match"] = self._rows["match"][:1] if chosen else []
        self._show_words(chosen)
        several = len(scope) > 1
        for name, words in (
            ("keep", translate("Keep theirs")),
            ("send", translate("Send ours")),
            ("again", translate("Try again")),
        ):
            count = len(self._rows[name])
            self._buttons[name].setText(f"{words} ({count})" if several else words)
        self._buttons["match"].setText(translate("Choose the account…"))
        for name, made in self._buttons.items():
            made.setVisible(bool(self._rows[name]))

    def _show_words(self, chosen: Sequence[SyncRow]) -> None:
        if len(chosen) != 1:
            words = ngettext("{count} student is chosen", "{count} students are chosen", len(chosen))
            self.name.setText(words.format(count=len(chosen)) if chosen else "")
            self.words.setText("" if chosen else translate("Choose a student to see what happened and why."))
            self.name.setVisible(bool(chosen))
            self.words.setVisible(not chosen)
            return
        item = chosen[0]
        values = translate("here {ours}, there {theirs}").format(
            ours=isolate(item.here_words), theirs=isolate(item.there_words)
        )
        self.name.setText(f"{isolate(item.seen.name)} · {values}")
        self.words.setText(tell_row(item))
        self.name.show()
        self.words.show()

    def _decide(self, name: str) -> None:
        if self._rows[name]:
            self.decided.emit(name, self._rows[name])
