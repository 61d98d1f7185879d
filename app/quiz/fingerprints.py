"""When two questions are the same one: what they ask and what is right, whatever their ids.

A question that is imported again has new ids and may have lost a space or a quotation mark. Points, feedback,
time limits, tags and titles do not make another question of it.
"""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from app.quiz.folding import fold
from app.quiz.model import Choice, Folding, NumericAnswer, Question, RichText, TextAnswer
from app.quiz.plain import same_key

# The text may differ in accents and vowels. What is right may not: `ou` is not `où` where that is asked.
_TEXT: Final = Folding()
_KEY: Final = Folding(case=False, accents=False, arabic=False)


class Prints(NamedTuple):
    """text: equal for questions that ask in the same words; '' where there are none. whole: equal also in
    kind, choices and key. Both are 32 hexadecimal digits."""

    text: str
    whole: str


def prints_of(question: Question) -> Prints:
    text = question.text
    for number, gap in enumerate(question.gaps, 1):
        text = RichText(text.source.replace(f"[[{gap.id}]]", f"[[{number}]]"), text.format)
    loose, exact = fold(same_key(text), _TEXT), fold(same_key(text), _KEY)
    whole = [
        question.kind,
        exact,
        _choices(question.choices, in_order=question.kind == "ordering"),
        _numbers(question.numbers),
        _texts(question.texts),
        sorted([_words(pair.left), _words(pair.right)] for pair in question.pairs),
        [
            [_choices(gap.choices), _numbers(gap.numbers), _texts(gap.texts), gap.several]
            for gap in question.gaps
        ],
        [[unit.name, _number(unit.factor)] for unit in question.units],
    ]
    return Prints(_digest(loose) if loose else "", _digest(json.dumps(whole)))


def _choices(choices: Iterable[Choice], in_order: bool = False) -> list[Any]:
    found = [[_words(choice.text), _weight(choice.weight)] for choice in choices]
    return found if in_order else sorted(found)


def _numbers(numbers: Iterable[NumericAnswer]) -> list[Any]:
    return sorted(
        [_number(n.value), _number(n.tolerance), _number(n.low), _number(n.high), _weight(n.weight)]
        for n in numbers
    )


def _texts(texts: Iterable[TextAnswer]) -> list[Any]:
    return sorted([fold(text.text, _KEY), _weight(text.weight)] for text in texts)


def _words(text: RichText | None) -> str:
    return fold(same_key(text), _KEY) if text is not None else ""


def _number(value: Decimal | None) -> str:
    """1.50 and 1.5 are one number."""
    return "" if value is None else str(value.normalize())


def _weight(weight: float) -> float:
    """Formats write weights with five digits at most."""
    return round(weight, 5) + 0.0  # no negative zero


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
