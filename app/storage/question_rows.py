"""A question as a row of the library."""

import json
from collections.abc import Iterable
from typing import Final, NamedTuple

from app.errors import Trouble
from app.quiz.codec import question_to_json
from app.quiz.difficulty import find_difficulty
from app.quiz.fingerprints import prints_of
from app.quiz.folding import fold
from app.quiz.kinds import find_kind
from app.quiz.model import Folding, Question, Quiz
from app.quiz.plain import plain
from app.storage.text_languages import languages_of_body

_FOLDING: Final = Folding()
_MOST_KNOWN: Final = 10_000


class QuestionRow(NamedTuple):
    """The columns of `questions` after quiz and position."""

    id: str
    text_print: str
    whole_print: str
    words: str
    body: str


class Card(NamedTuple):
    """A question's row, and what its quiz's own row says of it. askable: nothing is wrong with it; languages:
    of the parts of its texts."""

    row: QuestionRow
    difficulty: str
    askable: bool
    languages: tuple[str, ...]


class Cards:
    """Remembers what was worked out of a question while it stays the same object: an editor saves a quiz
    again and again in which one question has changed. Equal is not enough: 1.5 equals 1.50."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Question, Card]] = {}

    def of(self, question: Question) -> Card:
        entry = self._known.get(id(question))
        if entry is None or entry[0] is not question:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            entry = self._known[id(question)] = (question, _make_card(question))
        return entry[1]


def _make_card(question: Question) -> Card:
    prints = prints_of(question)
    body = json.dumps(question_to_json(question))  # ASCII, which SQLite hands through as it is
    row = QuestionRow(question.id, prints.text, prints.whole, fold_words(_texts_of(question)), body)
    return Card(row, find_difficulty(question.tags), _is_askable(question), languages_of_body(body))


def fold_words(texts: Iterable[str]) -> str:
    """Texts as they are searched: one line, without case, accents, Arabic vowels and halves of characters."""
    return fold(" ".join(texts), _FOLDING)


def in_first_order(values: Iterable[str]) -> str:
    """Each value once, as JSON."""
    return json.dumps([value for value in dict.fromkeys(values) if value])


def kinds_of(quiz: Quiz) -> str:
    return in_first_order(question.kind for question in quiz.questions)


def _is_askable(question: Question) -> bool:
    """A kind of a newer program cannot be asked by this one."""
    try:
        return not find_kind(question.kind).check(question)
    except Trouble:
        return False


def _texts_of(question: Question) -> Iterable[str]:
    """What a teacher may remember of a question."""
    yield question.title
    yield plain(question.text)
    yield from (plain(choice.text) for choice in question.choices)
    yield from (text.text for text in question.texts)
    for pair in question.pairs:
        yield from (plain(side) for side in (pair.left, pair.right) if side is not None)
    for gap in question.gaps:
        yield from (plain(choice.text) for choice in gap.choices)
        yield from (text.text for text in gap.texts)
    yield from question.tags
    yield from question.category
