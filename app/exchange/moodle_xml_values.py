"""Moodle's answers that are typed or put together: short texts, numbers, pairs."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.exchange.moodle_xml_choices import read_weight
from app.exchange.moodle_xml_reading import NotTaken, Reading, tidy
from app.exchange.xml_tree import Element, decode_entities
from app.numerals import canonical_number, parse_number
from app.quiz.html_parts import split_html
from app.quiz.model import EMPTY, Folding, NumericAnswer, Pair, Question, RichText, TextAnswer, Unit
from app.quiz.plain import is_blank

ANY_NUMBER: Final = Decimal("1e300")
_WRAPPERS: Final = frozenset({"p", "div", "span", "br"})


def is_marked_up(text: str) -> bool:
    return "<" in text and any(part.kind == "tag" for part in split_html(text))


def read_short_answer(reading: Reading, base: Question) -> Question:
    """Raises `NotTaken('answers_none')`."""
    found: list[TextAnswer] = []
    others = EMPTY
    for answer in reading.answers():
        text, weight = _typed(reading, answer), read_weight(reading, answer)
        feedback = reading.rich(answer.first("feedback"))
        if text == "*" and weight == 0:
            others = feedback
        elif text:
            found.append(TextAnswer(text, weight, feedback))
        else:
            reading.tell("warning" if weight > 0 else "info", "answer_empty_dropped", answer)
    if not found:
        raise NotTaken("answers_none")
    check_best(reading, [answer.weight for answer in found])
    folding = Folding(case=not reading.is_set("usecase", False))
    return replace(base, kind="short_text", texts=tuple(found), folding=folding, other_feedback=others)


def _typed(reading: Reading, answer: Element) -> str:
    """An accepted text; paragraphs around it, which nobody types, are taken off."""
    source = reading.text(answer)
    tags = [part.name for part in split_html(source) if part.kind == "tag"] if "<" in source else []
    if tags and set(tags) <= _WRAPPERS:
        reading.tell("info", "tags_taken_off", answer)
        return tidy(source)
    return source


def check_best(reading: Reading, weights: list[float]) -> None:
    best = max(weights, default=0.0)
    if best <= 0:
        reading.tell("warning", "nothing_gives_points")
    elif abs(best - 1) > 0.011:
        reading.tell("warning", "weights_sum", percent=f"{best * 100:.5g}")


def read_numerical(reading: Reading, base: Question) -> Question:
    """Raises `NotTaken('answers_none')`."""
    found: list[NumericAnswer] = []
    others = EMPTY
    for answer in reading.answers():
        text, weight = tidy(reading.text(answer)), read_weight(reading, answer)
        feedback = reading.rich(answer.first("feedback"))
        if text == "*" and weight <= 0:
            others = feedback
        elif text == "*":
            reading.tell("warning", "any_number", answer)
            found.append(NumericAnswer(low=-ANY_NUMBER, high=ANY_NUMBER, weight=weight, feedback=feedback))
        elif not text:
            reading.tell("warning" if weight > 0 else "info", "answer_empty_dropped", answer)
        elif (number := read_number(reading, text, answer)) is not None:
            tolerance = read_tolerance(reading, answer)
            found.append(NumericAnswer(number, tolerance, weight=weight, feedback=feedback))
    if not found:
        raise NotTaken("answers_none")
    check_best(reading, [answer.weight for answer in found])
    units = read_units(reading)
    return replace(base, kind="numeric", numbers=tuple(found), units=units, other_feedback=others)


def read_number(reading: Reading, text: str, about: Element) -> Decimal | None:
    """A number; None for none, which is reported."""
    number = parse_number(text)
    if number is None:
        reading.tell("error", "number_wrong", about, value=text)
    elif "," in text:
        reading.tell("warning", "decimal_comma", about, value=text, number=canonical_number(number))
    return None if number is None else Decimal(canonical_number(number))


def read_tolerance(reading: Reading, answer: Element) -> Decimal:
    """Of the answer, else of the question, where some programs write it."""
    holder = answer if answer.first("tolerance") else reading.element
    text = tidy(reading.value("tolerance", of=holder))
    if not text:
        return Decimal(0)
    number = parse_number(text)
    if number is None:
        reading.tell("warning", "tolerance_ignored", answer, value=text)
        return Decimal(0)
    if number < 0:
        reading.tell("warning", "tolerance_negative", answer)
    if holder is reading.element:
        reading.tell("info", "tolerance_of_question", value=text)
    return Decimal(canonical_number(abs(number)))


def read_units(reading: Reading) -> tuple[Unit, ...]:
    """The units of a number; the one with the factor 1 first."""
    around = reading.element.first("units")
    found = []
    for unit in around.all("unit") if around else ():
        name = tidy(reading.value("unit_name", of=unit))
        factor = parse_number(tidy(reading.value("multiplier", "1", of=unit)) or "1")
        if not name or factor is None or factor <= 0:
            reading.tell("warning", "unit_unreadable", unit, unit=name)
            continue
        found.append(Unit(name, Decimal(canonical_number(factor))))
    if found and reading.value("unitgradingtype", "0") not in ("0", ""):
        reading.tell("info", "unit_not_asked")
    return tuple(sorted(found, key=lambda unit: unit.factor != 1))


def read_matching(reading: Reading, base: Question) -> Question:
    """Raises `NotTaken('pairs_too_few')`."""
    found = []
    for element in reading.element.all("subquestion"):
        left, answer = reading.rich(element), element.first("answer")
        right = _right_side(reading, answer)
        if is_blank(left) and is_blank(right):
            continue
        if is_blank(right):
            reading.tell("warning", "pair_without_right", element)
        found.append(Pair(reading.new_id(), None if is_blank(left) else left, reading.new_id(), right))
    if sum(pair.left is not None for pair in found) < 2 or len({pair.right for pair in found}) < 2:
        raise NotTaken("pairs_too_few")
    pairs = tuple(replace(pair, left_id="") if pair.left is None else pair for pair in found)
    return replace(base, kind="matching", pairs=pairs)


def _right_side(reading: Reading, answer: Element | None) -> RichText:
    """Plain text in Moodle; what holds tags or files is meant as HTML."""
    if answer is None:
        return EMPTY
    source = reading.text(answer)
    if "format" in answer.attributes or answer.first("file") or is_marked_up(source):
        return reading.rich(answer)
    return RichText(decode_entities(source))
