"""What a session says for a record store: who was there, answered what, and with how many points.

Own words of students are left out: a record store keeps what it is given for good.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.attendance.rules import ATTENDED
from app.live.state import SessionState
from app.outgoing.facts import Fact, Verb
from app.quiz.kinds import find_kind
from app.quiz.plain import plain
from app.reports.answers import AnswerRow, list_answers
from app.reports.marks import make_marks
from app.reports.sending import people_of, read_attendance


def facts_of(state: SessionState) -> list[Fact]:
    """Of an ended session; only about those who were there, in the order of the roster."""
    assert state.ended_at is not None
    people = people_of(state)
    there = {row.student: row for row in read_attendance(state) if row.status in ATTENDED}
    language = state.quiz.language or "und"

    def tell(verb: Verb, student: str, at: float, **more: Any) -> Fact:
        return Fact(verb, student, people[student].number, state.id, state.title, language, at, **more)

    found = [
        tell("attended", student, state.opened_at if row.arrived is None else row.arrived)
        for student, row in there.items()
    ]
    marks = make_marks(state)
    for mark in marks.rows:
        if mark.student in there:
            found.append(tell("completed", mark.student, state.ended_at))
            if marks.most > 0:
                score, top = _exact(mark.total), _exact(marks.most)
                found.append(tell("scored", mark.student, state.ended_at, score=score, top=top))
    for row in list_answers(state):
        if row.counts and not row.removed and row.student in there:
            found.append(_answer(state, row, tell("answered", row.student, row.at)))
    order = {student: place for place, student in enumerate(people)}
    return sorted(found, key=lambda fact: order[fact.student])


def _answer(state: SessionState, row: AnswerRow, fact: Fact) -> Fact:
    question = state.questions[row.question]
    title = plain(question.text) or question.title or f"#{row.number}"
    response = "" if find_kind(question.kind).personal_keys else row.text
    fact = replace(fact, question=row.question, title=title, response=response)
    if row.judgement == "unscored":
        return fact
    score, top = _exact(row.points), _exact(question.points)
    return replace(fact, score=score, top=top, success=row.judgement == "right")


def _exact(points: float) -> Decimal:
    """Without what sums of fractions leave behind the last digit that means something."""
    return Decimal(str(round(points, 6)))
