"""Questions of every kind: a plain example of each, and strategies for arbitrary ones and for answers."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.quiz.kinds import KINDS
from app.quiz.kinds.base import Answer, Fields
from app.quiz.model import (
    EMPTY,
    TEXT_FORMATS,
    Choice,
    Folding,
    Gap,
    NumericAnswer,
    Pair,
    Question,
    Quiz,
    RichText,
    TextAnswer,
    Unit,
)

KIND_NAMES = tuple(KINDS)
ANSWERABLE = tuple(name for name, kind in KINDS.items() if kind.answerable)
SCORED = tuple(name for name, kind in KINDS.items() if kind.scored)


def rich(source: str) -> RichText:
    return RichText(source)


def _choices(*texts_and_weights: tuple[str, float]) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"c{number}", rich(text), weight, rich(f"About {text}"))
        for number, (text, weight) in enumerate(texts_and_weights, start=1)
    )


def _sample(name: str, text: str, **values: Any) -> Question:
    return Question(
        id=f"q-{name}", kind=name, text=rich(text), title=name, feedback=rich("In general"), **values
    )


_SAMPLES = {
    "single": _sample(
        "single",
        "Capital of Morocco?",
        choices=_choices(("Casablanca", 0.0), ("Rabat", 1.0), ("Fez", -0.5)),
    ),
    "multiple": _sample(
        "multiple",
        "Which are prime?",
        choices=_choices(("2", 0.5), ("3", 0.5), ("4", -0.5), ("6", -0.5)),
    ),
    "true_false": _sample(
        "true_false", "Water boils at 100 °C at sea level.", choices=_choices(("True", 1.0), ("False", 0.0))
    ),
    "numeric": _sample(
        "numeric",
        "Pi?",
        numbers=(
            NumericAnswer(Decimal("3.14"), Decimal("0.01"), weight=1.0, feedback=rich("Well done")),
            NumericAnswer(low=Decimal(3), high=Decimal(4), weight=0.5, feedback=rich("Nearly")),
        ),
        other_feedback=rich("Look it up"),
    ),
    "short_text": _sample(
        "short_text",
        "Capital of France?",
        texts=(
            TextAnswer("Paris", 1.0, rich("Well done")),
            TextAnswer("Pari*", 0.5, rich("Nearly")),
        ),
        other_feedback=rich("Look at the map"),
    ),
    "matching": _sample(
        "matching",
        "Which capital?",
        pairs=(
            Pair("l1", rich("Morocco"), "r4", rich("Rabat")),
            Pair("l2", rich("France"), "r2", rich("Paris")),
            Pair("l3", rich("Spain"), "r3", rich("Madrid")),
            Pair("", None, "r1", rich("Lyon")),
        ),
    ),
    "ordering": _sample(
        "ordering",
        "From small to large",
        choices=tuple(
            Choice(choice_id, rich(text))
            for choice_id, text in [("o3", "ant"), ("o1", "cat"), ("o4", "cow"), ("o2", "whale")]
        ),
    ),
    "gaps": _sample(
        "gaps",
        "[[g1]] lies in [[g2]], has [[g3]] districts and is [[g4]].",
        gaps=(
            Gap("g1", texts=(TextAnswer("Paris"), TextAnswer("Pari*", 0.5))),
            Gap("g2", choices=_choices(("Spain", 0.0), ("France", 1.0)), weight=2.0),
            Gap("g3", numbers=(NumericAnswer(Decimal(20)),)),
            Gap(
                "g4",
                choices=_choices(("large", 0.5), ("old", 0.5), ("small", -1.0)),
                several=True,
                shuffle=True,
            ),
        ),
    ),
    "poll": _sample("poll", "How was it?", choices=_choices(("Good", 0.0), ("Bad", 0.0))),
    "open_text": _sample("open_text", "What is still unclear?"),
    "slide": _sample("slide", "Chapter two"),
}


def sample_question(kind: str, **changes: Any) -> Question:
    """A plain question of `kind` that can be asked, with readable ids (c1, l1, r1, o1, ...)."""
    return replace(_SAMPLES[kind], **changes)


# --- strategies ---

ids = st.text("0123456789abcdef", min_size=8, max_size=8)
words = st.text(st.characters(codec="utf-8"), max_size=30)
visible = words.map(lambda word: f"{word}x")
rich_texts = st.builds(RichText, words, st.sampled_from(TEXT_FORMATS))
weights = st.floats(-1, 1).map(lambda weight: round(weight, 5))
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3)
small = st.integers(0, 5).map(Decimal)


def unique_ids(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(ids, min_size=count, max_size=count, unique=True)


@st.composite
def choice_tuples(draw: Any, least: int, most: int, *, weighed: bool = True) -> tuple[Choice, ...]:
    """Choices with different texts; one of them is right when they are weighed."""
    count = draw(st.integers(least, most))
    drawn = [draw(weights) if weighed else 0.0 for _ in range(count)]
    if weighed:
        drawn[draw(st.integers(0, count - 1))] = 1.0
    return tuple(
        Choice(choice_id, rich(f"{draw(words)} {number}"), weight, draw(rich_texts))
        for number, (choice_id, weight) in enumerate(zip(draw(unique_ids(count)), drawn, strict=True))
    )


@st.composite
def numeric_answers(draw: Any) -> NumericAnswer:
    weight, feedback = draw(weights), draw(rich_texts)
    if draw(st.booleans()):
        return NumericAnswer(draw(decimals), draw(small), weight=weight, feedback=feedback)
    low = draw(decimals)
    return NumericAnswer(low=low, high=low + draw(small), weight=weight, feedback=feedback)


@st.composite
def pair_tuples(draw: Any) -> tuple[Pair, ...]:
    """Two to five pairs, of which some share a right text, and up to two right sides that belong to none."""
    count, extra = draw(st.integers(2, 5)), draw(st.integers(0, 2))
    left_ids, right_ids = draw(unique_ids(count)), draw(unique_ids(count + extra))
    rights = [draw(st.sampled_from(["red", "green", "blue", "black"])) for _ in right_ids]
    rights[:2] = ["red", "green"]
    return tuple(
        Pair(left_id, rich(f"left {left_id}"), right_id, rich(right))
        for left_id, right_id, right in zip(left_ids, right_ids, rights, strict=False)
    ) + tuple(
        Pair("", None, right_id, rich(right))
        for right_id, right in zip(right_ids[count:], rights[count:], strict=True)
    )


text_answers = st.builds(TextAnswer, visible, weights, rich_texts)

units = st.lists(
    st.builds(Unit, st.sampled_from(["m", "cm", "km", "°C"]), st.sampled_from([Decimal(1), Decimal(100)])),
    max_size=2,
).map(tuple)


@st.composite
def gap_tuples(draw: Any) -> tuple[Gap, ...]:
    """One to four gaps of every form."""
    found = []
    for gap_id in draw(unique_ids(draw(st.integers(1, 4)))):
        gap = Gap(
            gap_id,
            weight=draw(st.sampled_from([0.5, 1.0, 3.0])),
            shuffle=draw(st.booleans()),
            folding=draw(st.builds(Folding, st.booleans())),
            other_feedback=draw(rich_texts),
        )
        match draw(st.sampled_from(["choice", "several", "number", "text"])):
            case "choice":
                gap = replace(gap, choices=draw(choice_tuples(2, 4)))
            case "several":
                gap = replace(gap, choices=draw(choice_tuples(2, 4)), several=True)
            case "number":
                gap = replace(gap, numbers=(draw(numeric_answers()), NumericAnswer(Decimal(7))))
            case _:
                gap = replace(gap, texts=(draw(text_answers), TextAnswer("Rabat")))
        found.append(gap)
    return tuple(found)


_PARTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "single": st.fixed_dictionaries({"choices": choice_tuples(2, 6)}),
    "multiple": st.fixed_dictionaries({"choices": choice_tuples(2, 6)}),
    "true_false": st.fixed_dictionaries({"choices": choice_tuples(2, 2)}),
    "numeric": st.fixed_dictionaries(
        {
            "numbers": st.lists(numeric_answers(), max_size=3).map(
                lambda rest: (*rest, NumericAnswer(Decimal("0.5")))
            ),
            "units": units,
        }
    ),
    "short_text": st.fixed_dictionaries(
        {"texts": st.lists(text_answers, max_size=3).map(lambda rest: (*rest, TextAnswer("Paris")))}
    ),
    "matching": st.fixed_dictionaries({"pairs": pair_tuples()}),
    "ordering": st.fixed_dictionaries({"choices": choice_tuples(2, 6, weighed=False)}),
    "poll": st.fixed_dictionaries({"choices": choice_tuples(2, 6, weighed=False)}),
    "gaps": st.fixed_dictionaries({"gaps": gap_tuples()}),
    "open_text": st.just({}),
    "slide": st.just({}),
}


@st.composite
def questions(draw: Any, kind: str) -> Question:
    """Any question of `kind` that can be asked (`check` finds no problem)."""
    parts = draw(_PARTS[kind])
    marks = "".join(f" [[{gap.id}]]" for gap in parts.get("gaps", ()))
    return Question(
        id=draw(ids),
        kind=kind,
        text=rich(draw(visible) + marks),
        title=draw(words),
        folding=draw(st.builds(Folding, st.booleans(), st.booleans(), st.booleans(), st.booleans())),
        feedback=draw(rich_texts),
        other_feedback=draw(rich_texts),
        points=draw(st.sampled_from([0.0, 0.5, 1.0, 10.0])),
        time_limit=draw(st.none() | st.integers(5, 600)),
        shuffle=draw(st.booleans()),
        below_zero=draw(st.booleans()),
        category=tuple(draw(st.lists(words, max_size=2))),
        tags=tuple(draw(st.lists(words, max_size=2))),
        id_number=draw(words),
        line=draw(st.integers(0, 9999)),
        **parts,
    )


any_question = st.sampled_from(KIND_NAMES).flatmap(questions)

quizzes = st.builds(
    Quiz,
    ids,
    words,
    st.lists(any_question, max_size=4).map(tuple),
    language=st.sampled_from(["", "fr", "ar"]),
)

number_texts = st.one_of(
    decimals.map(str),
    decimals.map(lambda number: str(number).replace(".", ",")),
    st.sampled_from(["٣٫١٤", "1 234,5", "-2e-3", "1,5×10^3", "0"]),
)


@st.composite
def forms(draw: Any, question: Question) -> Fields:
    """A form that the question's kind accepts, as a phone sends it."""
    choice_ids = [choice.id for choice in question.choices]
    match question.kind:
        case "single" | "true_false" | "poll":
            return {"choice": [draw(st.sampled_from(choice_ids))]}
        case "multiple":
            return {"choice": draw(st.lists(st.sampled_from(choice_ids), min_size=1, unique=True))}
        case "numeric":
            return {"number": [draw(number_texts)]}
        case "short_text":
            known = [answer.text for answer in question.texts]
            return {"text": [draw(st.sampled_from(known) | visible)]}
        case "open_text":
            return {"text": [draw(visible)]}
        case "matching":
            lefts = [pair.left_id for pair in question.pairs if pair.left is not None]
            rights = [pair.right_id for pair in question.pairs]
            first = draw(st.sampled_from(lefts))
            return {
                f"pair-{left}": [draw(st.sampled_from(rights if left == first else ["", *rights]))]
                for left in lefts
            }
        case "ordering":
            order = draw(st.permutations(choice_ids))
            return {f"place-{item}": [str(place)] for place, item in enumerate(order, start=1)}
        case "gaps":
            return {f"gap-{gap.id}": draw(_gap_values(gap)) for gap in question.gaps}
    raise AssertionError(question.kind)


def _gap_values(gap: Gap) -> st.SearchStrategy[list[str]]:
    """What a form holds for a gap that is filled."""
    if gap.choices:
        most = None if gap.several else 1
        ids = [choice.id for choice in gap.choices]
        return st.lists(st.sampled_from(ids), min_size=1, max_size=most, unique=True)
    if gap.numbers:
        return number_texts.map(lambda text: [text])
    return (st.sampled_from([answer.text for answer in gap.texts]) | visible).map(lambda text: [text])


def answers(question: Question) -> st.SearchStrategy[Answer]:
    """Answers as `parse` makes them."""
    return forms(question).map(lambda fields: KINDS[question.kind].parse(question, fields))


def with_other_key(question: Question, data: Any) -> Question:
    """The same question to a phone, with everything that is right or shown afterwards changed."""
    draw: Callable[[Any], Any] = data.draw
    rights = [(pair.right_id, pair.right) for pair in question.pairs]
    mixed = draw(st.permutations(rights))
    choices = tuple(
        replace(choice, weight=draw(weights), feedback=draw(rich_texts)) for choice in question.choices
    )
    if question.kind == "ordering":
        choices = tuple(draw(st.permutations(choices)))
    return replace(
        question,
        gaps=tuple(_with_other_gap_key(gap, draw) for gap in question.gaps),
        choices=choices,
        numbers=tuple(draw(st.lists(numeric_answers(), max_size=2))),
        texts=tuple(draw(st.lists(text_answers, max_size=2))),
        pairs=tuple(
            replace(pair, right_id=right_id, right=right)
            for pair, (right_id, right) in zip(question.pairs, mixed, strict=True)
        ),
        feedback=draw(rich_texts),
        other_feedback=EMPTY,
    )


def _with_other_gap_key(gap: Gap, draw: Callable[[Any], Any]) -> Gap:
    return replace(
        gap,
        choices=tuple(
            replace(choice, weight=draw(weights), feedback=draw(rich_texts)) for choice in gap.choices
        ),
        numbers=tuple(draw(st.lists(numeric_answers(), min_size=1, max_size=2))) if gap.numbers else (),
        texts=tuple(draw(st.lists(text_answers, max_size=2))) if not gap.choices and not gap.numbers else (),
        other_feedback=EMPTY,
        weight=draw(st.sampled_from([1.0, 2.0])),
    )
