"""Which questions of a quiz are in the library already. Linear in both, however often one text occurs."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from app.quiz.model import Quiz
from app.quiz.shelf import SameQuestion, SameReport
from app.storage.question_rows import Cards

FIND: Final = """
SELECT text_print, whole_print, quizzes.id, title, questions.id
FROM questions JOIN quizzes ON quizzes.id = quiz
WHERE removed_at IS NULL AND (text_print IN (SELECT value FROM json_each(:texts))
  OR whole_print IN (SELECT value FROM json_each(:wholes)))
ORDER BY changed_at DESC, position
"""

Fetch = Callable[[str, dict[str, Any]], Iterable[tuple[Any, ...]]]
Place = tuple[str, str, str]  # quiz, its title, id of the question there


def find_same(quiz: Quiz, cards: Cards, fetch: Fetch) -> SameReport:
    """What of `quiz` is there; where several quizzes hold a question, the one that holds most of them, of
    these the one that was changed last."""
    rows = [cards.of(question).row for question in quiz.questions]
    # A question without words has no print of its text: it says nothing.
    texts = Counter(row.text_print for row in rows if row.text_print)
    wholes = Counter(row.whole_print for row in rows)
    same: dict[str, dict[str, Place]] = {}
    alike: dict[str, dict[str, Place]] = {}
    wanted = {"texts": json.dumps(list(texts)), "wholes": json.dumps(list(wholes))}
    for text, whole, *place in fetch(FIND, wanted):
        for print_, places in ((whole, same), (text, alike)):
            places.setdefault(print_, {}).setdefault(place[0], (place[0], place[1], place[2]))
    held: Counter[str] = Counter()
    for print_, number in wholes.items():
        held.update(dict.fromkeys(same.get(print_, ()), number))
    best_same, best_alike = _best(wholes, same, held), _best(texts, alike, held)
    return SameReport(
        tuple(
            _compare(question.id, best_same.get(row.whole_print), best_alike.get(row.text_print))
            for question, row in zip(quiz.questions, rows, strict=True)
        )
    )


def _best(prints: Iterable[str], places: dict[str, dict[str, Place]], held: Counter[str]) -> dict[str, Place]:
    found = ((print_, places[print_].values()) for print_ in prints if print_ in places)
    return {print_: max(options, key=lambda place: held[place[0]]) for print_, options in found}


def _compare(question: str, same: Place | None, alike: Place | None) -> SameQuestion:
    if same is not None:
        return SameQuestion(question, "same", *same)
    if alike is not None:
        return SameQuestion(question, "changed", *alike)
    return SameQuestion(question, "new")
