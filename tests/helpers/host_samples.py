"""What a class server tells a host: a welcome and snapshots of each phase, for tests and the gallery."""

from typing import Any

from tests.helpers import page_samples as samples
from tests.helpers.scripted_class import CODE, now_ms

ALLOWED = {
    "lobby": ["ask", "skip", "end", "remove", "readmit"],
    "asking": ["lock", "extend", "pause", "skip", "end", "remove", "readmit"],
    "paused": ["resume", "end"],
    "locked": ["reveal", "extend", "ask_again", "skip", "end", "remove", "readmit"],
    "revealed": ["ask", "show_ranking", "ask_again", "to_lobby", "end", "remove", "readmit"],
    "ranking": ["ask", "to_lobby", "end", "remove", "readmit"],
    "ended": [],
}


def welcome(language: str = "en") -> dict[str, Any]:
    questions = []
    for number, kind in enumerate(("single", "short_text", "true_false"), start=1):
        q, solution = samples.question(kind, language), samples.solution(kind, language)
        questions.append(
            {
                "id": f"q{number}",
                "kind": kind,
                "number": number,
                "title": "",
                "text": q.html,
                "html": q.html,
                "choices": [{"id": choice.id, "html": choice.html} for choice in q.choices],
                "right": list(solution.right),
                "accepted": list(solution.accepted),
            }
        )
    session = {"id": "s1", "title": "Biologie L1 - La cellule", "code": CODE, "addresses": [], "settings": {}}
    return {"t": "welcome", "v": 1, "now": now_ms(), "session": session, "questions": questions}


def snapshot(phase: str, question: int = 1, **changes: Any) -> dict[str, Any]:
    kind = ("single", "short_text", "true_false")[question - 1]
    bars = samples.bars(samples.question(kind), "fr")
    shown = {
        "id": "r1",
        "question": f"q{question}",
        "attempt": 1,
        "deadline": now_ms() + 18_000 if phase == "asking" else None,
        "answered": 42,
        "bars": [
            {"key": bar.key, "count": bar.count, "label": bar.label, "right": bar.right or 0} for bar in bars
        ],
    }
    students = [
        {"id": "a", "nickname": "Amina", "connected": True, "answered": True, "removed": False},
        {"id": "b", "nickname": "محمد", "connected": False, "answered": False, "removed": False},
        {"id": "c", "nickname": "<b>Zoé</b>", "connected": False, "answered": False, "removed": True},
    ]
    started = phase not in ("lobby", "ended")
    return {
        "t": "snapshot",
        "now": now_ms(),
        "phase": phase,
        "next": "q1" if phase == "lobby" else f"q{question + 1}" if question < 3 else None,
        "allowed": ALLOWED[phase],
        "joined": 45,
        "connected": 44,
        "round": shown if started else None,
        "done": [f"q{n + 1}" for n in range(question)] if started else [],
        "students": students,
        "trouble": [],
        **changes,
    }
