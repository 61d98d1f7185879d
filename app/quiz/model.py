"""The quiz as everything else sees it: frozen values with stable ids. Knows no file format and no screen.

Ids are random and carry no meaning: they reach phones, and must not tell which choice is right or first.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.folding import Folding as Folding

NewId = Callable[[], str]

TEXT_FORMATS: Final = ("html", "markdown", "plain", "moodle")


def new_id() -> str:
    """A random id of 8 hexadecimal digits (32 bits; unique within one quiz, not a secret)."""
    return secrets.token_hex(4)


@dataclass(frozen=True, slots=True)
class RichText:
    """Text as it was written, with its format; `app.quiz.markup` makes safe HTML or plain text of it.

    format: 'html', 'markdown', 'plain', or 'moodle' (HTML in which line breaks count).
    Pictures are `<img src="media:NAME">` (or Markdown with that address), NAME a key of `Quiz.media`.
    """

    source: str = ""
    format: str = "plain"

    def __bool__(self) -> bool:
        return bool(self.source.strip())


EMPTY: Final = RichText()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of single, multiple, true_false or poll; one item of ordering (in the right order).

    weight: credit as a fraction from -1 (full penalty) to 1 (full credit); 0 for poll and ordering.
    """

    id: str
    text: RichText
    weight: float = 0.0
    feedback: RichText = EMPTY


@dataclass(frozen=True, slots=True)
class NumericAnswer:
    """An accepted number: `value` within `tolerance` (both ends included), or anything from `low` to `high`.

    Exactly one of the two forms is used: `value` is None for a range. weight as in `Choice`.
    """

    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    weight: float = 1.0
    feedback: RichText = EMPTY


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """An accepted short text. `*` stands for any characters, `\\*` for a star; weight as in `Choice`."""

    text: str
    weight: float = 1.0
    feedback: RichText = EMPTY


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side and the right side that belongs to it; without a left side, a distractor on the right."""

    left_id: str
    left: RichText | None
    right_id: str
    right: RichText


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that may follow a number. factor: how many of it make one of the first unit."""

    name: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of a text. `choices` make it a list to choose from (several of them if `several`), else `numbers`
    a number, else it takes a short text.

    The text of the question has `[[id]]` where the gap is. weight: share of the credit, relative to the other
    gaps. shuffle: the choices stand in another order than they are written. Gaps may share choices
    (same ids).
    """

    id: str
    choices: tuple[Choice, ...] = ()
    numbers: tuple[NumericAnswer, ...] = ()
    texts: tuple[TextAnswer, ...] = ()
    several: bool = False
    shuffle: bool = False
    weight: float = 1.0
    folding: Folding = Folding()
    other_feedback: RichText = EMPTY  # numbers and texts: shown for every answer not listed


@dataclass(frozen=True, slots=True)
class Question:
    """One question of any kind; `app.quiz.kinds` says which fields a kind uses.

    points: for a wholly right answer. time_limit: seconds, None for no limit.
    shuffle: order of choices differs from student to student. below_zero: penalties may make the
    question's points negative (never, unless chosen). category: path of names. line: in the source file.
    """

    id: str
    kind: str
    text: RichText
    title: str = ""
    choices: tuple[Choice, ...] = ()
    numbers: tuple[NumericAnswer, ...] = ()
    texts: tuple[TextAnswer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    units: tuple[Unit, ...] = ()  # numeric: what may stand behind the number, the first one is shown
    folding: Folding = Folding()
    feedback: RichText = EMPTY
    other_feedback: RichText = EMPTY  # numeric and short text: shown for every answer not listed
    points: float = 1.0
    time_limit: int | None = None
    shuffle: bool = False
    below_zero: bool = False
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    id_number: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or another file of the quiz: its media type and its bytes.

    In `Quiz.media`, `NAME@phone` is the version of the picture NAME for phones (`app.quiz.resizing`).
    """

    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Quiz:
    id: str
    title: str
    questions: tuple[Question, ...] = ()
    media: dict[str, Media] = field(default_factory=dict)
    language: str = ""

    def find(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)
