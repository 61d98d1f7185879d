"""Questions, choices and pairs as they begin when somebody starts to write one."""

from collections.abc import Sequence
from typing import Final

from app.quiz.model import Choice, Gap, NewId, Pair, Question, RichText, TextAnswer, new_id

FIRST_CHOICES: Final = 4
WRITTEN: Final = RichText("", "markdown")
"""An empty text of the format that is written by hand."""
TRUTH: Final = ("True", "False")


def blank_choice(make_id: NewId = new_id) -> Choice:
    return Choice(make_id(), WRITTEN)


def blank_pair(make_id: NewId = new_id, *, distractor: bool = False) -> Pair:
    return Pair("" if distractor else make_id(), None if distractor else WRITTEN, make_id(), WRITTEN)


def blank_gap(text: str = "", make_id: NewId = new_id) -> Gap:
    """A gap for a short text, `text` being what fills it."""
    return Gap(make_id(), texts=(TextAnswer(text),))


def blank_question(kind: str, truth: Sequence[str] = TRUTH, make_id: NewId = new_id) -> Question:
    """A question of `kind` with empty places. truth: words for true and false in the quiz's language."""
    question_id = make_id()
    choices: tuple[Choice, ...] = ()
    if kind == "true_false":
        choices = tuple(Choice(make_id(), RichText(word)) for word in truth)
    elif kind in ("single", "multiple", "poll", "ordering"):
        choices = tuple(blank_choice(make_id) for _ in range(FIRST_CHOICES))
    pairs = tuple(blank_pair(make_id) for _ in range(3)) if kind == "matching" else ()
    texts = (TextAnswer(""),) if kind == "short_text" else ()
    points = 0.0 if kind in ("poll", "open_text", "slide") else 1.0
    return Question(question_id, kind, WRITTEN, choices=choices, pairs=pairs, texts=texts, points=points)
