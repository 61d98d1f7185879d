"""Marks on a scale, from the points of a session. A function of the state, so that corrections move them."""

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.attendance.session import excused_in
from app.errors import Refused
from app.live.results import Result, Results
from app.live.state import SessionState

HIGHEST_SCALE: Final = 10_000
MOST_DECIMALS: Final = 4
HIGHEST_COEFFICIENT: Final = 1_000.0
_EXACT: Final = 9  # decimals to which sums of fractions are taken: three thirds are one


@dataclass(frozen=True, slots=True)
class Scale:
    """top: the mark of a student who is right everywhere; decimals: of a mark, a half is rounded up.

    Raises `Refused('scale_impossible')`.
    """

    top: Decimal = Decimal(20)
    decimals: int = 2

    def __post_init__(self) -> None:
        fits = self.top.is_finite() and 0 < self.top <= HIGHEST_SCALE
        if not fits or not 0 <= self.decimals <= MOST_DECIMALS:
            raise Refused("scale_impossible", most=HIGHEST_SCALE, decimals=MOST_DECIMALS)

    def mark_for(self, points: float, most: float) -> Decimal:
        """The mark of `points` among `most` (more than 0), never outside of 0 to `top`: a bonus for speed
        cannot make more than everything right, nor penalties less than nothing."""
        share = min(max(points / most, 0.0), 1.0)
        exact = Decimal(str(round(float(self.top) * share, _EXACT)))
        return exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Counting:
    """A question that brings points. most: points of a right answer, times its coefficient."""

    question: str
    round: str
    coefficient: float
    most: float


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """results: question id to result, of the questions that were answered; points: by question, times its
    coefficient. mark: None for those left out, and where no question counts."""

    student: str
    nickname: str
    results: dict[str, Result]
    points: dict[str, float]
    total: float
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class Marks:
    """questions: those that count, in the order in which they were asked; most: points of a student who is
    right everywhere, speed bonus left aside; rows: students who were not removed, in order of arrival."""

    scale: Scale
    questions: tuple[Counting, ...]
    most: float
    rows: tuple[StudentMarks, ...]


def make_marks(
    state: SessionState,
    scale: Scale | None = None,
    coefficients: Mapping[str, float] | None = None,
    left_out: Set[str] = frozenset(),
) -> Marks:
    """The marks of everybody who was not removed.

    A question weighs as many points as the quiz gives it, times its coefficient (by question id, 1 where
    none is named). Who did not answer it, or was not there, has 0 of them; a cancelled question counts for
    nobody. Excused students get no mark, nor do those of `left_out` (ids). Raises
    `Refused('coefficient_impossible')`.
    """
    scale, coefficients = scale or Scale(), coefficients or {}
    for coefficient in coefficients.values():
        if not 0 <= coefficient <= HIGHEST_COEFFICIENT:  # refuses NaN too
            raise Refused("coefficient_impossible", most=int(HIGHEST_COEFFICIENT))
    left_out = left_out | excused_in(state)
    results = Results(state)
    rounds = results.scoring_rounds()
    questions = tuple(
        Counting(r.question, r.id, factor, state.questions[r.question].points * factor)
        for r in rounds
        for factor in (coefficients.get(r.question, 1.0),)
    )
    most = math.fsum(counting.most for counting in questions)
    factors = {counting.question: counting.coefficient for counting in questions}
    judged = {round_.question: results.round_results(round_) for round_ in rounds}
    rows = []
    for student in state.present():
        own = {question: found[student.id] for question, found in judged.items() if student.id in found}
        points = {question: result.points * factors[question] for question, result in own.items()}
        total = round(math.fsum(points.values()), _EXACT)
        mark = scale.mark_for(total, most) if most > 0 and student.id not in left_out else None
        rows.append(StudentMarks(student.id, student.nickname, own, points, total, mark))
    return Marks(scale, questions, most, tuple(rows))
