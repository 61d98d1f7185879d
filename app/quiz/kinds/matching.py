"""Left sides, each to be given its right side. Right sides may repeat and may belong to nothing.

Form: `pair-<left id>=<right id>`, '' where a left side is left open.
Answer: `{"pairs": {left id: right id}}`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from app.errors import Refused
from app.quiz.kinds.base import (
    Answer,
    Bar,
    Fields,
    Kind,
    Problem,
    PublicChoice,
    PublicQuestion,
    Render,
    Shuffle,
    Solution,
)
from app.quiz.kinds.checks import check_text
from app.quiz.kinds.forms import one_value
from app.quiz.kinds.keys import only_entry, read_mapping, refuse_key
from app.quiz.model import Pair, Question, RichText
from app.quiz.plain import is_blank, readable, same_key

FIELD: Final = "pair-"


def left_sides(question: Question) -> dict[str, tuple[RichText, str]]:
    """Left id to left text and the id of the right side that stands for its own, in the written order."""
    stands = shown_rights(question.pairs)
    return {
        pair.left_id: (pair.left, stands[pair.right_id]) for pair in question.pairs if pair.left is not None
    }


@lru_cache(maxsize=256)  # asked for with every answer of a class
def shown_rights(pairs: tuple[Pair, ...]) -> Mapping[str, str]:
    """Each right id to the one id that stands for all right sides that look the same.

    It is the smallest of their ids: nothing here may depend on which pair a right side belongs to.
    """
    stands: dict[str, str] = {}
    same: dict[str, str] = {}
    for right_id, text in sorted(right_texts(pairs).items(), key=lambda item: item[0]):
        stands[right_id] = same.setdefault(same_key(text), right_id)
    return stands


def right_texts(pairs: tuple[Pair, ...]) -> dict[str, RichText]:
    return {pair.right_id: pair.right for pair in pairs}


class Matching(Kind):
    """Credit is the fraction of left sides with their right side; a wrong pair costs nothing.
    Right sides that look the same are interchangeable."""

    name = "matching"

    def check(self, question: Question) -> list[Problem]:
        """A blank side is `empty_choice`, the same left side twice is `duplicate_choice`, each with the
        `number` of the pair."""
        problems = check_text(question)
        if len(left_sides(question)) < 2 or len(set(shown_rights(question.pairs).values())) < 2:
            problems.append(Problem("too_few_pairs"))
        seen: set[str] = set()
        for number, pair in enumerate(question.pairs, start=1):
            if is_blank(pair.right) or (pair.left is not None and is_blank(pair.left)):
                problems.append(Problem("empty_choice", {"number": number}))
            elif pair.left is not None:
                key = same_key(pair.left)
                if key in seen:
                    problems.append(Problem("duplicate_choice", {"number": number}))
                seen.add(key)
        return problems

    def parse(self, question: Question, fields: Fields) -> Answer:
        lefts = left_sides(question)
        stands = shown_rights(question.pairs)
        pairs = {}
        for left_id in lefts:
            right_id = one_value(fields, FIELD + left_id)
            if right_id:
                if right_id not in stands:
                    raise Refused("answer_impossible")
                pairs[left_id] = stands[right_id]
        if any(name.startswith(FIELD) and name.removeprefix(FIELD) not in lefts for name in fields):
            raise Refused("answer_impossible")
        if not pairs:
            raise Refused("answer_empty")
        return {"pairs": pairs}

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        return [(FIELD + left_id, right_id) for left_id, right_id in answer["pairs"].items()]

    def right_lefts(self, question: Question, answer: Answer) -> list[str]:
        """The left sides that were given their right side."""
        stands = shown_rights(question.pairs)
        pairs = answer["pairs"]
        return [
            left_id
            for left_id, (_, own) in left_sides(question).items()
            if left_id in pairs and stands.get(pairs[left_id]) == own
        ]

    def score(self, question: Question, answer: Answer) -> float:
        lefts = left_sides(question)
        return len(self.right_lefts(question, answer)) / len(lefts) if lefts else 0.0

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """One bar for each left side, in the written order: how many gave it its right side."""
        counts = Counter(left_id for answer in answers for left_id in self.right_lefts(question, answer))
        return [Bar(left_id, counts[left_id], right=1.0) for left_id in left_sides(question)]

    def public(self, question: Question, render: Render, shuffle: Shuffle) -> PublicQuestion:
        texts = right_texts(question.pairs)
        rights = shuffle(sorted(set(shown_rights(question.pairs).values())))
        return replace(
            super().public(question, render, shuffle),
            lefts=tuple(
                PublicChoice(left_id, render(left)) for left_id, (left, _) in left_sides(question).items()
            ),
            rights=tuple(PublicChoice(right_id, render(texts[right_id])) for right_id in rights),
        )

    def solution(self, question: Question, render: Render) -> Solution:
        """pairs: left id to the right id that `public` shows."""
        pairs = {left_id: own for left_id, (_, own) in left_sides(question).items()}
        return replace(super().solution(question, render), pairs=pairs)

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """key: `{"pairs": {left id: right id}}`; a left side not named keeps its own. Right sides that lose
        their left side stay on offer, so that the question looks the same."""
        texts = right_texts(question.pairs)
        own = {pair.left_id: pair.right_id for pair in question.pairs if pair.left is not None}
        named = read_mapping(only_entry(key, "pairs")[1])
        if not named or not named.keys() <= own.keys():
            refuse_key()
        if not all(isinstance(right_id, str) and right_id in texts for right_id in named.values()):
            refuse_key()
        own |= named
        pairs = [
            replace(pair, right_id=own[pair.left_id], right=texts[own[pair.left_id]])
            for pair in question.pairs
            if pair.left is not None
        ]
        used = set(own.values())
        unused = [Pair("", None, right_id, text) for right_id, text in texts.items() if right_id not in used]
        return replace(question, pairs=tuple(pairs + unused))

    def describe(self, question: Question, answer: Answer) -> str:
        texts = right_texts(question.pairs)
        return "; ".join(
            f"{readable(left) or left_id} → {_right_words(texts, answer['pairs'][left_id])}"
            for left_id, (left, _) in left_sides(question).items()
            if left_id in answer["pairs"]
        )


def _right_words(texts: dict[str, RichText], right_id: str) -> str:
    return readable(texts[right_id]) or right_id
