"""Quizzes made by a seed, with questions of every kind, and questions that a teacher makes up in class. Each
has a tag as its title, because one that is made up gets another id.
"""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from app.quiz.model import Choice, Gap, Media, NumericAnswer, Pair, Question, Quiz, RichText, TextAnswer
from tests.helpers.pictures import draw_picture

KINDS = (
    "single", "multiple", "true_false", "numeric", "short_text", "ordering", "matching", "gaps", "poll",
    "open_text", "slide",
)  # fmt: skip
IN_CLASS = ("single", "multiple", "true_false", "numeric", "short_text", "poll", "open_text")
WORDS = ("Paris", "Lyon", "Rabat", "نعم", "eau")
_WEIGHTS = {
    "single": (1.0, 0.0, -0.5, 0.25), "multiple": (0.5, 0.5, -0.5, -0.5), "true_false": (1.0, 0.0),
    "ordering": (0.0,) * 4, "poll": (0.0,) * 3,
}  # fmt: skip


def secret_of(question: Question) -> str:
    """A word that nobody may read before the reveal."""
    return f"SECRET-{question.title}-"


def mark_of(question: Question) -> str:
    """A word by which a page tells which question it shows."""
    return f"ASKED-{question.title}-"


def make_quiz(random: Random, count: int) -> Quiz:
    questions = tuple(
        _make_question(random, random.choice(KINDS), f"q{number}x{random.randrange(16**4):04x}")
        for number in range(count)
    )
    return Quiz(f"{random.randrange(16**8):08x}", "Chaos", questions)


def make_import(random: Random, number: int) -> Quiz:
    """A file for the library: some twenty questions and a picture."""
    quiz = make_quiz(random, 20)
    shown = Question(f"p{number}", "open_text", RichText(f'<img src="media:a.png" alt=""> {number}?', "html"))
    picture = {"a.png": Media("image/png", draw_picture())}
    return Quiz(quiz.id, f"Import {number} {quiz.id}", (*quiz.questions, shown), picture)


def make_added(random: Random, number: int) -> Question:
    """One that comes to the teacher's mind; now and then without a key, which may come later."""
    kind = random.choice(IN_CLASS)
    question = _make_question(random, kind, f"a{number}x{random.randrange(16**4):04x}")
    if random.random() < 0.7:
        return question
    choices = tuple(replace(choice, weight=0.0) for choice in question.choices)
    return replace(question, choices=choices, numbers=(), texts=())


def _make_question(random: Random, kind: str, id: str) -> Question:
    question = Question(
        id, kind, RichText(""), title=id,
        points=random.choice((0.5, 1.0, 2.0)), below_zero=random.random() < 0.2,
        time_limit=random.choice((None, None, 30)), shuffle=random.random() < 0.3,
    )  # fmt: skip
    words = f"{mark_of(question)} ?"
    own: dict[str, Any] = {}
    if kind == "numeric":
        own["numbers"] = _make_numbers(random)
    elif kind == "short_text":
        own["texts"] = _make_texts(random)
    elif kind == "matching":
        own["pairs"] = _make_pairs(random)
    elif kind == "gaps":
        own["gaps"] = _make_gaps(random)
        words += " ".join(f"[[{gap.id}]]" for gap in own["gaps"])
    elif kind in _WEIGHTS:
        own["choices"] = _make_choices(random, kind)
    return replace(question, text=RichText(words), feedback=RichText(secret_of(question)), **own)


def _make_choices(random: Random, kind: str) -> tuple[Choice, ...]:
    weights = _WEIGHTS[kind]
    choices = [
        Choice(f"c{number}", RichText(f"choice {number}"), weight)
        for number, weight in zip(random.sample(range(10), len(weights)), weights, strict=True)
    ]
    if kind != "ordering":
        random.shuffle(choices)
    return tuple(choices)


def _make_numbers(random: Random) -> tuple[NumericAnswer, ...]:
    exact = NumericAnswer(Decimal(random.randrange(3, 7)), Decimal(1))
    return exact, NumericAnswer(low=Decimal(0), high=Decimal(5), weight=0.5)


def _make_texts(random: Random) -> tuple[TextAnswer, ...]:
    right, nearly = random.sample(WORDS, 2)
    return TextAnswer(right), TextAnswer(nearly, 0.5)


def _make_pairs(random: Random) -> tuple[Pair, ...]:
    """Three to be matched and one that belongs to nobody; two right sides may look the same."""
    lefts, rights = random.sample(range(10), 3), random.sample(range(10), 4)
    words = [f"right {number}" for number in rights]
    if random.random() < 0.3:
        words[1] = words[0]
    sides = [(f"r{number}", RichText(word)) for number, word in zip(rights, words, strict=True)]
    pairs = [
        Pair(f"l{left}", RichText(f"left {left}"), *side) for left, side in zip(lefts, sides, strict=False)
    ]
    return (*pairs, Pair("", None, *sides[3]))


def _make_gaps(random: Random) -> tuple[Gap, ...]:
    """Of all four forms."""
    gaps = [
        Gap("g1", texts=_make_texts(random)),
        Gap("g2", choices=_make_choices(random, "single"), shuffle=True),
        Gap("g3", numbers=_make_numbers(random)),
        Gap("g4", choices=_make_choices(random, "multiple"), several=True),
    ]
    random.shuffle(gaps)
    return tuple(replace(gap, weight=random.choice((1.0, 1.0, 2.0))) for gap in gaps)


def parts_of(question: Question) -> list[Question]:
    """The gaps as questions of their own, each with its gap's id; points: its share."""
    kinds = {True: "multiple", False: "single"}
    return [
        Question(
            gap.id,
            kinds[gap.several] if gap.choices else "numeric" if gap.numbers else "short_text",
            question.text,
            choices=gap.choices,
            numbers=gap.numbers,
            texts=gap.texts,
            points=gap.weight,
        )
        for gap in question.gaps
    ]
