"""One question with its right answers, narrow as on a phone: what a teacher sees before asking it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QWidget

from app.signs import plain_text, show_number, show_numeral
from widgets.language import is_rtl, language, ngettext, show_time, translate
from widgets.parts.basics import Card, column, label, row
from widgets.parts.choice_mark import ChoiceMark
from widgets.parts.icons import icon_pixmap
from widgets.parts.kind_names import kind_name
from widgets.parts.quiz_texts import Shown
from widgets.parts.rich_text import RichText
from widgets.parts.truth import choice_html
from widgets.theme import BODY, SMALL, XS, M, S, tokens

_MARK = 26


class QuestionCard(Card):
    """Draws what `QuizTexts.show` made ready."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(margin=M)
        self._load = shown.load
        parts: list[QWidget | QLayout | int] = [label(_head(shown), "tiny", wrap=True)]
        parts.append(self._rich(shown.public.html, BODY, bold=True))
        if shown.public.kind == "ordering":
            parts += self._ordering(shown)
        elif shown.public.choices:
            parts += self._choices(shown)
        if shown.public.lefts:
            parts += self._pairs(shown)
        if shown.solution.accepted:
            parts.append(self._accepted(shown))
        if shown.solution.html:
            parts.append(self._rich(shown.solution.html, SMALL))
        inner = column(*parts, space=S)
        inner.setContentsMargins(M, M, M, M)
        self.setLayout(inner)
        self.setAccessibleName(f"{_head(shown)}. {plain_text(shown.public.html)}")

    def _choices(self, shown: Shown) -> list[QWidget | QLayout | int]:
        right, weights = set(shown.solution.right), {c.id: c.weight for c in shown.question.choices}
        made: list[QWidget | QLayout | int] = []
        for index, choice in enumerate(shown.public.choices):
            weight = weights.get(choice.id, 0.0)
            part = "" if weight in (0.0, 1.0) else f"{show_number(language(), weight * 100)} %"
            html = choice_html(shown.public.kind, index, choice.html)
            made.append(self._line(ChoiceMark(index, _MARK), html, choice.id in right, part))
        return made

    def _ordering(self, shown: Shown) -> list[QWidget | QLayout | int]:
        texts = {choice.id: choice.html for choice in shown.public.choices}
        return [
            self._line(label(f"{place}.", "strong"), texts[item], False)
            for place, item in enumerate(shown.solution.right, 1)
        ]

    def _pairs(self, shown: Shown) -> list[QWidget | QLayout | int]:
        rights = {choice.id: choice.html for choice in shown.public.rights}
        used = set(shown.solution.pairs.values())
        made: list[QWidget | QLayout | int] = []
        for left in shown.public.lefts:
            own = rights.get(shown.solution.pairs.get(left.id, ""), "")
            sides = self._rich(left.html), self._rich(own)
            line = row(sides[0], label("←" if is_rtl() else "→", "soft"), sides[1])
            for side in sides:
                line.setStretchFactor(side, 1)
                line.setAlignment(side, Qt.AlignmentFlag.AlignVCenter)
            made.append(_framed(line))
        made += [
            self._line(label("–", "soft"), html, False) for id_, html in rights.items() if id_ not in used
        ]
        return made

    def _accepted(self, shown: Shown) -> QLayout:
        """Numbers and texts that are right. A number stands before its unit."""
        unit = f" {shown.public.unit}" if shown.public.unit else ""
        lines = [
            label(
                (show_numeral(language(), text) if shown.public.kind == "numeric" else text) + unit, wrap=True
            )
            for text in shown.solution.accepted
        ]
        box = row(column(_tick(), 0, space=0), column(*lines, space=XS))
        box.setStretch(1, 1)
        return box

    def _line(self, mark: QWidget, html: str, right: bool, part: str = "") -> QWidget:
        text = self._rich(html)
        line = row(mark, text, space=S)
        line.setStretch(1, 1)
        line.setAlignment(text, Qt.AlignmentFlag.AlignVCenter)
        if part:
            line.addWidget(label(part, "tiny"))
        if right:
            line.addWidget(_tick())
        return _framed(line)

    def _rich(self, html: str, size: int = SMALL, *, bold: bool = False) -> RichText:
        text = RichText(html, size, self._load, bold=bold)
        text.set_type(size, picture_height=180)
        return text


def _framed(line: QHBoxLayout) -> QWidget:
    frame = Card(line, kind="tint")
    line.setContentsMargins(S, XS, S, XS)
    frame.setMinimumHeight(_MARK + 2 * XS + 4)
    return frame


def _tick() -> QLabel:
    tick = QLabel()
    tick.setPixmap(icon_pixmap("check", tokens().garden, 20))
    tick.setAccessibleName(translate("Right answer"))
    return tick


def _head(shown: Shown) -> str:
    """Number, kind, points and time of a question on one line."""
    question = shown.question
    points = ngettext("{points} point", "{points} points", round(question.points)).format(
        points=show_number(language(), question.points)
    )
    parts = [f"{shown.number}", kind_name(question.kind), points]
    if question.kind in ("slide", "poll", "open_text"):
        parts.pop()
    if question.time_limit:
        seconds = show_time(question.time_limit)
        parts.append(seconds if ":" in seconds else translate("{n} s").format(n=seconds))
    return "  ·  ".join(parts)
