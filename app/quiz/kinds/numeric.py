"""A number, compared exactly with accepted values and ranges.

Form: `number=<text>`. Answer: `{"number": "3.14", "text": "3,14"}`, the canonical number and what was typed.
Where the question has units, one of them may stand behind the number; the number is then in the first unit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize

from app.errors import Refused
from app.numerals import MAX_LENGTH, canonical_number, parse_number
from app.quiz.kinds.base import (
    Answer,
    Bar,
    Fields,
    Kind,
    Problem,
    PublicQuestion,
    Render,
    Shuffle,
    Solution,
)
from app.quiz.kinds.checks import check_text
from app.quiz.kinds.credit import bound_credit, show_percent
from app.quiz.kinds.forms import one_text
from app.quiz.kinds.keys import only_entry, read_entries, read_number, read_weight, refuse_key
from app.quiz.model import EMPTY, NumericAnswer, Question, RichText, Unit

# Exact for all numbers that can be typed (powers within ±300, 60 digits); no work without bound for others.
_EXACT: Final = Context(prec=800, traps=[])
_UNITS: Final = Context(prec=30, traps=[])


def accepts(accepted: NumericAnswer, number: Decimal) -> bool:
    """Whether `number` lies within tolerance or range, both ends included."""
    if accepted.value is not None:
        return _EXACT.subtract(number, accepted.value).copy_abs() <= accepted.tolerance.copy_abs()
    if accepted.low is None or accepted.high is None:
        return False
    return accepted.low <= number <= accepted.high


def show_accepted(accepted: NumericAnswer) -> str:
    """'3.14', '3.14 ± 0.01' or '1 – 5', the same in every language."""
    if accepted.value is None:
        ends = (accepted.low or Decimal(0), accepted.high or Decimal(0))
        return " – ".join(map(canonical_number, ends))
    shown = canonical_number(accepted.value)
    return f"{shown} ± {canonical_number(accepted.tolerance)}" if accepted.tolerance else shown


def read_answer(text: str, units: tuple[Unit, ...]) -> Decimal | None:
    """The number that was typed, in the first unit; None for what is none. A unit may differ in case
    where no other unit is meant by that."""
    number = parse_number(text)
    if number is not None or not units:
        return number
    folded = normalize("NFKC", text).strip()
    for names in _unit_names(units):
        for name, factor in names:
            for rest in (folded.removesuffix(name), folded.removeprefix(name)):
                number = parse_number(rest) if rest != folded else None
                if number is not None:
                    return number if factor == 1 else _UNITS.divide(number, factor)
        folded = folded.casefold()
    return None


@lru_cache(maxsize=256)
def _unit_names(units: tuple[Unit, ...]) -> tuple[tuple[tuple[str, Decimal], ...], ...]:
    """Names and factors, the longest first: as written, then without regard to case."""
    names = [(normalize("NFKC", unit.name).strip(), unit.factor) for unit in units if unit.factor > 0]
    folded: dict[str, Decimal] = {}
    for name, factor in names:
        key = name.casefold()
        folded[key] = factor if folded.get(key, factor) == factor else Decimal(0)
    clear = [(name, factor) for name, factor in folded.items() if factor]
    return tuple(
        tuple(sorted((item for item in group if item[0]), key=lambda item: -len(item[0])))
        for group in (names, clear)
    )


class Numeric(Kind):
    """Credit is the highest weight among the accepted numbers that match; 0 when none does."""

    name = "numeric"

    def check(self, question: Question) -> list[Problem]:
        """Also `empty_range` (with its `number`, from 1) where no number can lie."""
        problems = check_text(question)
        if not self.has_key(question):
            problems.append(Problem("no_right_answer"))
        for number, accepted in enumerate(question.numbers, start=1):
            low, high = accepted.low, accepted.high
            if accepted.value is None and (low is None or high is None or low > high):
                problems.append(Problem("empty_range", {"number": number}))
        return problems

    def has_key(self, question: Question) -> bool:
        return any(accepted.weight > 0 for accepted in question.numbers)

    def parse(self, question: Question, fields: Fields) -> Answer:
        text = one_text(fields, "number", MAX_LENGTH)
        number = read_answer(text, question.units)
        if number is None:
            raise Refused("answer_not_a_number")
        return {"number": canonical_number(number), "text": text}

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        return [("number", answer["text"])]

    def find(self, question: Question, answer: Answer) -> NumericAnswer | None:
        """The first accepted number with the highest weight among those that match."""
        number = Decimal(answer["number"])
        found = [accepted for accepted in question.numbers if accepts(accepted, number)]
        return max(found, key=lambda accepted: accepted.weight, default=None)

    def score(self, question: Question, answer: Answer) -> float:
        found = self.find(question, answer)
        return bound_credit(found.weight) if found else 0.0

    def feedback(self, question: Question, answer: Answer) -> list[RichText]:
        found = self.find(question, answer)
        shown = found.feedback if found else question.other_feedback
        return [shown] if shown else []

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """One bar for each number given, from the smallest up."""
        counts, scored = Counter(answer["number"] for answer in answers), self.is_scored(question)
        return [
            Bar(number, counts[number], number, self.score(question, {"number": number}) if scored else None)
            for number in sorted(counts, key=Decimal)
        ]

    def public(self, question: Question, render: Render, shuffle: Shuffle) -> PublicQuestion:
        unit = question.units[0].name if question.units else ""
        return replace(super().public(question, render, shuffle), unit=unit)

    def solution(self, question: Question, render: Render) -> Solution:
        """accepted: numbers worth something, the best first, a part of the credit as percent."""
        numbers = sorted(
            (item for item in question.numbers if item.weight > 0), key=lambda item: -item.weight
        )
        shown = (show_percent(show_accepted(item), item.weight) for item in numbers if item.weight > 0)
        return replace(super().solution(question, render), accepted=tuple(dict.fromkeys(shown)))

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """key: `{"numbers": [{"value", "tolerance" (0), "weight" (1)} or {"low", "high", "weight" (1)}]}`,
        numbers as JSON numbers or text. Feedback of entries that stay is kept."""
        kept = {show_accepted(item): item.feedback for item in question.numbers}
        numbers = [_read_entry(entry) for entry in read_entries(only_entry(key, "numbers")[1])]
        if not any(item.weight > 0 for item in numbers):
            refuse_key()
        return replace(
            question,
            numbers=tuple(replace(item, feedback=kept.get(show_accepted(item), EMPTY)) for item in numbers),
        )

    def describe(self, question: Question, answer: Answer) -> str:
        return str(answer["text"])


def _read_entry(entry: dict[str, Any]) -> NumericAnswer:
    weight = read_weight(entry.pop("weight", 1.0))
    if "value" in entry:
        value, tolerance = read_number(entry.pop("value")), read_number(entry.pop("tolerance", 0))
        return refuse_key() if entry or tolerance < 0 else NumericAnswer(value, tolerance, weight=weight)
    if entry.keys() != {"low", "high"}:
        refuse_key()
    low, high = read_number(entry["low"]), read_number(entry["high"])
    return NumericAnswer(low=low, high=high, weight=weight) if low <= high else refuse_key()
