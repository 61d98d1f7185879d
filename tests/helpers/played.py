"""A class as the control room sees it: 30 students, five questions, and steps through its phases."""

from typing import Any

NAMES = (
    "Amina", "Yanis", "Leïla", "Mehdi", "Sofia", "Adam", "Inès", "Rayan", "Nour", "Ilyes", "Salma", "Anas",
    "Lina", "Youssef", "Hiba", "Omar", "Maya", "Zakaria", "Aya", "Karim", "Sara", "Bilal", "Meryem", "Hugo",
    "Camille", "سلمى", "ياسين", "مريم", "Jean-Baptiste de la Tour", "Zoé",
)  # fmt: skip

SESSION = {
    "id": "session-1",
    "title": "Biology L1 – Cells",
    "code": "K7PM",
    "addresses": ["http://192.168.1.20:8080/K7PM"],
    "settings": {"rehearsal": False, "class_name": "3e B"},
    "opened": 0,
}
ALLOWED = {
    "lobby": ["ask", "skip", "ask_again", "show_ranking", "end", "add_question"],
    "asking": ["extend", "pause", "lock", "skip", "end", "add_question"],
    "paused": ["resume", "extend", "lock", "skip", "end", "add_question"],
    "locked": ["reveal", "extend", "ask", "ask_again", "skip", "to_lobby", "end", "add_question"],
    "revealed": ["ask", "ask_again", "skip", "show_ranking", "to_lobby", "end", "add_question"],
    "ranking": ["ask", "ask_again", "skip", "reveal", "to_lobby", "end", "add_question"],
    "ended": [],
}
VIEWS = {"asking": "question", "revealed": "reveal"}


def question(number: int, kind: str, html: str, choices: list[str] = [], **values: Any) -> dict[str, Any]:  # noqa: B006
    """As in the host's welcome."""
    return {
        "id": f"q{number}",
        "kind": kind,
        "number": number,
        "title": "",
        "text": html,
        "html": html,
        "points": 1.0,
        "choices": [{"id": f"c{n}", "html": text} for n, text in enumerate(choices, start=1)],
        "right": [],
        "pairs": {},
        "accepted": [],
        "time_limit": 30,
    } | values


QUESTIONS = [
    question(1, "single", "Which organelle makes most of the cell's ATP?",
             ["Nucleus", "Ribosome", "Mitochondrion", "Golgi apparatus"], right=["c3"]),
    question(2, "multiple", "Which of these are found in plant cells only?",
             ["Cell wall", "Chloroplast", "Nucleus", "Membrane"], right=["c1", "c2"]),
    question(3, "numeric", "How many chromosomes has a human body cell?", accepted=["46"]),
    question(4, "short_text", "What is the fluid inside a cell called?", accepted=["cytoplasm", "cytosol"]),
    question(5, "open_text", "What is still unclear?"),
]  # fmt: skip


def bar(key: str, count: int, right: float | None = None, label: str = "") -> dict[str, Any]:
    return {"key": key, "count": count, "label": label, "right": right}


CHOICE_BARS = [bar("c1", 3, 0.0), bar("c2", 4, 0.0), bar("c3", 15, 1.0), bar("c4", 1, 0.0)]
WORD_BARS = [
    bar("cytoplasm", 11, 1.0, "cytoplasm"), bar("water", 5, 0.0, "Water"), bar("cytosol", 3, 1.0, "cytosol"),
    bar("blood", 2, 0.0, "blood"), bar("السيتوبلازم", 1, 0.0, "السيتوبلازم"),
    bar("your mum", 1, 0.0, "your mum"),
]  # fmt: skip


def students(answered: int = 0, points: float | None = None, count: int = len(NAMES)) -> list[dict[str, Any]]:
    return [
        {
            "id": f"s{n}",
            "nickname": NAMES[n] if n < len(NAMES) else f"Student {n}",
            "connected": n % 13 != 5,
            "answered": n < answered,
            "removed": False,
            "joined": n,
            "points": None if points is None else float((n * 7) % 5),
        }
        for n in range(count)
    ]


def wall(phase: str, asked: dict[str, Any] | None) -> dict[str, Any]:
    shown = asked is not None and phase in ("asking", "paused", "locked", "revealed")
    return {
        "view": VIEWS.get(phase, phase),
        "version": f"{phase}-{asked['id'] if asked else ''}",
        "between": False,
        "number": asked["number"] if shown and asked else 0,
        "total": len(QUESTIONS) if shown else 0,
        "attempt": 1 if shown else 0,
        "question": {
            "id": asked["id"], "kind": asked["kind"], "html": asked["html"], "unit": "", "points": 1.0,
            "choices": asked["choices"], "lefts": [], "rights": [], "gaps": [],
        } if shown and asked else None,
        "solution": {"right": asked["right"], "pairs": {}, "accepted": asked["accepted"], "html": ""}
        if phase == "revealed" and asked else None,
        "bars": CHOICE_BARS if phase == "revealed" else [],
        "answers": 23 if phase == "revealed" else 0,
        "rows": [
            {"place": n, "nickname": NAMES[n], "points": 6.0 - n, "moved": None} for n in range(1, 6)
        ] if phase in ("ranking", "ended") else [],
        "final": False,
    }  # fmt: skip


def step(phase: str, number: int | None = None, **values: Any) -> dict[str, Any]:
    """The fields of a snapshot. number: of the question that is open or was asked last."""
    asked = QUESTIONS[number - 1] if number else None
    done = [q["id"] for q in QUESTIONS[:number]] if number else []
    left = [q["id"] for q in QUESTIONS if q["id"] not in done]
    round_ = None
    if asked:
        round_ = {
            "id": f"r{number}",
            "question": asked["id"],
            "attempt": 1,
            "deadline": 30_000 if phase == "asking" else None,
            "left": 12_000 if phase == "paused" else None,
            "answered": 23,
            "revealed": phase == "revealed",
            "bars": CHOICE_BARS if asked["choices"] else WORD_BARS,
            "shown": [],
        }
    return {
        "now": 12_000,
        "phase": phase,
        "next": left[0] if left else None,
        "allowed": ALLOWED[phase],
        "joined": len(NAMES),
        "connected": 28,
        "round": round_,
        "addresses": SESSION["addresses"],
        "done": done,
        "trouble": [],
        "requests": [],
        "wall": wall(phase, asked),
        "questions": QUESTIONS,
    } | values


def play(bridge: Any, phase: str, number: int | None = None, **values: Any) -> None:
    """Let the window see the class in this state; opens it first where it is not."""
    if bridge.view is None:
        bridge.open(SESSION, QUESTIONS)
    snapshot = step(phase, number, **values)
    if not bridge.view.students:
        snapshot.setdefault("students", students(23 if number else 0, 1.0 if phase == "revealed" else None))
    bridge.take(**snapshot)


def settle(page: Any) -> None:
    """As half a second after the class went on by itself: the control room takes presses again."""
    page.driver._settling.stop()
    page.driver.changed.emit()
