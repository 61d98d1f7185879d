"""Moodle's answers that are chosen or put in order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.exchange.gift_choices import FALSE_WORDS, TRUE_WORDS
from app.exchange.moodle_xml_reading import NotTaken, Reading, tidy
from app.exchange.xml_tree import Element
from app.quiz.model import Choice, Question, RichText
from app.quiz.plain import is_blank

Change = Callable[[RichText, Element], RichText]
_ALL_ITEMS: Final = frozenset({"", "0", "all"})


def read_weight(reading: Reading, answer: Element, default: float = 0.0) -> float:
    """The credit of an answer as a fraction from -1 to 1."""
    source = answer.attributes.get("fraction", "").strip().rstrip("%").strip()
    if not source:
        return default
    try:
        percent = float(source.replace(",", "."))
    except ValueError:
        percent = float("nan")
    if percent != percent:
        reading.tell("warning", "fraction_unreadable", answer, fraction=source)
        return default
    if abs(percent) > 100.001:
        reading.tell("warning", "weight_too_large", answer, weight=source)
    return round(max(-100.0, min(100.0, percent)) / 100, 7)


def read_multichoice(reading: Reading, base: Question) -> Question:
    choices = read_choices(reading)
    single = reading.is_set("single", True)
    return as_choices(reading, base, choices, single)


def read_choices(reading: Reading, change: Change = lambda text, answer: text) -> tuple[Choice, ...]:
    """The answers that show something, with their credit, texts and feedback changed by `change`."""
    choices = []
    for answer in reading.answers():
        text, weight = change(reading.rich(answer), answer), read_weight(reading, answer)
        if is_blank(text):
            reading.tell("warning" if weight > 0 else "info", "choice_empty", answer)
            continue
        feedback = change(reading.rich(answer.first("feedback")), answer)
        choices.append(Choice(reading.new_id(), text, weight, feedback))
    return tuple(choices)


def as_choices(reading: Reading, base: Question, choices: tuple[Choice, ...], single: bool) -> Question:
    """A question of the kind that the choices make. Raises `NotTaken('choices_too_few')`."""
    if len(choices) < 2:
        raise NotTaken("choices_too_few")
    positive = [choice.weight for choice in choices if choice.weight > 0]
    if not positive:
        reading.tell("warning", "nothing_right")
        none_right = tuple(replace(choice, weight=0.0) for choice in choices)
        return replace(base, kind="poll", choices=none_right)
    best = max(positive) if single else sum(positive)
    if abs(best - 1) > 0.011:
        reading.tell("warning", "weights_sum", percent=f"{best * 100:.5g}")
    return replace(base, kind="single" if single else "multiple", choices=choices)


def read_flagged_choices(reading: Reading, base: Question) -> Question:
    """Types in which each answer is right or wrong, without fractions: right ones share the credit."""
    found: list[tuple[Choice, bool]] = []
    for answer in reading.answers():
        text = reading.rich(answer)
        right = (
            reading.is_set("correctanswer", False, answer)
            if answer.first("correctanswer")
            else read_weight(reading, answer) > 0
        )
        if is_blank(text):
            reading.tell("warning" if right else "info", "choice_empty", answer)
            continue
        choice = Choice(reading.new_id(), text, 0.0, reading.rich(answer.first("feedback")))
        found.append((choice, right))
    number = sum(right for _, right in found)
    wrong = len(found) - number
    choices = tuple(
        replace(choice, weight=round((1 / number) if right else -1 / wrong, 7)) if number else choice
        for choice, right in found
    )
    reading.tell("info", "credit_shared")
    return as_choices(reading, base, choices, single=False)


def read_true_false(reading: Reading, base: Question) -> Question:
    """Right is what has 100 %. Words of another language: the first is true."""
    answers = reading.answers()
    shown: dict[bool, RichText] = {}
    weights: dict[bool, float] = {}
    for number, answer in enumerate(answers):
        word = tidy(reading.text(answer)).casefold()
        if word in TRUE_WORDS | FALSE_WORDS:
            value = word in TRUE_WORDS
        else:
            value = number == 0
            if word:
                reading.tell("info", "true_false_order", answer)
        if value not in weights:
            weights[value] = read_weight(reading, answer)
            shown[value] = reading.rich(answer.first("feedback"))
    if not any(weight > 0 for weight in weights.values()):
        # Without an answer that gives points, one that gives none is still the wrong one of two.
        reading.tell("warning", "nothing_right")
        return replace(base, kind="poll", choices=_both(reading, {}, shown))
    right = weights.get(True, 0.0) >= weights.get(False, 0.0)
    if sum(weight > 0 for weight in weights.values()) > 1 or len(answers) != 2:
        reading.tell("warning", "true_false_doubtful")
    return replace(base, kind="true_false", choices=_both(reading, {right: 1.0}, shown), shuffle=False)


def _both(reading: Reading, weights: dict[bool, float], shown: dict[bool, RichText]) -> tuple[Choice, ...]:
    empty = RichText("", reading.format)
    return tuple(
        Choice(reading.new_id(), RichText(name), weights.get(value, 0.0), shown.get(value, empty))
        for name, value in (("True", True), ("False", False))
    )


def read_ordering(reading: Reading, base: Question) -> Question:
    items = []
    for answer in reading.answers():
        text = reading.rich(answer)
        if is_blank(text):
            reading.tell("info", "choice_empty", answer)
        else:
            items.append(Choice(reading.new_id(), text))
    if len(items) < 2:
        raise NotTaken("items_too_few")
    shown = reading.value("selectcount") or reading.value("studentsee")
    if reading.value("selecttype").casefold() not in _ALL_ITEMS and shown[:9].isdecimal():
        number = int(shown[:9])
        if 0 < number < len(items):
            reading.tell("warning", "ordering_subset", number=number, items=len(items))
    return replace(base, kind="ordering", choices=tuple(items), shuffle=False)
