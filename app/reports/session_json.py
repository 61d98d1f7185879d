"""A session for other programs: one JSON object, described in docs/commands.md."""

import json
from typing import Any

from app.live.results import Results
from app.live.state import SessionState
from app.quiz.plain import plain
from app.reports.answers import AnswerRow, list_answers
from app.reports.options import Options


def write(state: SessionState, options: Options) -> bytes:
    """The object as UTF-8. It has points and no marks: scales belong to reports for people."""
    return (json.dumps(session_data(state), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def session_data(state: SessionState) -> dict[str, Any]:
    """The session, its questions, rounds with every answer, and students with their totals."""
    results = Results(state)
    totals = results.totals()
    counted = {round_.id for round_ in results.counted_rounds()}
    answers: dict[str, list[dict[str, Any]]] = {round_id: [] for round_id in state.rounds}
    for row in list_answers(state, results):
        answers[row.round].append(_answer(row))
    return {
        "v": 1,
        "session": {
            "id": state.id, "title": state.title, "code": state.code, "opened": state.opened_at,
            "ended": state.ended_at, "rehearsal": state.settings.rehearsal,
            "most_points": results.most_points(),
        },
        "questions": [
            {
                "id": q.id, "kind": q.kind, "title": q.title, "text": plain(q.text), "points": q.points,
                "cancelled": q.id in state.cancelled,
            }
            for q in (state.questions[id_] for id_ in state.order)
        ],
        "rounds": [
            {
                "id": r.id, "question": r.question, "attempt": r.attempt, "asked": r.asked_at,
                "locked": r.locked_at, "revealed": r.revealed_at, "skipped": r.skipped,
                "counts": r.id in counted, "answers": answers[r.id],
            }
            for r in state.rounds.values()
        ],
        "students": [
            {
                "id": s.id, "nickname": s.nickname, "joined": s.joined_at, "removed": s.removed,
                "points": totals.get(s.id),
            }
            for s in state.students.values()
        ],
    }  # fmt: skip


def _answer(row: AnswerRow) -> dict[str, Any]:
    return {
        "student": row.student, "at": row.at, "answer": row.answer, "text": row.text, "credit": row.credit,
        "points": row.points, "judgement": row.judgement,
    }  # fmt: skip
