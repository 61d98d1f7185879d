"""From credit to points, the same rule for every kind. Knows no session: when an answer came is passed in."""

from typing import Final, Literal

from app.quiz.kinds import find_kind
from app.quiz.kinds.base import Answer
from app.quiz.model import Question

Judgement = Literal["right", "partly", "wrong"]

TOLERANCE: Final = 1e-6
"""Credit is a sum of fractions; nearer than this to the whole or to nothing counts as that."""


def judge(credit: float) -> Judgement:
    """What credit (-1 to 1) means in one word; nothing and less is wrong."""
    if credit >= 1 - TOLERANCE:
        return "right"
    return "partly" if credit > TOLERANCE else "wrong"


def points_for(
    question: Question, answer: Answer, *, speed_bonus: float = 0.0, time_left: float | None = None
) -> float:
    """Points of an answer, speed bonus included; 0 where nothing is right or wrong.

    Never below 0, unless the question says `below_zero`. speed_bonus: fraction of the question's points (0 or
    more) that a wholly right answer gets on top when all of its time is left, and proportionally less later;
    time_left: that share, 0 to 1, None when the question has no time limit (then no bonus).
    """
    kind = find_kind(question.kind)
    if not kind.is_scored(question):
        return 0.0
    credit = kind.score(question, answer)
    return points_of(question, credit, speed_bonus=speed_bonus, time_left=time_left)


def points_of(
    question: Question, credit: float, *, speed_bonus: float = 0.0, time_left: float | None = None
) -> float:
    """Points for the credit (-1 to 1) of an answer; the rest as in `points_for`."""
    if judge(credit) == "right" and time_left is not None:
        credit += max(0.0, speed_bonus) * max(0.0, min(1.0, time_left))
    elif not question.below_zero:
        credit = max(0.0, credit)
    return question.points * credit
