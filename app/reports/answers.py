"""Every answer of every round, one row each, for lists and exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.live.results import Results
from app.live.state import SessionState
from app.quiz.kinds import find_kind


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """at: seconds since 1970-01-01 UTC; used: seconds of the round's time used until then. text: the answer
    in plain words. credit, points, judgement: as `Result`. accepted: counted by a decision of the teacher,
    whatever the key says. counts: whether its round counts for points. removed: the student was."""

    number: int  # of the question, from 1, in the order of the quiz
    question: str
    round: str
    attempt: int
    student: str
    nickname: str
    at: float
    used: float
    answer: dict[str, Any]
    text: str
    credit: float
    points: float
    judgement: str
    accepted: bool
    counts: bool
    removed: bool


def list_answers(state: SessionState, results: Results | None = None) -> Iterator[AnswerRow]:
    """All answers in the order of rounds, and in each in the order in which they first came."""
    results = results or Results(state)
    numbers = {question: number for number, question in enumerate(state.order, 1)}
    counted = {round_.id for round_ in results.counted_rounds()}
    for round_ in state.rounds.values():
        question = state.questions[round_.question]
        kind, judged = find_kind(question.kind), results.round_results(round_)
        for student_id, given in round_.answers.items():
            student, result = state.students[student_id], judged[student_id]
            yield AnswerRow(
                number=numbers[question.id],
                question=question.id,
                round=round_.id,
                attempt=round_.attempt,
                student=student_id,
                nickname=student.nickname,
                at=given.at,
                used=given.used,
                answer=given.answer,
                text=kind.describe(question, given.answer),
                credit=result.credit,
                points=result.points,
                judgement=result.judgement,
                accepted=(round_.id, student_id) in state.accepted,
                counts=round_.id in counted,
                removed=student.removed,
            )
