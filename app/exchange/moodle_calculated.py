"""Moodle's calculated questions: the first row of their numbers is put in, for all students alike."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.exchange.moodle_formula import FormulaError, work_out
from app.exchange.moodle_xml_choices import as_choices, read_choices, read_weight
from app.exchange.moodle_xml_reading import NotTaken, Reading, tidy
from app.exchange.moodle_xml_values import check_best, read_units
from app.exchange.xml_tree import Element
from app.numerals import canonical_number, parse_number
from app.quiz.model import NumericAnswer, Question, RichText

_NAME: Final = re.compile(r"\{([A-Za-z][^{}<>&\n]{0,99})\}")
_FORMULA: Final = re.compile(r"\{=((?:[^{}]|\{[^{}<>\n]{1,100}\}){1,2000})\}")
RELATIVE, GEOMETRIC = "1", "3"
SIGNIFICANT = "2"


def read_values(reading: Reading) -> dict[str, float]:
    """Name to number: the first listed, else the middle of the range. Raises
    `NotTaken('dataset_missing')`."""
    around = reading.element.first("dataset_definitions")
    values: dict[str, float] = {}
    for definition in around.all("dataset_definition") if around else ():
        name = tidy(reading.value("name", of=definition))
        number = _first_item(reading, definition)
        if number is None:
            low = parse_number(tidy(reading.value("minimum", of=definition)))
            high = parse_number(tidy(reading.value("maximum", of=definition)))
            if low is None or high is None:
                raise NotTaken("dataset_missing", name=name)
            decimals = tidy(reading.value("decimals", "1", of=definition))
            number = round((low + high) / 2, int(decimals) if decimals in list("0123456789") else 1)
            reading.tell("warning", "dataset_made_up", name=name, value=canonical_number(number))
        values[name] = float(number)
    if not values:
        raise NotTaken("dataset_missing", name="")
    return values


def _first_item(reading: Reading, definition: Element) -> Decimal | None:
    around = definition.first("dataset_items")
    items = around.all("dataset_item") if around else []
    numbered = sorted(items, key=lambda item: _place(reading.value("number", of=item)))
    return parse_number(tidy(reading.value("value", of=numbered[0]))) if numbered else None


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 10**9


def shown(value: float, places: str, significant: bool) -> str:
    """A number with so many decimals or significant figures, in Moodle's manner."""
    digits = int(places) if places.isdecimal() and len(places) < 3 else 2
    digits = min(digits, 15)
    if significant:
        return canonical_number(Decimal(f"{value:.{max(digits, 1) - 1}e}"))
    return f"{Decimal(repr(value)):.{digits}f}" if abs(value) < 1e300 else canonical_number(Decimal(value))


def fill_in(reading: Reading, text: RichText, values: dict[str, float], answer: Element | None) -> RichText:
    """A text with its names and formulas as numbers."""

    def formula(match: re.Match[str]) -> str:
        try:
            value = work_out(match[1], values)
        except FormulaError:
            reading.tell("error", "formula_not_worked_out", answer, formula=match[1])
            return match[0]
        if answer is None:
            return canonical_number(Decimal(f"{value:.10g}"))
        return shown(value, *_answer_format(reading, answer))

    def name(match: re.Match[str]) -> str:
        return canonical_number(Decimal(repr(values[match[1]]))) if match[1] in values else match[0]

    if "{" not in text.source:
        return text
    return replace(text, source=_NAME.sub(name, _FORMULA.sub(formula, text.source)))


def _answer_format(reading: Reading, answer: Element) -> tuple[str, bool]:
    places = tidy(reading.value("correctanswerlength", "2", of=answer))
    return places, tidy(reading.value("correctanswerformat", "1", of=answer)) == SIGNIFICANT


def _filled(reading: Reading, base: Question, values: dict[str, float]) -> Question:
    """The question with its numbers. What is drawn anew for each student in Moodle is told."""
    reading.tell("warning", "calculated_once")
    return replace(
        base,
        text=fill_in(reading, base.text, values, None),
        feedback=fill_in(reading, base.feedback, values, None),
    )


def read_calculated(reading: Reading, base: Question) -> Question:
    """Raises `NotTaken` with `dataset_missing`, `formula_not_worked_out` or `answers_none`."""
    values = read_values(reading)
    found = []
    for answer in reading.answers():
        formula = tidy(reading.text(answer))
        if formula == "*":
            continue
        try:
            exact = work_out(formula.removeprefix("=").replace("{=", "("), values)
        except FormulaError as error:
            raise NotTaken("formula_not_worked_out", formula=formula) from error
        feedback = fill_in(reading, reading.rich(answer.first("feedback")), values, answer)
        found.append(_accepted(reading, answer, exact, replace(NumericAnswer(), feedback=feedback)))
    if not found:
        raise NotTaken("answers_none")
    check_best(reading, [item.weight for item in found])
    units = read_units(reading)
    return replace(
        _filled(reading, base, values), kind="numeric", numbers=tuple(found), units=units, shuffle=False
    )


def _accepted(reading: Reading, answer: Element, exact: float, item: NumericAnswer) -> NumericAnswer:
    """The number as Moodle would show it, with a tolerance that lets its rounding in."""
    text = tidy(reading.value("tolerance", "0", of=answer)) or "0"
    tolerance = parse_number(text)
    if tolerance is None:
        reading.tell("warning", "tolerance_ignored", answer, value=text)
        tolerance = Decimal(0)
    tolerance = abs(tolerance)
    value = Decimal(shown(exact, *_answer_format(reading, answer)))
    whole = Decimal(repr(exact))
    kind = tidy(reading.value("tolerancetype", RELATIVE, of=answer))
    weight = read_weight(reading, answer)
    if kind == GEOMETRIC and value:
        ends = sorted((value / (1 + tolerance), value * (1 + tolerance)))
        return replace(item, low=_short(ends[0]), high=_short(ends[1]), weight=weight)
    allowed = tolerance if kind not in (RELATIVE, GEOMETRIC) else abs(whole) * tolerance
    allowed = max(_short(allowed), _short(abs(whole - value)))
    return replace(item, value=value, tolerance=allowed, weight=weight)


def _short(value: Decimal) -> Decimal:
    return Decimal(canonical_number(Decimal(f"{value:.12g}")))


def read_calculated_choices(reading: Reading, base: Question) -> Question:
    values = read_values(reading)
    choices = read_choices(reading, lambda text, answer: fill_in(reading, text, values, answer))
    single = reading.is_set("single", True)
    return as_choices(reading, _filled(reading, base, values), choices, single)
