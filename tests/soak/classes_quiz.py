"""Quizzes made by a seed, how a student answers them, and what an answer is worth by the quiz's own key:
counted here by the rules of docs/ and not by the program.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

from app.quiz.model import Choice, Media, NumericAnswer, Question, Quiz, RichText, TextAnswer
from tests.helpers.pictures import draw_picture

Pairs = list[tuple[str, str]]
KINDS = ("single", "multiple", "true_false", "numeric", "short_text", "ordering")
WORDS = ("Paris", "Lyon", "Rabat", "نعم", "eau")


@dataclass
class Key:
    """What is right. weights: of choices; numbers: (lowest, highest, weight); texts: folded to weight; order:
    of the items."""

    weights: dict[str, float] = field(default_factory=dict)
    numbers: list[tuple[Decimal, Decimal, float]] = field(default_factory=list)
    texts: dict[str, float] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def secret_of(question: str) -> str:
    """A word that nobody may read before the reveal."""
    return f"SECRET-{question}-"


def mark_of(question: str) -> str:
    """A word by which a page tells which question it shows."""
    return f"ASKED-{question}-"


def make_quiz(random: Random, count: int) -> Quiz:
    questions = tuple(
        _make_question(random, f"q{number}x{random.randrange(16**4):04x}") for number in range(count)
    )
    return Quiz(f"{random.randrange(16**8):08x}", "Chaos", questions)


def make_import(random: Random, number: int) -> Quiz:
    """A file for the library: some twenty questions and a picture."""
    quiz = make_quiz(random, 20)
    shown = Question(f"p{number}", "open_text", RichText(f'<img src="media:a.png" alt=""> {number}?', "html"))
    picture = {"a.png": Media("image/png", draw_picture())}
    return Quiz(quiz.id, f"Import {number} {quiz.id}", (*quiz.questions, shown), picture)


def _make_question(random: Random, id: str) -> Question:
    kind = random.choice(KINDS)
    common: dict[str, Any] = {
        "id": id, "kind": kind, "text": RichText(f"{mark_of(id)} ?"), "feedback": RichText(secret_of(id)),
        "points": random.choice((0.5, 1.0, 2.0)), "below_zero": random.random() < 0.2,
        "time_limit": random.choice((None, None, 30)),
    }  # fmt: skip
    if kind == "numeric":
        exact = NumericAnswer(Decimal(random.randrange(3, 7)), Decimal(1))
        return Question(**common, numbers=(exact, NumericAnswer(low=Decimal(0), high=Decimal(5), weight=0.5)))
    if kind == "short_text":
        right, nearly = random.sample(WORDS, 2)
        return Question(**common, texts=(TextAnswer(right), TextAnswer(nearly, 0.5)))
    ids = [f"c{number}" for number in random.sample(range(10), 2 if kind == "true_false" else 4)]
    weights = {"single": (1.0, 0.0, -0.5, 0.25), "true_false": (1.0, 0.0), "ordering": (0.0,) * 4}.get(
        kind, (0.5, 0.5, -0.5, -0.5)
    )
    choices = [
        Choice(choice, RichText(f"choice {choice}"), weight)
        for choice, weight in zip(ids, weights, strict=True)
    ]
    if kind != "ordering":
        random.shuffle(choices)
    return Question(**common, choices=tuple(choices), shuffle=random.random() < 0.3)


def key_of(question: Question) -> Key:
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
    )


def other_key(random: Random, question: Question) -> dict[str, Any]:
    """A correction of the key, as hosts send it."""
    ids = [choice.id for choice in question.choices]
    match question.kind:
        case "numeric":
            return {
                "numbers": [
                    {"value": random.randrange(0, 10), "tolerance": 2},
                    {"low": 0, "high": 9, "weight": 0.25},
                ]
            }
        case "short_text":
            return {
                "texts": [
                    {"text": word, "weight": weight} for word, weight in zip(WORDS, (0.5, 1.0), strict=False)
                ]
            }
        case "ordering":
            return {"order": random.sample(ids, len(ids))}
        case "multiple":
            return {"right": random.sample(ids, random.randrange(1, len(ids)))}
    return {"right": [random.choice(ids)]}


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
        exact = sent["numbers"][0]
        value = Decimal(exact["value"])
        return Key(numbers=[(value - 2, value + 2, 1.0), (Decimal(0), Decimal(9), 0.25)])
    if "texts" in sent:
        return Key(texts={item["text"].casefold(): item["weight"] for item in sent["texts"]})
    return Key(order=sent["order"])


def fill(random: Random, question: Question) -> Pairs:
    """What a student sends; now and then something that is no answer."""
    ids = [choice.id for choice in question.choices]
    match question.kind:
        case "numeric":
            return [("number", random.choice(("0", "2", "4", "5", "7", "12", "x")))]
        case "short_text":
            return [("text", random.choice((*WORDS, " PARIS ", "lyon", "?!", "  ")))]
        case "ordering":
            return [(f"place-{id}", str(place)) for place, id in enumerate(random.sample(ids, len(ids)), 1)]
        case "multiple":
            return [("choice", id) for id in random.sample(ids, random.randrange(0, len(ids) + 1))]
    return [("choice", random.choice(ids))]


def read_fields(question: Question, fields: Pairs) -> dict[str, Any] | None:
    """The answer as a journal keeps it; None for what is no answer."""
    values = [value for _, value in fields]
    match question.kind:
        case "numeric":
            return {"number": values[0], "text": values[0]} if values[0].isdecimal() else None
        case "short_text":
            return {"text": values[0].strip()} if values[0].strip() else None
        case "ordering":
            return {
                "order": [name.removeprefix("place-") for name, _ in sorted(fields, key=lambda pair: pair[1])]
            }
    return {"choices": [choice.id for choice in question.choices if choice.id in values]} if values else None


def credit(question: Question, key: Key, answer: dict[str, Any]) -> float:
    """From -1 to 1."""
    match question.kind:
        case "numeric":
            number = Decimal(answer["number"])
            return max((weight for low, high, weight in key.numbers if low <= number <= high), default=0.0)
        case "short_text":
            return key.texts.get(answer["text"].casefold(), 0.0)
        case "ordering":
            places = [key.order.index(id) for id in answer["order"]]
            turned = sum(first > second for first, second in combinations(places, 2))
            return max(0.0, 1 - 4 * turned / (len(places) * (len(places) - 1)))
    return max(-1.0, min(1.0, sum(key.weights[id] for id in answer["choices"])))


def points(question: Question, credit: float) -> float:
    return question.points * (credit if question.below_zero else max(0.0, credit))
