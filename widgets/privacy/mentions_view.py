"""What others wrote that may tell of a student, for the teacher to look at: what is ticked goes."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from app.people.erasing import Mention, MentionRow
from widgets.language import isolate, show_date, translate
from widgets.parts.basics import button, column, label, row, scrolled
from widgets.parts.tips import plain_caption
from widgets.theme import XS, M, S

_BEHIND_TICK = 31  # px; where the words of a tick begin


class MentionsView(QWidget):
    def __init__(self, rows: Sequence[MentionRow]) -> None:
        super().__init__()
        self.ticks = [(one.mention, _tick(one)) for one in rows]
        text = translate(
            "Others may have written about this student. What is ticked goes; its credit stays. "
            "Take the tick away where somebody else is meant."
        )
        every = button(translate("Tick all"), lambda: self._set_all(True), kind="quiet")
        none = button(translate("Tick none"), lambda: self._set_all(False), kind="quiet")
        listed = QWidget()
        listed.setLayout(
            column(*(_entry(one, tick) for one, (_, tick) in zip(rows, self.ticks, strict=True)), 0, space=M)
        )
        area = scrolled(listed)
        area.setMinimumHeight(min(70 * len(rows) + 20, 230))
        heading = row(label(translate("Look through this"), "strong"), 0, every, none)
        box = column(heading, label(text, "soft", wrap=True), area, space=S)
        box.setStretch(2, 1)
        self.setLayout(box)

    @property
    def chosen(self) -> list[Mention]:
        return [mention for mention, tick in self.ticks if tick.isChecked()]

    def _set_all(self, checked: bool) -> None:
        for _, tick in self.ticks:
            tick.setChecked(checked)


def _tick(one: MentionRow) -> QCheckBox:
    author = isolate(one.author) if one.author else ""
    if not one.mention.student:
        author = translate("your note")
    facts = " · ".join(filter(None, (author, isolate(one.title), isolate(show_date(one.at)))))
    tick = QCheckBox(plain_caption(facts))
    tick.setAccessibleDescription(one.mention.text)
    tick.setChecked(True)
    return tick


def _entry(one: MentionRow, tick: QCheckBox) -> QWidget:
    words = row(label(isolate(one.mention.text), "strong", wrap=True), space=0)
    words.insertSpacing(0, _BEHIND_TICK)
    made = QWidget()
    made.setLayout(column(tick, words, space=XS))
    return made
