"""What every kind of question can do. One file and one registry entry per kind; no input or output here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from app.quiz.model import Question, RichText

Fields = Mapping[str, Sequence[str]]
"""A submitted form: name to values, as a phone sends it with or without JavaScript."""

Answer = dict[str, Any]
"""A parsed answer, JSON-able; its keys are the kind's own, documented in its module."""

Render = Callable[[RichText], str]
"""Rich text to safe HTML, pictures and formulas included."""

T = TypeVar("T")
Shuffle = Callable[[Sequence[Any]], list[Any]]
"""Items with an `id` attribute, or bare ids, in the session's own stable random order."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question cannot be asked as it is (`no_choices`, `no_right_answer`, ...)."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicChoice:
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class PublicGap:
    """form: 'choice', 'several', 'text' or 'number'; choices in the order in which they are shown."""

    id: str
    form: str
    choices: tuple[PublicChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """What a phone or the wall may know before the reveal: nothing in it depends on what is right.

    choices: choices in the written order, or items of an ordering in the session's shuffled order.
    lefts, rights: the two sides of a matching; rights are shuffled, equal rights appear once.
    gaps: of a text with gaps, in the order of its numbers. unit: stands behind a number.
    """

    id: str
    kind: str
    html: str
    choices: tuple[PublicChoice, ...] = ()
    lefts: tuple[PublicChoice, ...] = ()
    rights: tuple[PublicChoice, ...] = ()
    gaps: tuple[PublicGap, ...] = ()
    unit: str = ""
    points: float = 1.0


@dataclass(frozen=True, slots=True)
class Solution:
    """What is shown at the reveal.

    right: ids of right choices, or of items in the right order. pairs: left id to right id, or gap id
    to its best choice, number or text.
    accepted: numbers and texts, the same in every language ('3.14 ± 0.01', '1 – 5', 'Paris (50 %)').
    html: general feedback.
    """

    right: tuple[str, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    html: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a distribution; each kind says what its lines count.

    key: a choice id, left id, item id, number or folded text; label: plain text, empty for an id;
    right: fraction of credit of this line, None if it has none.
    """

    key: str
    count: int
    label: str = ""
    right: float | None = None


class Kind:
    """Defaults fit a kind whose answer is one tap on a choice."""

    name: ClassVar[str]
    answerable: ClassVar[bool] = True
    scored: ClassVar[bool] = True  # a question of this kind can have a key; `is_scored` asks for one
    sends_on_tap: ClassVar[bool] = False  # choosing is answering; the others have a button
    can_shuffle: ClassVar[bool] = False  # the choices may stand in another order for each student
    personal_keys: ClassVar[tuple[str, ...]] = ()  # parts of an answer that hold a student's own words

    def check(self, question: Question) -> list[Problem]:
        """What keeps the question from being asked; empty when it can be."""
        return []

    def has_key(self, question: Question) -> bool:
        """Whether the question says what is right. One made up in class may get its key later."""
        return True

    def is_scored(self, question: Question) -> bool:
        """Whether an answer to this question can be right or wrong now."""
        return self.scored and self.has_key(question)

    def parse(self, question: Question, fields: Fields) -> Answer:
        """The answer in a submitted form. Raises `Refused` with `answer_empty`, `answer_impossible`,
        `answer_not_a_number` or `answer_too_long`; never trusts an id."""
        raise NotImplementedError

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        """The form fields that `parse` reads as this answer."""
        raise NotImplementedError

    def score(self, question: Question, answer: Answer) -> float:
        """Credit as a fraction from -1 to 1, before any rule on points below zero."""
        return 0.0

    def feedback(self, question: Question, answer: Answer) -> list[RichText]:
        """The feedback that belongs to this answer, without the general feedback."""
        return []

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """The distribution. For a teacher at any time, for others only after the reveal."""
        return []

    def word_of(self, question: Question, answer: Answer) -> str:
        """The key of the bar that holds the answer's own words; empty where it has none to be shown."""
        return ""

    def public_bars(
        self, question: Question, answers: Iterable[Answer], shown: Sequence[Answer] = ()
    ) -> list[Bar]:
        """The distribution that everybody may see after the reveal: without any student's own words, but for
        the answers in `shown`, whose words the teacher has put on the wall. `answers` are all the others."""
        return self.summarise(question, [*answers, *shown])

    def public(self, question: Question, render: Render, shuffle: Shuffle) -> PublicQuestion:
        return PublicQuestion(
            id=question.id, kind=self.name, html=render(question.text), points=question.points
        )

    def solution(self, question: Question, render: Render) -> Solution:
        return Solution(html=render(question.feedback) if question.feedback else "")

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """The question with another key (see each kind). Raises `Refused('key_impossible')`."""
        raise NotImplementedError

    def describe(self, question: Question, answer: Answer) -> str:
        """The answer in plain words, for the teacher's lists and exports."""
        raise NotImplementedError
