"""A question that a teacher makes up in class: what of it is taken, and within which bounds.

It may be spoken, so its text and its choices may be empty; and its key may come later by a correction.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from app.errors import Refused, Trouble
from app.numerals import MAX_EXPONENT, MAX_LENGTH
from app.quiz.codec import question_from_json
from app.quiz.kinds import find_kind
from app.quiz.model import TEXT_FORMATS, Question, RichText

KINDS_IN_CLASS: Final = ("single", "multiple", "true_false", "numeric", "short_text", "poll", "open_text")
MAY_BE_OPEN: Final = frozenset({"no_text", "no_right_answer", "empty_choice"})
MAX_PARTS: Final = 20  # choices, accepted numbers, accepted texts, units
MAX_WORDS: Final = 4_000  # characters of each text
MAX_POINTS: Final = 1_000.0
MAX_SECONDS: Final = 14_400
_MAX_ID: Final = 64  # characters


def make_question(data: dict[str, Any], question_id: str) -> Question:
    """The question that `quiz.codec` wrote, under this id instead of its own.

    Raises `Refused`: `command_arguments` where it cannot be read or is out of bounds, `question_impossible`
    where nobody could answer it (fewer than two choices, the same choice twice, an empty range).
    """
    try:
        question = question_from_json({"text": "", **data, "id": question_id})
    except Trouble as error:
        raise _unreadable() from error
    if question.kind not in KINDS_IN_CLASS or not _is_bounded(question):
        raise _unreadable()
    if any(problem.code not in MAY_BE_OPEN for problem in find_kind(question.kind).check(question)):
        raise Refused("question_impossible")
    return replace(question, category=(), tags=(), id_number="", line=0)


def _unreadable() -> Refused:
    return Refused("command_arguments", command="add_question", argument="question")


def _is_bounded(question: Question) -> bool:
    ids = [choice.id for choice in question.choices]
    weights = [
        *(choice.weight for choice in question.choices),
        *(number.weight for number in question.numbers),
        *(text.weight for text in question.texts),
    ]
    return (
        not question.pairs
        and not question.gaps
        and all(len(part) <= MAX_PARTS for part in (ids, question.numbers, question.texts, question.units))
        and len(set(ids)) == len(ids)
        and all(0 < len(choice_id) <= _MAX_ID for choice_id in ids)
        and all(-1 <= weight <= 1 for weight in weights)
        and all(_is_short(text) for text in _texts(question))
        and all(
            len(text) <= MAX_WORDS
            for text in (
                question.title,
                *(item.text for item in question.texts),
                *(u.name for u in question.units),
            )
        )
        and all(_is_handy(number) for number in _numbers(question))
        and 0 <= question.points <= MAX_POINTS
        and 0 <= (question.time_limit or 0) <= MAX_SECONDS
    )


def _texts(question: Question) -> Iterable[RichText]:
    yield from (question.text, question.feedback, question.other_feedback)
    for choice in question.choices:
        yield from (choice.text, choice.feedback)
    yield from (number.feedback for number in question.numbers)
    yield from (text.feedback for text in question.texts)


def _is_short(text: RichText) -> bool:
    return len(text.source) <= MAX_WORDS and text.format in TEXT_FORMATS


def _numbers(question: Question) -> Iterable[Decimal]:
    for item in question.numbers:
        yield from (n for n in (item.value, item.tolerance, item.low, item.high) if n is not None)
    yield from (unit.factor for unit in question.units)


def _is_handy(number: Decimal) -> bool:
    """Not so long or large that comparing with it would take the server's time."""
    exponent = number.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and abs(exponent) <= MAX_EXPONENT
        and abs(number.adjusted()) <= MAX_EXPONENT
        and len(number.as_tuple().digits) <= MAX_LENGTH
    )
