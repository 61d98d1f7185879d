"""What the wall shows, as values: the JSON of docs/protocol.md ("The wall") and what stands around it.

Nothing else is drawn, so what the class server keeps to itself cannot be seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """A choice, an item to be ordered or a side of a pair. html: safe."""

    id: str
    html: str


@dataclass(frozen=True, slots=True)
class Gap:
    """form: 'choice', 'several', 'text' or 'number'."""

    id: str
    form: str
    choices: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: str
    html: str
    unit: str = ""
    choices: tuple[Item, ...] = ()
    lefts: tuple[Item, ...] = ()
    rights: tuple[Item, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """pairs: left id to right id, or gap id to what fills it. html: the explanation, safe."""

    right: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    accepted: tuple[str, ...] = ()
    html: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a distribution. right: its credit, None where nothing is right or wrong."""

    key: str
    count: int
    label: str = ""
    right: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the ranking. moved: places up, None where there was no ranking before."""

    place: int
    nickname: str
    points: float
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """view: 'lobby', 'question', 'paused', 'locked', 'reveal', 'ranking' or 'ended'."""

    view: str = "lobby"
    version: str = ""
    between: bool = False
    number: int = 0
    total: int = 0
    attempt: int = 0
    question: Question | None = None
    solution: Solution | None = None
    lines: tuple[Line, ...] = ()
    answers: int = 0
    rows: tuple[Row, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The wall and what stands around it. join: the whole address of the class; wifi_code: text behind the
    code of the Wi-Fi. names: of those who joined, the newest first. scan, digits: while attendance is taken,
    the address behind the large code and what those add who type it; both are others every few seconds.
    live: the distribution while answers come in, where the teacher wants it seen, of `answered` answers."""

    wall: Wall = Wall()
    title: str = ""
    code: str = ""
    join: str = ""
    joined: int = 0
    answered: int = 0
    names: tuple[str, ...] = ()
    wifi: str = ""
    wifi_code: str = ""
    scan: str = ""
    digits: str = ""
    live: tuple[Line, ...] = ()


def read_wall(data: Mapping[str, Any]) -> Wall:
    """The wall of a snapshot; an empty one is the waiting room."""
    question, solution = data.get("question"), data.get("solution")
    return Wall(
        view=str(data.get("view", "lobby")),
        version=str(data.get("version", "")),
        between=bool(data.get("between")),
        number=int(data.get("number", 0)),
        total=int(data.get("total", 0)),
        attempt=int(data.get("attempt", 0)),
        question=_read_question(question) if question else None,
        solution=_read_solution(solution) if solution else None,
        lines=read_lines(data.get("bars", ())),
        answers=int(data.get("answers", 0)),
        rows=tuple(
            Row(int(row["place"]), str(row["nickname"]), float(row["points"]), row.get("moved"))
            for row in data.get("rows", ())
        ),
        final=bool(data.get("final")),
    )


def read_lines(bars: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines of a distribution, from `bars` of a wall or a round."""
    return tuple(
        Line(str(bar["key"]), int(bar["count"]), str(bar.get("label", "")), bar.get("right")) for bar in bars
    )


def _read_items(items: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(Item(str(item["id"]), str(item["html"])) for item in items)


def _read_question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=str(data["id"]),
        kind=str(data["kind"]),
        html=str(data["html"]),
        unit=str(data.get("unit", "")),
        choices=_read_items(data.get("choices", ())),
        lefts=_read_items(data.get("lefts", ())),
        rights=_read_items(data.get("rights", ())),
        gaps=tuple(
            Gap(str(gap["id"]), str(gap["form"]), _read_items(gap["choices"])) for gap in data.get("gaps", ())
        ),
    )


def _read_solution(data: Mapping[str, Any]) -> Solution:
    pairs: Mapping[str, str] = data.get("pairs", {})
    return Solution(
        right=tuple(data.get("right", ())),
        pairs=tuple((str(left), str(right)) for left, right in pairs.items()),
        accepted=tuple(data.get("accepted", ())),
        html=str(data.get("html", "")),
    )
