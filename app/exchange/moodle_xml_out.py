"""A quiz as Moodle XML, in the form that Moodle itself writes: texts in CDATA, files in the element that
shows them, fractions with five decimals."""

import base64
import re
from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import quote, unquote

from app.exchange.cloze_out import as_tolerance, percent, weight_factor, write_gaps
from app.exchange.losses import Abilities, can_hold, find_losses, pictures_in
from app.exchange.report import Report
from app.numerals import canonical_number
from app.quiz.kinds import KINDS
from app.quiz.model import Choice, Media, Question, Quiz, RichText
from app.quiz.pictures import MEDIA
from app.quiz.plain import plain

SUFFIX: Final = ".xml"
_FORMATS: Final = {
    "html": "html",
    "moodle": "moodle_auto_format",
    "plain": "plain_text",
    "markdown": "markdown",
}
_TYPES: Final = {
    "single": "multichoice",
    "multiple": "multichoice",
    "poll": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "short_text": "shortanswer",
    "matching": "matching",
    "ordering": "ordering",
    "open_text": "essay",
    "gaps": "cloze",
    "slide": "description",
}
# What XML 1.0 cannot hold at all.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ADDRESS: Final = re.compile(rf"(?<![\w:]){MEDIA}([^\"'<>()\s]+)")
_CAN: Final = Abilities(frozenset(KINDS), points=True, units=True, case=True, shuffle=True)


def losses(quiz: Quiz) -> Report:
    """What the file will not carry; `line` is the number of the question."""
    report = find_losses(quiz, _CAN)
    for number, question in enumerate(quiz.questions, 1):
        if any(gap.several for gap in question.gaps):
            report.add(number, "info", "loss_gap_several", question.title)
        formats = {choice.text.format for gap in question.gaps for choice in gap.choices}
        if formats - {question.text.format}:
            report.add(number, "info", "loss_rich_choice", question.title)
        if question.gaps and not weight_factor(question):
            report.add(number, "warning", "loss_gap_weights", question.title)
        if any("~" in choice.text.source for gap in question.gaps for choice in gap.choices):
            report.add(number, "warning", "loss_tilde", question.title)
        if _FORBIDDEN.search(question.text.source):
            report.add(number, "warning", "loss_characters", question.title)
    report.finish()
    return report


def write(quiz: Quiz) -> bytes:
    """The file, in UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category: tuple[str, ...] | None = None
    for question in quiz.questions:
        if not can_hold(question, _CAN):
            continue
        if question.category != (category or ()):
            category = question.category
            path = "/".join(["$course$", "top", *map(path_part, category)])
            lines.append(f'<question type="category"><category>{_text(path)}</category></question>')
        lines.append(_Writer(question, quiz.media).question())
    lines.append("</quiz>\n")
    return "\n".join(lines).encode("utf-8")


def path_part(name: str) -> str:
    """A name in a path of categories."""
    return f" {name}".replace("/", "//") if name.startswith("/") else name.replace("/", "//")


def _text(text: str) -> str:
    """A `text` element."""
    text = _FORBIDDEN.sub("", text)
    if not text:
        return "<text></text>"
    if "<" in text or "&" in text or "\r" in text or ">" in text:
        return f"<text><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></text>"
    return f"<text>{text}</text>"


def _value(name: str, value: str) -> str:
    return f"<{name}>{escape(_FORBIDDEN.sub('', value), quote=False)}</{name}>"


class _Writer:
    """One question."""

    def __init__(self, question: Question, media: dict[str, Media]) -> None:
        self.q = question
        self.media = media

    def question(self) -> str:
        q = self.q
        parts = [
            f'<question type="{_TYPES[q.kind]}">',
            f"<name>{_text(q.title)}</name>",
            self.rich("questiontext", write_gaps(q) if q.kind == "gaps" else q.text),
            self.rich("generalfeedback", q.feedback),
            _value("defaultgrade", f"{q.points:.7f}"),
            _value("hidden", "0"),
            _value("idnumber", q.id_number),
            *getattr(self, q.kind)(),
        ]
        if q.tags:
            tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in q.tags)
            parts.append(f"<tags>{tags}</tags>")
        return "\n".join([*parts, "</question>"])

    def rich(self, name: str, text: RichText, attributes: str = "", more: str = "") -> str:
        """A container with its text and the files that it shows."""
        shown = dict.fromkeys(found for found in pictures_in(text) if found in self.media)

        def stored(match: re.Match[str]) -> str:
            known = unquote(match[1])
            return f"@@PLUGINFILE@@/{quote(known)}" if known in shown else match[0]

        source = _ADDRESS.sub(stored, text.source) if shown else text.source
        files = "".join(
            f'<file name="{escape(found)}" path="/" encoding="base64">'
            f"{base64.b64encode(self.media[found].data).decode()}</file>"
            for found in shown
        )
        return f'<{name}{attributes} format="{_FORMATS[text.format]}">{_text(source)}{files}{more}</{name}>'

    def answer(self, text: RichText, weight: float, feedback: RichText, more: str = "") -> str:
        comment = self.rich("feedback", feedback)
        return self.rich("answer", text, f' fraction="{percent(weight)}"', comment + more)

    def choices(self, choices: Iterable[Choice]) -> list[str]:
        return [self.answer(choice.text, choice.weight, choice.feedback) for choice in choices]

    def multichoice(self, single: bool) -> list[str]:
        return [
            _value("single", "true" if single else "false"),
            _value("shuffleanswers", "true" if self.q.shuffle else "false"),
            _value("answernumbering", "abc"),
            *self.choices(self.q.choices),
        ]

    def single(self) -> list[str]:
        return self.multichoice(True)

    def poll(self) -> list[str]:
        return self.multichoice(True)

    def multiple(self) -> list[str]:
        return self.multichoice(False)

    def true_false(self) -> list[str]:
        right = max(self.q.choices, key=lambda choice: choice.weight)
        return [
            self.answer(RichText(word), float(choice is right), choice.feedback)
            for word, choice in zip(("true", "false"), self.q.choices, strict=False)
        ]

    def numeric(self) -> list[str]:
        found = []
        for item in self.q.numbers:
            value, tolerance = as_tolerance(item)
            more = _value("tolerance", canonical_number(tolerance))
            text = RichText(canonical_number(value))
            found.append(self.answer(text, item.weight, item.feedback, more))
        if self.q.other_feedback:
            found.append(self.answer(RichText("*"), 0.0, self.q.other_feedback))
        if self.q.units:
            units = "".join(
                f"<unit>{_value('multiplier', canonical_number(unit.factor))}"
                f"{_value('unit_name', unit.name)}</unit>"
                for unit in self.q.units
            )
            found.append(f"<units>{units}</units>")
        return found

    def short_text(self) -> list[str]:
        found = [_value("usecase", "0" if self.q.folding.case else "1")]
        found += [self.answer(RichText(item.text), item.weight, item.feedback) for item in self.q.texts]
        if self.q.other_feedback:
            found.append(self.answer(RichText("*"), 0.0, self.q.other_feedback))
        return found

    def matching(self) -> list[str]:
        found = [_value("shuffleanswers", "true")]
        for pair in self.q.pairs:
            right = pair.right.source if pair.right.format == "plain" else plain(pair.right)
            left = pair.left or RichText("", "html")
            found.append(self.rich("subquestion", left, more=f"<answer>{_text(right)}</answer>"))
        return found

    def ordering(self) -> list[str]:
        return [
            _value("layouttype", "VERTICAL"),
            _value("selecttype", "ALL"),
            _value("selectcount", "0"),
            _value("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"),
            *(
                self.rich("answer", choice.text, f' fraction="{place}"')
                for place, choice in enumerate(self.q.choices, 1)
            ),
        ]

    def open_text(self) -> list[str]:
        return [_value("responseformat", "editor"), _value("responserequired", "1")]

    def gaps(self) -> list[str]:
        return []

    def slide(self) -> list[str]:
        return []
