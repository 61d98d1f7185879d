"""Questions that differ only in what is right: the same words, ids and lengths, one of two keys."""

from dataclasses import replace
from decimal import Decimal

from app.quiz.model import Gap, NumericAnswer, Question, TextAnswer
from tests.helpers.questions import rich, sample_question

MARKS = ("quince", "medlar")  # words of the first key and of the second, and of nothing else
NUMBERS = ("271828", "161803")
SECRETS = (*MARKS, *NUMBERS)

# An answer to each kind that is in neither key.
NEITHER = {
    "single": [("choice", "c3")],
    "multiple": [("choice", "c2"), ("choice", "c3")],
    "true_false": [("choice", "c2")],
    "poll": [("choice", "c1")],
    "numeric": [("number", "77")],
    "short_text": [("text", "Toulouse")],
    "open_text": [("text", "my own words")],
    "matching": [("pair-l1", "r2"), ("pair-l2", "r3"), ("pair-l3", "r1")],
    "gaps": [("gap-g1", "Toulouse"), ("gap-g2", "c1"), ("gap-g3", "77"), ("gap-g4", "c3")],
    "ordering": [("place-o1", "2"), ("place-o2", "1"), ("place-o3", "4"), ("place-o4", "3")],
}


def with_key(kind: str, first: bool) -> Question:
    """The sample question of a kind with one of two keys; words of the key bear its mark."""
    mark, number = MARKS[not first], NUMBERS[not first]
    question = sample_question(kind)
    choices = _turned(question.choices, first)
    if kind == "ordering" and not first:
        choices = choices[::-1]
    rights = [(pair.right_id, pair.right) for pair in question.pairs]
    if not first:
        rights = rights[1:] + rights[:1]
    return replace(
        question,
        choices=tuple(
            replace(choice, feedback=rich(f"{mark} about {choice.id}")) if kind != "ordering" else choice
            for choice in choices
        ),
        numbers=(NumericAnswer(Decimal(number), feedback=rich(f"{mark} number")),),
        texts=(TextAnswer(f"{mark}ville", 1.0, rich(f"{mark} text")),),
        pairs=tuple(
            replace(pair, right_id=right_id, right=right)
            for pair, (right_id, right) in zip(question.pairs, rights, strict=True)
        ),
        gaps=tuple(_gap_with_key(gap, mark, number, first) for gap in question.gaps),
        feedback=rich(f"{mark} in general"),
        other_feedback=rich(f"{mark} otherwise"),
        points=3.0,
    )


def _turned(choices, first):
    """The same choices; the second key gives each one the weight of the next."""
    weights = [choice.weight for choice in choices]
    if not first:
        weights = weights[1:] + weights[:1]
    return tuple(replace(one, weight=weight) for one, weight in zip(choices, weights, strict=True))


def _gap_with_key(gap: Gap, mark: str, number: str, first: bool) -> Gap:
    return replace(
        gap,
        choices=tuple(
            replace(choice, feedback=rich(f"{mark} about {choice.id}"))
            for choice in _turned(gap.choices, first)
        ),
        numbers=(NumericAnswer(Decimal(number)),) if gap.numbers else (),
        texts=(TextAnswer(f"{mark}ville"),) if gap.texts else (),
        other_feedback=rich(f"{mark} otherwise"),
    )
