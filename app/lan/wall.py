"""The wall as JSON, for a program that draws it itself (the projector window of the desktop).

It is made from the same stage as the page of a second screen, so what the wall may not show yet is not in it.
"""

from dataclasses import asdict, dataclass
from typing import Any

from app.lan import page_models as pm
from app.live.rounds import Round
from app.quiz.kinds.base import PublicChoice, PublicQuestion


@dataclass(slots=True)
class Door:
    """What changes every few seconds while attendance is taken, else empty. join: the address for the QR
    code, with its token; digits: for those who type."""

    join: str = ""
    digits: str = ""


def wall_of(stage: pm.Stage, version: str, round_: Round | None, door: Door | None = None) -> dict[str, Any]:
    """Every key of docs/protocol.md, "The wall". round_: the one that is shown."""
    q: PublicQuestion | None = getattr(stage, "q", None)
    revealed = stage if isinstance(stage, pm.Revealed) else None
    rows = stage.rows if isinstance(stage, pm.Ranking | pm.Ended) else ()
    return {
        "view": stage.view,
        "version": version,
        "between": isinstance(stage, pm.Lobby) and stage.between,
        "number": getattr(stage, "number", 0),
        "total": getattr(stage, "total", 0),
        "attempt": round_.attempt if round_ else 0,
        "question": _question(q) if q else None,
        "solution": _solution(revealed) if revealed else None,
        "bars": [asdict(bar) for bar in revealed.bars] if revealed else [],
        "answers": revealed.answers if revealed else 0,
        "rows": [asdict(row) for row in rows],
        "final": isinstance(stage, pm.Ranking) and stage.final,
        "join": door.join if door else "",
        "digits": door.digits if door else "",
    }


def _question(q: PublicQuestion) -> dict[str, Any]:
    return {
        "id": q.id,
        "kind": q.kind,
        "html": q.html,
        "unit": q.unit,
        "points": q.points,
        "choices": _choices(q.choices),
        "lefts": _choices(q.lefts),
        "rights": _choices(q.rights),
        "gaps": [{"id": gap.id, "form": gap.form, "choices": _choices(gap.choices)} for gap in q.gaps],
    }


def _choices(choices: tuple[PublicChoice, ...]) -> list[dict[str, str]]:
    return [{"id": choice.id, "html": choice.html} for choice in choices]


def _solution(stage: pm.Revealed) -> dict[str, Any]:
    known = stage.solution
    return {
        "right": list(known.right),
        "pairs": dict(known.pairs),
        "accepted": list(known.accepted),
        "html": known.html,
    }
