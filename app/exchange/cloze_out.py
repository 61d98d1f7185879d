"""Gaps written in Moodle's notation inside the text (cloze)."""

import re
from decimal import Decimal
from html import escape
from typing import Final

from app.numerals import canonical_number
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Choice, Gap, NumericAnswer, Question, RichText
from app.quiz.plain import plain

_SPECIAL: Final = re.compile(r"[}#~]")


def write_gaps(question: Question) -> RichText:
    """The text of a question with its gaps; gaps that are not in it follow it."""
    source = question.text.source
    factor = weight_factor(question)
    for gap in question.gaps:
        written = write_gap(gap, question.text.format, factor)
        if gap_mark(gap.id) in source:
            source = source.replace(gap_mark(gap.id), written, 1)
        else:
            source = f"{source} {written}"
    return RichText(source, question.text.format)


def weight_factor(question: Question) -> int:
    """What makes whole numbers of all weights; 0 for nothing up to 60, then they are rounded."""
    weights = [gap.weight for gap in question.gaps]
    for factor in range(1, 61):
        if all(weight * factor >= 1 and abs(weight * factor % 1) < 1e-9 for weight in weights):
            return factor
    return 0


def write_gap(gap: Gap, text_format: str, factor: int = 1) -> str:
    """`{1:MC:=a#yes~b}`. text_format: of the text around it, in which all choices are written."""
    others = [("", "*", gap.other_feedback)] if gap.other_feedback else []
    if gap.choices:
        name = "MULTIRESPONSE" if gap.several else "MULTICHOICE"
        name += "_S" if gap.shuffle else ""
        parts = [
            (_credit(item, gap, text_format), _words(item, text_format), item.feedback)
            for item in gap.choices
        ]
    elif gap.numbers:
        name = "NUMERICAL"
        parts = [(_typed(item.weight), write_number(item), item.feedback) for item in gap.numbers] + others
    else:
        name = "SHORTANSWER" if gap.folding.case else "SHORTANSWER_C"
        parts = [
            (_typed(item.weight), escape(item.text, quote=False), item.feedback) for item in gap.texts
        ] + others
    weight = max(1, round(gap.weight * (factor or 1)))
    body = "~".join(credit + _protect(text) + _comment(comment) for credit, text, comment in parts)
    return f"{{{weight}:{name}:{body}}}"


def write_number(item: NumericAnswer) -> str:
    value, tolerance = as_tolerance(item)
    return f"{canonical_number(value)}:{canonical_number(tolerance)}"


def as_tolerance(item: NumericAnswer) -> tuple[Decimal, Decimal]:
    """A number and its tolerance; of a range its middle and its half."""
    if item.value is not None:
        return item.value, item.tolerance
    low, high = item.low or Decimal(0), item.high or Decimal(0)
    return (low + high) / 2, (high - low) / 2


def _words(choice: Choice, text_format: str) -> str:
    if choice.text.format == text_format:
        return choice.text.source
    words = plain(choice.text)
    return words if text_format in ("plain", "markdown") else escape(words, quote=False)


def _credit(choice: Choice, gap: Gap, text_format: str) -> str:
    if not choice.weight and not gap.several and not _words(choice, text_format).startswith(("=", "%")):
        return ""
    return f"%{percent(choice.weight)}%" if gap.several else _typed(choice.weight)


def _typed(weight: float) -> str:
    return "=" if weight >= 1 else f"%{percent(weight)}%"


def percent(weight: float) -> str:
    """A fraction as percent with at most 5 decimals: '33.33333'."""
    return f"{weight * 100:.5f}".rstrip("0").rstrip(".")


def _protect(text: str) -> str:
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(text.splitlines()))
    return f"{text} " if text.endswith("\\") else text


def _comment(text: RichText) -> str:
    return f"#{_protect(text.source)}" if text else ""
