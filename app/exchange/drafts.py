"""A question as plain files give it: texts, and which of them are right."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.quiz.folding import fold
from app.quiz.html_parts import words
from app.quiz.kinds import find_kind
from app.quiz.model import Choice, Folding, NewId, Question, RichText

MOST_OPTIONS: Final = 100
FOLDING: Final = Folding()

# As folded: without case, accents, hamza.
_TRUE: Final = words("true vrai صح صحيح صحيحه verdadero verdadeiro wahr vero richtig juste")
_FALSE: Final = words("false faux خطا خاطي خاطيه falso falsch غلط")


def folded(text: str) -> str:
    """`text` without what people do not mean: case, accents, white space, Arabic vowels."""
    return fold(text, FOLDING).strip()


def truth_of(text: str) -> bool | None:
    """Whether a word says true or false in one of the languages read here; None when it says neither."""
    word = folded(text).strip(" .")
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def plain_text(source: str) -> RichText:
    return RichText(source.strip(), "plain")


def choice_question(
    new_id: NewId, text: str, options: Sequence[str], right: Iterable[int], *, several: bool = False
) -> Question:
    """single for one right place, multiple for more (or with `several`), poll for none. right: from 0."""
    places = set(right)
    ids = [new_id() for _ in options]
    choices = [Choice(choice_id, plain_text(option)) for choice_id, option in zip(ids, options, strict=True)]
    kind = "multiple" if several or len(places) > 1 else "single" if places else "poll"
    question = Question(new_id(), kind if places else "poll", plain_text(text), choices=tuple(choices))
    if not places:
        return question
    return find_kind(kind).correct(question, {"right": [ids[place] for place in sorted(places)]})


def true_false_question(new_id: NewId, text: str, right: bool, names: Sequence[str] = ()) -> Question:
    """names: how the file calls true and false, in this order."""
    true, false = names or ("True", "False")
    choices = (
        Choice(new_id(), plain_text(true), float(right)),
        Choice(new_id(), plain_text(false), float(not right)),
    )
    return Question(new_id(), "true_false", plain_text(text), choices=choices)
