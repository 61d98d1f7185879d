"""What a class made of each question: how many answered, what they chose, how hard it was."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.live.results import Result, Results
from app.live.rounds import Round
from app.live.state import SessionState
from app.live.views import counted_answers
from app.quiz.kinds import find_kind
from app.quiz.kinds.base import Bar
from app.quiz.kinds.ordering import WHOLE
from app.quiz.model import Question
from app.quiz.plain import readable


@dataclass(frozen=True, slots=True)
class NamedBar:
    """One line of a distribution. place: of a choice in the written order, from 0, None for what is none;
    label: plain words, '' for the line of an ordering that counts who had every place right; share: part of
    those who answered; right: fraction of credit, None if it has none."""

    key: str
    label: str
    place: int | None
    count: int
    share: float
    right: float | None


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """number: from 1, in the order of the quiz. round: the one shown, None where it was never asked (or only
    skipped). attempts: how often it was asked. answered: of students who were not removed. right: how many
    of them wholly. facility: 0 to 1, None for questions without a key, cancelled or unanswered.
    counts: whether it counts for marks now."""

    number: int
    question: Question
    round: Round | None
    attempts: int
    answered: int
    right: int
    facility: float | None
    bars: tuple[NamedBar, ...]
    cancelled: bool
    counts: bool


def summarise_session(state: SessionState, results: Results | None = None) -> list[QuestionSummary]:
    """All questions that take answers, in the order of the quiz."""
    results = results or Results(state)
    counted = {round_.question: round_ for round_ in results.counted_rounds()}
    summaries = []
    for number, id_ in enumerate(state.order, 1):
        question = state.questions[id_]
        if not find_kind(question.kind).answerable:
            continue
        asked = [r for r in state.rounds.values() if r.question == id_ and not r.skipped]
        # Where none counts (cancelled, or open still), what was answered last is shown all the same.
        shown = counted.get(id_) or (asked[-1] if asked else None)
        summaries.append(_summarise(state, results, number, question, shown, len(asked), id_ in counted))
    return summaries


def _summarise(
    state: SessionState,
    results: Results,
    number: int,
    question: Question,
    round_: Round | None,
    attempts: int,
    counts: bool,
) -> QuestionSummary:
    answers = counted_answers(state, round_) if round_ else {}
    judged = results.round_results(round_) if round_ else {}
    own = [judged[student] for student in answers]
    bars = find_kind(question.kind).summarise(question, (given.answer for given in answers.values()))
    return QuestionSummary(
        number=number,
        question=question,
        round=round_,
        attempts=attempts,
        answered=len(answers),
        right=sum(result.judgement == "right" for result in own),
        facility=facility_of(own),
        bars=tuple(name_bars(question, bars, len(answers))),
        cancelled=question.id in state.cancelled,
        counts=counts,
    )


def facility_of(results: Iterable[Result]) -> float | None:
    """Mean credit of those who answered, 0 (nobody could) to 1 (everybody); credit below 0 counts as 0.

    The item difficulty index p of classical test theory (R. L. Ebel and D. A. Frisbie, Essentials of
    Educational Measurement, 5th ed., 1991), for parts of the credit too, as Moodle's facility index.
    Who did not answer is left out: in a class that may be a phone without a connection.
    """
    credits = [max(result.credit, 0.0) for result in results if result.judgement != "unscored"]
    return math.fsum(credits) / len(credits) if credits else None


def name_bars(question: Question, bars: Iterable[Bar], answered: int) -> Iterable[NamedBar]:
    """The bars of a distribution with words for their ids."""
    places = {choice.id: place for place, choice in enumerate(question.choices)}
    names = {choice.id: readable(choice.text) or f"#{n}" for n, choice in enumerate(question.choices, 1)}
    names |= {pair.left_id: readable(pair.left) for pair in question.pairs if pair.left is not None}
    for bar in bars:
        label = bar.label or names.get(bar.key, "" if bar.key == WHOLE else bar.key)
        share = bar.count / answered if answered else 0.0
        yield NamedBar(bar.key, label, places.get(bar.key), bar.count, share, bar.right)
