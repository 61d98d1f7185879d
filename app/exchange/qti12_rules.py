"""The rules by which QTI 1.2 gives points: which answers each condition names, and what it is worth."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.exchange.qti_xml import Node
from app.numerals import parse_number
from app.quiz.model import NumericAnswer

_BELOW: Final = frozenset({"vargte", "vargt"})
_ABOVE: Final = frozenset({"varlte", "varlt"})


@dataclass(slots=True)
class Rule:
    """One condition. named: response to the values it wants, in order; unwanted: values under a `not`;
    points: what it adds to the score; feedback: names of what is shown; other: for all other answers."""

    named: dict[str, list[str]] = field(default_factory=dict)
    unwanted: dict[str, list[str]] = field(default_factory=dict)
    ranges: list[NumericAnswer] = field(default_factory=list)
    points: float = 0.0
    feedback: list[str] = field(default_factory=list)
    other: bool = False
    together: bool = False  # all of the named values are wanted at once


def read_rules(item: Node) -> list[Rule]:
    """The rules of an item, in the order of the file."""
    rules = []
    for processing in item.elements("resprocessing"):
        for condition in processing.elements("respcondition"):
            rule = Rule()
            for node in condition.elements("conditionvar"):
                _read_condition(node, rule, wanted=True)
                rule.together = rule.together or len(node.elements("varequal")) > 1
            for node in condition.elements("setvar"):
                sign = {"subtract": -1.0}.get(node.get("action").lower(), 1.0)
                rule.points += sign * _number(node.text())
            rule.feedback = [node.get("linkrefid") for node in condition.elements("displayfeedback")]
            rules.append(rule)
    return rules


def _read_condition(node: Node, rule: Rule, wanted: bool) -> None:
    low: Decimal | None = None
    high: Decimal | None = None
    for child in node.elements():
        name, value = child.name, child.text()
        if name in ("and", "or", "not"):
            rule.together = rule.together or (name == "and" and len(child.elements("varequal")) > 1)
            _read_condition(child, rule, wanted != (name == "not"))
        elif name in ("varequal", "varsubstring", "varinside"):
            side = rule.named if wanted else rule.unwanted
            side.setdefault(child.get("respident"), []).append(value)
        elif name in _BELOW:
            low = parse_number(value)
        elif name in _ABOVE:
            high = parse_number(value)
        elif name in ("other", "unanswered"):
            rule.other = True
    if low is not None and high is not None and low <= high and wanted:
        rule.ranges.append(NumericAnswer(low=low, high=high))


def _number(text: str) -> float:
    number = parse_number(text)
    return float(number) if number is not None else 0.0


def credits_of(rules: list[Rule], response: str, cardinality: str) -> dict[str, float]:
    """The points of each value of a response; a value of an all-or-nothing rule gets its share of them."""
    found: dict[str, float] = {}
    for rule in rules:
        values = rule.named.get(response, [])
        shared = rule.together and cardinality == "multiple"
        for value in values:
            points = rule.points / len(values) if shared else rule.points
            found[value] = found.get(value, 0.0) + points
        if shared and rule.points > 0:
            for value in rule.unwanted.get(response, []):
                found.setdefault(value, 0.0)
    return found
