"""One question as a class will see it, for the preview of an editor. Needs no session."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.quiz.kinds import KINDS, find_kind
from app.quiz.kinds.base import Problem, PublicQuestion, Solution
from app.quiz.markup import keep_together, render
from app.quiz.model import Media, Question, RichText
from app.quiz.pictures import MEDIA

_DRAWN: Final = "drawn:"


@dataclass(frozen=True, slots=True)
class Shown:
    """drawn: formulas (SVG) by their address in the HTML; pictures of the quiz have `media:NAME`.
    problems: what could not be drawn, see `app.quiz.finishing.Rendered`."""

    public: PublicQuestion
    solution: Solution
    drawn: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def show_question(question: Question, names: frozenset[str]) -> Shown:
    """names: of the quiz's media. Raises `Trouble('kind_unknown')`. May take a second for new formulas."""
    drawn: dict[str, bytes] = {}
    found: list[Problem] = []

    def add_drawing(media: Media) -> str:
        address = _DRAWN + hashlib.sha256(media.data).hexdigest()[:16]
        drawn[address] = media.data
        return address

    def draw(text: RichText) -> str:
        rendered = render(text, lambda name: MEDIA + name if name in names else "", add_drawing)
        found.extend(rendered.problems)
        return keep_together(rendered.html)

    kind = find_kind(question.kind)
    public = kind.public(question, draw, list)
    solution = kind.solution(question, draw)
    unique = {(problem.code, str(problem.params)): problem for problem in found}
    return Shown(public, solution, drawn, tuple(unique.values()))


def problems_of(question: Question) -> list[Problem]:
    """Why the question cannot be asked; `[]` also for a kind that only a newer program knows."""
    kind = KINDS.get(question.kind)
    return kind.check(question) if kind else []
