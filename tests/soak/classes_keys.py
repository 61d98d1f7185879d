"""Keys of questions and what an answer is worth by them: counted here by the rules of docs/ and not by the
program.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

from app.quiz.model import Question
from tests.soak.classes_quiz import WORDS, parts_of

RIGHT = 1 - 1e-6  # credit from which an answer is wholly right


@dataclass
class Key:
    """What is right. weights: of choices; numbers: (lowest, highest, weight); texts: folded to weight; order:
    of the items; partners: left side to the words of its right side; gaps: each its own."""

    weights: dict[str, float] = field(default_factory=dict)
    numbers: list[tuple[Decimal, Decimal, float]] = field(default_factory=list)
    texts: dict[str, float] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    partners: dict[str, str] = field(default_factory=dict)
    gaps: dict[str, "Key"] = field(default_factory=dict)


def key_of(question: Question) -> Key:
    """The quiz's own."""
    numbers = [
        (item.value - item.tolerance, item.value + item.tolerance, item.weight)
        if item.value is not None
        else (item.low or Decimal(0), item.high or Decimal(0), item.weight)
        for item in question.numbers
    ]
    return Key(
        {choice.id: choice.weight for choice in question.choices},
        numbers,
        {item.text.casefold(): item.weight for item in question.texts},
        [choice.id for choice in question.choices],
        {pair.left_id: pair.right.source for pair in question.pairs if pair.left is not None},
        {part.id: key_of(part) for part in parts_of(question)},
    )


def can_be_right(question: Question, key: Key) -> bool:
    """Whether anything is right: a question made up in class may have no key yet."""
    if question.kind in ("poll", "open_text", "slide"):
        return False
    if question.kind in ("ordering", "matching", "gaps"):
        return True
    worth = [*key.weights.values(), *key.texts.values(), *(weight for _, _, weight in key.numbers)]
    return any(weight > 0 for weight in worth)


def other_key(random: Random, question: Question) -> dict[str, Any]:
    """A correction of the key, as hosts send it; one that nobody may take where nothing is ever right."""
    ids = [choice.id for choice in question.choices]
    match question.kind:
        case "numeric":
            exact = {"value": random.randrange(0, 10), "tolerance": 2}
            return {"numbers": [exact, {"low": 0, "high": 9, "weight": 0.25}]}
        case "short_text" | "open_text":
            return {"texts": [{"text": WORDS[0], "weight": 0.5}, {"text": WORDS[1], "weight": 1.0}]}
        case "ordering":
            return {"order": random.sample(ids, len(ids))}
        case "multiple":
            return {"right": random.sample(ids, random.randrange(1, len(ids)))}
        case "matching":
            lefts = [pair.left_id for pair in question.pairs if pair.left is not None]
            named = random.sample(lefts, random.randrange(1, len(lefts) + 1))
            return {"pairs": {left: random.choice(question.pairs).right_id for left in named}}
        case "gaps":
            parts = parts_of(question)
            named_parts = random.sample(parts, random.randrange(1, len(parts) + 1))
            return {"gaps": {part.id: other_key(random, part) for part in named_parts}}
    return {"right": [random.choice(ids)] if ids else []}


def corrected(question: Question, sent: dict[str, Any] | None) -> Key:
    """The key after that correction, None for the quiz's own again."""
    key = key_of(question)
    if sent is None:
        return key
    if "right" in sent:
        right, ids = sent["right"], list(key.weights)
        wrong = -1 / (len(ids) - len(right)) if question.kind == "multiple" else 0.0
        return Key({id: 1 / len(right) if id in right else wrong for id in ids})
    if "numbers" in sent:
        value = Decimal(sent["numbers"][0]["value"])
        return Key(numbers=[(value - 2, value + 2, 1.0), (Decimal(0), Decimal(9), 0.25)])
    if "texts" in sent:
        return Key(texts={item["text"].casefold(): item["weight"] for item in sent["texts"]})
    if "pairs" in sent:
        words = {pair.right_id: pair.right.source for pair in question.pairs}
        return Key(partners=key.partners | {left: words[right] for left, right in sent["pairs"].items()})
    if "gaps" in sent:
        changed = {part.id: corrected(part, sent["gaps"].get(part.id)) for part in parts_of(question)}
        return Key(gaps=changed)
    return Key(order=sent["order"])


def credit(question: Question, key: Key, answer: dict[str, Any]) -> float:
    """From -1 to 1."""
    match question.kind:
        case "poll" | "open_text" | "slide":
            return 0.0
        case "numeric":
            return _worth_of_number(key, answer["number"])
        case "short_text":
            return key.texts.get(answer["text"].casefold(), 0.0)
        case "ordering":
            places = [key.order.index(id) for id in answer["order"]]
            turned = sum(first > second for first, second in combinations(places, 2))
            return max(0.0, 1 - 4 * turned / (len(places) * (len(places) - 1)))
        case "matching":
            words = {pair.right_id: pair.right.source for pair in question.pairs}
            found = sum(words[right] == key.partners[left] for left, right in answer["pairs"].items())
            return found / len(key.partners)
        case "gaps":
            return _worth_of_gaps(question, key, answer["filled"])
    return _bound(sum(key.weights[id] for id in answer["choices"]))


def _worth_of_number(key: Key, text: str) -> float:
    number = Decimal(text)
    return max((weight for low, high, weight in key.numbers if low <= number <= high), default=0.0)


def _worth_of_gaps(question: Question, key: Key, filled: dict[str, dict[str, Any]]) -> float:
    """The gaps' credits by their shares; several choices of a gap are never worth less than nothing."""
    parts = parts_of(question)
    found = 0.0
    for part in parts:
        if part.id in filled:
            worth = credit(part, key.gaps[part.id], filled[part.id])
            found += part.points * (max(0.0, worth) if part.kind == "multiple" else worth)
    return _bound(found / sum(part.points for part in parts))


def _bound(worth: float) -> float:
    return max(-1.0, min(1.0, worth))


def points(question: Question, credit: float, bonus: float = 0.0, left: float | None = None) -> float:
    """bonus: share of the points for speed; left: part of the student's time that was left, None without
    a limit."""
    if credit >= RIGHT and left is not None:
        return question.points * (credit + bonus * left)
    return question.points * (credit if question.below_zero else max(0.0, credit))
