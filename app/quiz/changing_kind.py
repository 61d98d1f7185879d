"""A question as one of another kind: what the new kind can use is kept, the rest of the fields too.

Nothing is thrown away that the old kind needs, so that changing back gives the question as it was.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.numerals import canonical_number, parse_number
from app.quiz.blank import TRUTH, blank_question
from app.quiz.kinds import find_kind
from app.quiz.model import Choice, NewId, NumericAnswer, Question, TextAnswer, new_id

_CHOOSING: Final = ("single", "multiple", "poll", "ordering", "true_false")


def change_kind(
    question: Question, kind: str, truth: Sequence[str] = TRUTH, make_id: NewId = new_id
) -> Question:
    """truth: words for true and false, see `blank_question`."""
    if kind == question.kind:
        return question
    before = question
    blank = blank_question(kind, truth, make_id)
    question = replace(question, kind=kind)
    if kind == "true_false":
        question = replace(question, choices=_truth(before, blank.choices))
    elif kind in _CHOOSING and not question.choices:
        question = replace(question, choices=blank.choices)
    if kind in ("single", "multiple"):
        question = _weigh(before, question)
    if kind == "numeric" and not question.numbers:
        question = replace(question, numbers=_numbers(question.texts))
    if kind == "short_text" and not any(item.text for item in question.texts):
        question = replace(question, texts=_texts(question.numbers) or blank.texts)
    if kind == "matching" and not question.pairs:
        question = replace(question, pairs=blank.pairs)
    scored = find_kind(kind).scored
    if find_kind(before.kind).scored != scored:
        question = replace(question, points=1.0 if scored else 0.0)
    return question


def _truth(before: Question, blank: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Two choices stay as they are (and exactly one stays right); others become true and false."""
    if len(before.choices) != 2:
        return blank
    weights = [1.0 if choice.weight > 0 else 0.0 for choice in before.choices]
    if sum(weights) != 1:
        weights = [0.0, 0.0]
    words = [choice if choice.text else other for choice, other in zip(before.choices, blank, strict=True)]
    return tuple(replace(choice, weight=weight) for choice, weight in zip(words, weights, strict=True))


def _weigh(before: Question, question: Question) -> Question:
    """The same choices right by the new kind's own rule: those above 0, for single the best of them."""
    if before.kind not in ("single", "multiple", "true_false"):
        return question
    right = [choice.id for choice in question.choices if choice.weight > 0]
    if question.kind == "single":
        best = max((choice.weight for choice in question.choices), default=0.0)
        right = [choice.id for choice in question.choices if choice.weight == best > 0][:1]
    if not right:
        return replace(question, choices=tuple(replace(c, weight=0.0) for c in question.choices))
    return find_kind(question.kind).correct(question, {"right": right})


def _numbers(texts: Sequence[TextAnswer]) -> tuple[NumericAnswer, ...]:
    read = ((parse_number(item.text), item) for item in texts)
    return tuple(
        NumericAnswer(number, weight=item.weight, feedback=item.feedback)
        for number, item in read
        if number is not None
    ) or (NumericAnswer(),)


def _texts(numbers: Sequence[NumericAnswer]) -> tuple[TextAnswer, ...]:
    return tuple(
        TextAnswer(canonical_number(item.value), item.weight, item.feedback)
        for item in numbers
        if item.value is not None
    )
