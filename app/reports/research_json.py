"""Sessions for research: answers and figures without names. The same key gives a person the same pseudonym in
every session; without it, nobody can tell who that was.

Pseudonymous is not anonymous: few students, rare marks and own words can tell who somebody is.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.live.state import SessionState
from app.quiz.kinds import find_kind
from app.reports.session_json import session_data

VERSION: Final = 1


def pseudonym(key: bytes, student: str) -> str:
    """key: 16 random bytes or more, kept by the teacher or thrown away."""
    return "P" + hmac.new(key, student.encode(), hashlib.sha256).hexdigest()[:12]


def write(sessions: Iterable[SessionState], key: bytes, *, own_words: bool = False) -> bytes:
    """Rehearsals are left out. own_words: with what students typed, which somebody has looked through.

    Times are seconds since the opening of the session; neither its day, its code nor the class are told.
    """
    taught = (state for state in sessions if not state.settings.rehearsal)
    data = {
        "preau_research": VERSION,
        "sessions": [_session(number, state, key, own_words) for number, state in enumerate(taught, 1)],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _session(number: int, state: SessionState, key: bytes, own_words: bool) -> dict[str, Any]:
    found = session_data(state)
    start = state.opened_at
    typed = {id_ for id_, question in state.questions.items() if find_kind(question.kind).personal_keys}
    rounds = []
    for round_ in found["rounds"]:
        answers = [
            _answer(answer, key, start, own_words or round_["question"] not in typed)
            for answer in round_["answers"]
        ]
        times = {name: _since(start, round_[name]) for name in ("asked", "locked", "revealed")}
        rounds.append(
            round_ | times | {"answers": sorted(answers, key=lambda answer: str(answer["student"]))}
        )
    students = [
        {"id": pseudonym(key, s["id"]), "joined": _since(start, s["joined"]), "removed": s["removed"],
         "points": s["points"]}
        for s in found["students"]
    ]  # fmt: skip
    return {
        "number": number,
        "seconds": _since(start, state.ended_at),
        "most_points": found["session"]["most_points"],
        "questions": found["questions"],
        "rounds": rounds,
        "students": sorted(students, key=lambda student: student["id"]),
    }


def _answer(answer: Mapping[str, Any], key: bytes, start: float, with_words: bool) -> dict[str, Any]:
    kept = dict(answer) | {"student": pseudonym(key, answer["student"]), "at": _since(start, answer["at"])}
    if not with_words:
        kept["answer"] = {name: value for name, value in answer["answer"].items() if name != "text"}
        kept["text"] = ""
    return kept


def _since(start: float, at: float | None) -> float | None:
    return None if at is None else round(at - start, 1)
