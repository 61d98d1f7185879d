r"""Moodle's notation of gaps in a text (cloze): `{1:SHORTANSWER:=Paris~%50%Lyon#No}`. Knows no file format.

Codes of what was found: `gap_unclosed`, `gap_empty`, `gap_number_wrong`, `gap_no_right`, `gap_weights`,
`gap_one_choice`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape
from typing import Final

from app.numerals import parse_number
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import EMPTY, Choice, Folding, Gap, NewId, NumericAnswer, RichText, TextAnswer
from app.quiz.plain import is_blank

_OPENING: Final = re.compile(
    r"\{\s*+(\d{0,6}+)\s*+:\s*+(?:(NUMERICAL|NM)|(MULTICHOICE|MC)(?:_?(S|H|V|HS|VS))?"
    r"|(MULTIRESPONSE|MR)(?:_?(S|H|V|HS|VS))?|(?:SHORTANSWER|SA|MW)(_?C)?):"
)
_END: Final = re.compile(r"(?<!\\)\}")
_PART: Final = re.compile(r"(?<!\\)~")
_FEEDBACK: Final = re.compile(r"(?<![\\&])#")
_CREDIT: Final = re.compile(r"\s*+(?:=|%(-?\d{1,4}(?:[.,]\d{0,20})?)%)")
_ESCAPED: Final = re.compile(r"\\([}#~])")


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a gap and its source."""

    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Cloze:
    """The text with the marks of its gaps."""

    text: str
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    weight: float
    weighed: bool  # with `=` or a weight
    text: str
    feedback: str


def read_gaps(source: str, text_format: str, new_id: NewId) -> Cloze:
    """Take the gaps out of a text of `text_format`. What is no whole gap stays as text."""
    pieces: list[str] = []
    gaps: list[Gap] = []
    findings: list[Finding] = []
    done = 0
    for opening in _OPENING.finditer(source):
        if opening.start() < done:
            continue
        end = _END.search(source, opening.end())
        if not end:
            findings.append(Finding("gap_unclosed", opening[0]))
            break
        written = source[opening.start() : end.end()]
        parts = list(_split(source[opening.end() : end.start()]))
        gap = _make_gap(opening, parts, text_format, new_id)
        if gap is None:
            findings.append(Finding("gap_empty", written))
            continue
        findings += [Finding(code, written) for code in _doubts(gap, parts)]
        gaps.append(gap)
        pieces += [source[done : opening.start()], gap_mark(gap.id)]
        done = end.end()
    pieces.append(source[done:])
    return Cloze("".join(pieces), tuple(gaps), tuple(findings))


def _split(source: str) -> Iterator[_Part]:
    for number, written in enumerate(_PART.split(source)):
        if not written.strip() and number == 0:
            continue  # a `~` before the first
        credit = _CREDIT.match(written)
        percent = float((credit[1] or "100").replace(",", ".")) if credit else 0.0
        rest = written[credit.end() :] if credit else written
        mark = _FEEDBACK.search(rest)
        text, feedback = (rest[: mark.start()], rest[mark.end() :]) if mark else (rest, "")
        yield _Part(
            round(max(-100.0, min(100.0, percent)) / 100, 7), bool(credit), _plainly(text), _plainly(feedback)
        )


def _plainly(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).strip()


def _make_gap(opening: re.Match[str], parts: list[_Part], text_format: str, new_id: NewId) -> Gap | None:
    gap = Gap(new_id(), weight=float(opening[1] or 1))
    if gap.weight <= 0:
        gap = replace(gap, weight=1.0)
    if opening[2]:
        return _numbers(gap, parts, text_format)
    if opening[3] or opening[5]:
        several = bool(opening[5])
        gap = replace(gap, several=several, shuffle="S" in (opening[4] or opening[6] or ""))
        return _choices(gap, parts, text_format, new_id)
    texts, others = [], EMPTY
    for part in parts:
        text, feedback = unescape(part.text), _rich(part.feedback, text_format)
        if text == "*" and part.weight == 0:
            others = feedback
        elif text:
            texts.append(TextAnswer(text, part.weight, feedback))
    gap = replace(gap, texts=tuple(texts), folding=Folding(case=not opening[7]), other_feedback=others)
    return gap if texts else None


def _choices(gap: Gap, parts: list[_Part], text_format: str, new_id: NewId) -> Gap | None:
    found = [part for part in parts if not is_blank(RichText(part.text, text_format))]
    marked = sum(part.weight >= 1 for part in found)
    choices = []
    for part in found:
        weight = part.weight
        if gap.several and marked:
            # Every right one has a share of the credit, every wrong one takes a share away.
            weight = round(1 / marked, 7) if part.weight >= 1 else part.weight
            if not part.weighed:
                weight = round(-1 / marked, 7)
        text = _rich(part.text, text_format)
        choices.append(Choice(new_id(), text, weight, _rich(part.feedback, text_format)))
    return replace(gap, choices=tuple(choices)) if choices else None


def _numbers(gap: Gap, parts: list[_Part], text_format: str) -> Gap | None:
    numbers, others = [], EMPTY
    for part in parts:
        text, feedback = unescape(part.text), _rich(part.feedback, text_format)
        if text == "*":
            others = feedback
            continue
        value_text, _, tolerance_text = text.partition(":")
        value, tolerance = parse_number(value_text), parse_number(tolerance_text) or Decimal(0)
        if value is not None:
            numbers.append(NumericAnswer(value, abs(tolerance), weight=part.weight, feedback=feedback))
    return replace(gap, numbers=tuple(numbers), other_feedback=others) if numbers else None


def _doubts(gap: Gap, parts: list[_Part]) -> Iterator[str]:
    weights = [item.weight for items in (gap.choices, gap.numbers, gap.texts) for item in items]
    positive = [weight for weight in weights if weight > 0]
    best = sum(positive) if gap.several else max(positive, default=0.0)
    if not positive:
        yield "gap_no_right"
    elif abs(best - 1) > 0.011:
        yield "gap_weights"
    if gap.numbers and any(_no_number(part.text) for part in parts):
        yield "gap_number_wrong"
    if len(gap.choices) == 1:
        yield "gap_one_choice"


def _no_number(text: str) -> bool:
    value, colon, tolerance = text.partition(":")
    if value.strip() == "*":
        return False
    return parse_number(unescape(value)) is None or bool(colon and parse_number(tolerance) is None)


def _rich(text: str, text_format: str) -> RichText:
    return RichText(text, text_format) if text else EMPTY
