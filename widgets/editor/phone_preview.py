"""A question as a phone shows it: one column 360 pixels wide, the question first, targets of 48 pixels."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from app.quiz.kinds.base import PublicChoice
from app.quiz.shown import Shown
from app.signs import plain_text, show_numeral
from widgets.language import language, translate
from widgets.parts.basics import Card, clear_layout, column, label, row, set_look
from widgets.parts.choice_mark import ChoiceMark
from widgets.parts.icons import icon_pixmap
from widgets.parts.rich_text import LoadMedia, RichText
from widgets.parts.truth import choice_html
from widgets.theme import XS, L, M, S, tokens

WIDTH: Final = 360


class PhonePreview(QFrame):
    """`show_question` draws it anew; nothing can be pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedWidth(WIDTH)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(L, L, L, L)
        self._box.setSpacing(M)
        self._load: LoadMedia = lambda address: None

    def show_question(self, shown: Shown, load: LoadMedia, *, solved: bool) -> None:
        """load: bytes by address. solved: as after the answer was shown."""
        self._load = load
        clear_layout(self._box)
        public, solution = shown.public, shown.solution
        self._add(self._rich(public.html, 18, bold=True) if public.html.strip() else label("…", "soft"))
        if public.kind in ("single", "multiple", "true_false", "poll"):
            self._add_choices(public.kind, public.choices, set(solution.right) if solved else set())
        elif public.kind == "ordering":
            self._add_items(shown, solved)
        elif public.kind == "matching":
            self._add_pairs(shown, solved)
        elif public.kind == "gaps" and not solved:
            self._add_gaps(shown)
        elif public.kind in ("numeric", "short_text", "open_text") and not solved:
            self._add_field(public.kind, public.unit)
        if solved and solution.accepted:
            accepted = " · ".join(solution.accepted)
            if public.kind == "numeric":
                accepted = show_numeral(language(), accepted)
            words = f"{translate('Right answer:')} {accepted}"
            line = row(_tick(), label(words, "good", wrap=True), space=S)
            line.setStretch(1, 1)
            self._box.addLayout(line)
        elif not solved and public.kind not in ("single", "true_false", "poll", "slide"):
            self._add(_pretend_button(translate("Save my answer")))
        if solved and solution.html:
            self._add(Card(column(self._rich(solution.html, 15)), margin=M, kind="tint"))
        self._box.addStretch(1)

    def _add(self, part: QWidget) -> None:
        self._box.addWidget(part)

    def _rich(self, html: str, size: int = 16, *, bold: bool = False) -> RichText:
        made = RichText(html, size, self._load, bold=bold)
        made.set_type(size, picture_height=260.0)
        return made

    def _choice(self, *parts: QWidget | QLayout, chosen: bool = False) -> Card:
        line = row(*parts, space=S)
        for part in parts:
            if isinstance(part, QWidget):
                line.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        made = Card(line, margin=S)
        made.setMinimumHeight(48)
        set_look(made, "chosen", "true" if chosen else "")
        return made

    def _add_choices(self, kind: str, choices: tuple[PublicChoice, ...], right: set[str]) -> None:
        for index, choice in enumerate(choices):
            words = self._rich(choice_html(kind, index, choice.html))
            parts: list[QWidget | QLayout] = [ChoiceMark(index, 30), words]
            if choice.id in right:
                parts.append(_tick())
            made = self._choice(*parts, chosen=choice.id in right)
            self._add(made)

    def _add_items(self, shown: Shown, solved: bool) -> None:
        html = {item.id: item.html for item in shown.public.choices}
        ids = shown.solution.right if solved else tuple(html)
        if not solved:
            self._add(label(translate("Put them in order, the first on top."), "soft", wrap=True))
        for number, item_id in enumerate(ids, start=1):
            place = label(str(number), "strong")
            place.setFixedWidth(22)
            self._add(self._choice(place, self._rich(html[item_id])))

    def _add_pairs(self, shown: Shown, solved: bool) -> None:
        rights = {right.id: right.html for right in shown.public.rights}
        if not solved:
            self._add(label(translate("Choose the partner of each."), "soft", wrap=True))
        for left in shown.public.lefts:
            self._add(self._rich(left.html, bold=True))
            if solved:
                self._add(
                    self._choice(self._rich(rights.get(shown.solution.pairs.get(left.id, ""), "–")), _tick())
                )
            else:
                self._add(_pretend_list())
        if not solved and shown.public.rights:
            words = " · ".join(plain_text(html) or "…" for html in rights.values())
            self._add(label(words, "tiny", wrap=True))

    def _add_gaps(self, shown: Shown) -> None:
        self._add(label(translate("Fill the gaps."), "soft"))
        for number, gap in enumerate(shown.public.gaps, start=1):
            name = label(f"[{number}]", "strong")
            name.setFixedWidth(30)
            if gap.form in ("choice", "several"):
                words = " · ".join(plain_text(choice.html) or "…" for choice in gap.choices)
                field: QWidget = _pretend_list()
                self._box.addLayout(row(name, field, space=S))
                self._add(label(words, "tiny", wrap=True))
            else:
                field = Card(column(label("", "soft")), margin=S)
                field.setMinimumHeight(44)
                self._box.addLayout(row(name, field, space=S))

    def _add_field(self, kind: str, unit: str) -> None:
        hints: Mapping[str, str] = {
            "numeric": translate("Your number"),
            "short_text": translate("Your answer, in a few words"),
            "open_text": translate("Your answer, in your own words"),
        }
        self._add(label(hints[kind], "soft"))
        field = Card(column(label()), margin=S)
        field.setMinimumHeight(120 if kind == "open_text" else 52)
        self._box.addLayout(row(field, label(unit, "body"), space=S) if unit else row(field))


def _tick() -> QLabel:
    made = QLabel()
    made.setPixmap(icon_pixmap("check", tokens().garden, 22))
    made.setFixedWidth(24)
    return made


def _pretend_list() -> Card:
    arrow = QLabel()
    arrow.setPixmap(icon_pixmap("down", tokens().soft, 16))
    made = Card(row(label(translate("choose ..."), "soft"), 0, arrow, space=S), margin=S)
    made.setMinimumHeight(44)
    return made


def _pretend_button(words: str) -> QFrame:
    made = QFrame()
    made.setMinimumHeight(48)
    made.setStyleSheet(f"QFrame {{ background: {tokens().tile}; border-radius: 10px; }}")
    text = label(words, "strong")
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    text.setStyleSheet(f"color: {tokens().on_tile}; background: transparent;")
    made.setLayout(column(text, margin=XS))
    return made
