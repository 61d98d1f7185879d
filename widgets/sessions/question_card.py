"""One question as a class answered it: its text, the distribution, figures, and what can be corrected."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.quiz.kinds import find_kind
from app.reports.summary import NamedBar, QuestionSummary
from app.signs import show_numeral, show_percent
from widgets.language import language, show, translate
from widgets.parts.bars import BarRow, Bars
from widgets.parts.basics import Card, button, column, label, row, rule, scrolled
from widgets.parts.rich_text import RichText
from widgets.parts.truth import choice_html
from widgets.sessions.key_dialog import can_correct
from widgets.sessions.loaded import Loaded
from widgets.theme import L, M

MOST_BARS = 30
NARROW = 360  # pixels of width


def bar_rows(item: QuestionSummary) -> list[BarRow]:
    """The distribution as the bars draw it; letters only where students saw letters."""
    lettered = item.question.kind in ("single", "multiple", "true_false", "poll")
    return [
        BarRow(bar.count, _label_of(bar, item), bar.place if lettered else None, bar.right)
        for bar in item.bars[:MOST_BARS]
    ]


def _label_of(bar: NamedBar, item: QuestionSummary) -> str:
    if not bar.label:
        return translate("all right")
    if item.question.kind == "ordering" and bar.place is not None:
        return f"{bar.place + 1}. {bar.label}"
    if bar.place is not None:
        return choice_html(item.question.kind, bar.place, bar.label)
    return show_numeral(language(), bar.label) if item.question.kind == "numeric" else bar.label


def facts_of(item: QuestionSummary, students: int) -> str:
    """Answered, facility, points and rounds in one line."""
    facts = [translate("Answered: {count} of {all}").format(count=item.answered, all=students)]
    if item.facility is not None:
        share = show_percent(language(), round(item.facility * 100), 100)
        facts.append(translate("Facility: {share}").format(share=share))
        facts.append(translate("Wholly right: {count}").format(count=item.right))
    facts.append(translate("Points: {points}").format(points=show(item.question.points)))
    if item.attempts > 1:
        facts.append(translate("Asked {count} times; the last one counts").format(count=item.attempts))
    return " · ".join(facts)


class QuestionCard(QWidget):
    key_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "tiny")
        self.text = RichText("", 16)
        self.facts = label("", "soft", wrap=True)
        self.notice = label("", "warn", wrap=True)
        self.bars = Bars(14, words=0.5)
        self.more = label("", "soft")
        self.key_button = button(
            translate("Correct the key…"), self.key_wanted.emit, icon_name="edit", tip="Ctrl+K"
        )
        self.cancel_button = button(translate("Cancel the question…"), self.cancel_wanted.emit)
        self._body = column(space=M)
        content = QWidget()
        content.setLayout(self._body)
        self._foot = row(self.key_button, self.cancel_button, 0)
        card = Card(column(scrolled(content), rule(), self._foot, space=M))
        self.setLayout(column(card))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow card the buttons stand below each other."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = self.width() < NARROW
        self._foot.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def show_question(self, loaded: Loaded, item: QuestionSummary) -> None:
        # Made anew, because its pictures are those of one session.
        self._body.removeWidget(self.text)
        self.text.deleteLater()
        html = loaded.html.get(item.question.id, "")
        self.text = RichText(html or f"<i>{translate('Asked aloud')}</i>", 16, loaded.texts)
        self.heading.setText(translate("Question {number}").format(number=item.number))
        self.facts.setText(facts_of(item, len(loaded.students)))
        self.notice.setText(self._notice_of(item))
        self.notice.setVisible(bool(self.notice.text()))
        self.bars.set_rows(bar_rows(item), item.answered)
        hidden = len(item.bars) - MOST_BARS
        self.more.setText(translate("Further answers: {count}").format(count=hidden))
        self.more.setVisible(hidden > 0)
        while self._body.takeAt(0) is not None:
            pass
        for part in (self.heading, self.text, self.notice, self.bars, self.more, self.facts):
            self._body.addWidget(part)
        self._body.addStretch(1)
        self._body.setSpacing(L if find_kind(item.question.kind).scored else M)
        self.key_button.setEnabled(can_correct(item.question))
        self.key_button.setToolTip(
            "Ctrl+K" if can_correct(item.question) else translate("Nothing is right or wrong in a poll")
        )
        back = (
            translate("Let the question count again") if item.cancelled else translate("Cancel the question…")
        )
        self.cancel_button.setText(back)

    def _notice_of(self, item: QuestionSummary) -> str:
        if item.cancelled:
            return translate("Cancelled: counts for nobody")
        if item.round is None:
            return translate("Not asked in this session")
        if not item.counts:
            return translate("Does not count yet: its answer was not shown")
        return ""
