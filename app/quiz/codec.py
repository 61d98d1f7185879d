"""The quiz as JSON values, for storage and for the copy that a session keeps. Every value comes back equal.

Default values are left out. Media are kept elsewhere (by name) and handed in when reading. A change of this
shape takes a new `VERSION` and a step that lifts the old one.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Final, NamedTuple

from app.errors import Trouble
from app.quiz.model import (
    Choice,
    Folding,
    Gap,
    Media,
    NumericAnswer,
    Pair,
    Question,
    Quiz,
    RichText,
    TextAnswer,
    Unit,
)

VERSION: Final = 1
LARGEST_POWER: Final = 10_000
"""Of ten, in a number, either way: far more than can be typed, and less than what breaks working with it."""


class Form(NamedTuple):
    """How one sort of value is written, and read (which raises TypeError or ValueError)."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _exactly(kind: type) -> Form:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        return value

    return Form(lambda value: value, read)


def _read_float(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise TypeError("number expected")
    return float(value)


def _read_decimal(value: Any) -> Decimal:
    number = Decimal(STRING.read(value))
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_POWER:
        raise ValueError("handy number expected")
    return number


def _write_rich(text: RichText) -> Any:
    return text.source if text.format == "plain" else [text.format, text.source]


def _read_rich(value: Any) -> RichText:
    if isinstance(value, list):
        name, source = value
        return RichText(STRING.read(source), STRING.read(name))
    return RichText(STRING.read(value))


def _many(item: Form) -> Form:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise TypeError("list expected")
        return tuple(item.read(part) for part in value)

    return Form(lambda value: [item.write(part) for part in value], read)


def _maybe(item: Form) -> Form:
    """A value that may be None."""
    return Form(
        lambda value: None if value is None else item.write(value),
        lambda value: None if value is None else item.read(value),
    )


def _record(kind: type, forms: Mapping[str, Form]) -> Form:
    """A dataclass as a mapping of its fields, those with their default value left out."""
    defaults = {item.name: item.default for item in fields(kind)}
    assert defaults.keys() == forms.keys(), kind

    def write(value: Any) -> Any:
        return {
            name: form.write(getattr(value, name))
            for name, form in forms.items()
            if defaults[name] is MISSING or getattr(value, name) != defaults[name]
        }

    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise TypeError(f"{kind.__name__} expected")
        return kind(**{name: forms[name].read(part) for name, part in value.items()})

    return Form(write, read)


STRING: Final = _exactly(str)
INTEGER: Final = _exactly(int)
FLAG: Final = _exactly(bool)
FRACTION: Final = Form(lambda value: value, _read_float)
DECIMAL: Final = Form(str, _read_decimal)
RICH: Final = Form(_write_rich, _read_rich)

CHOICE: Final = _record(Choice, {"id": STRING, "text": RICH, "weight": FRACTION, "feedback": RICH})
NUMBER: Final = _record(
    NumericAnswer,
    {
        "value": _maybe(DECIMAL),
        "tolerance": DECIMAL,
        "low": _maybe(DECIMAL),
        "high": _maybe(DECIMAL),
        "weight": FRACTION,
        "feedback": RICH,
    },
)
TEXT: Final = _record(TextAnswer, {"text": STRING, "weight": FRACTION, "feedback": RICH})
PAIR: Final = _record(Pair, {"left_id": STRING, "left": _maybe(RICH), "right_id": STRING, "right": RICH})
FOLDING: Final = _record(Folding, {"case": FLAG, "space": FLAG, "accents": FLAG, "arabic": FLAG})
UNIT: Final = _record(Unit, {"name": STRING, "factor": DECIMAL})
GAP: Final = _record(
    Gap,
    {
        "id": STRING,
        "choices": _many(CHOICE),
        "numbers": _many(NUMBER),
        "texts": _many(TEXT),
        "several": FLAG,
        "shuffle": FLAG,
        "weight": FRACTION,
        "folding": FOLDING,
        "other_feedback": RICH,
    },
)
QUESTION: Final = _record(
    Question,
    {
        "id": STRING,
        "kind": STRING,
        "text": RICH,
        "title": STRING,
        "choices": _many(CHOICE),
        "numbers": _many(NUMBER),
        "texts": _many(TEXT),
        "pairs": _many(PAIR),
        "gaps": _many(GAP),
        "units": _many(UNIT),
        "folding": FOLDING,
        "feedback": RICH,
        "other_feedback": RICH,
        "points": FRACTION,
        "time_limit": _maybe(INTEGER),
        "shuffle": FLAG,
        "below_zero": FLAG,
        "category": _many(STRING),
        "tags": _many(STRING),
        "id_number": STRING,
        "line": INTEGER,
    },
)
QUESTIONS: Final = _many(QUESTION)


def _read(form: Form, value: Any) -> Any:
    try:
        return form.read(value)
    except (TypeError, ValueError, KeyError, ArithmeticError) as error:
        raise Trouble("quiz_unreadable", reason=f"{type(error).__name__}: {error}") from error


def question_to_json(question: Question) -> dict[str, Any]:
    written: dict[str, Any] = QUESTION.write(question)
    return written


def question_from_json(data: Any) -> Question:
    """The question that `question_to_json` wrote. Raises `Trouble('quiz_unreadable')`."""
    question: Question = _read(QUESTION, data)
    return question


def quiz_to_json(quiz: Quiz) -> dict[str, Any]:
    """`{"v": 1, "id", "title", "language" (if any), "questions": [...]}`, without media."""
    data = {"v": VERSION, "id": quiz.id, "title": quiz.title, "questions": QUESTIONS.write(quiz.questions)}
    return data | ({"language": quiz.language} if quiz.language else {})


def quiz_from_json(data: Any, media: Mapping[str, Media] | None = None) -> Quiz:
    """The quiz that `quiz_to_json` wrote, with its media.

    Raises `Trouble`: `quiz_version_unknown` when a newer program wrote it, `quiz_unreadable` when damaged.
    """
    if not isinstance(data, Mapping) or type(data.get("v")) is not int:
        raise Trouble("quiz_unreadable", reason="no quiz")
    if data["v"] != VERSION:
        raise Trouble("quiz_version_unknown", version=data["v"])
    return Quiz(
        id=_read(STRING, data.get("id")),
        title=_read(STRING, data.get("title")),
        questions=_read(QUESTIONS, data.get("questions")),
        media=dict(media or {}),
        language=_read(STRING, data.get("language", "")),
    )
