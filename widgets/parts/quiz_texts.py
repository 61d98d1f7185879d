"""A quiz's texts as safe HTML for this window, with the pictures and formulas that they show.

No widget is touched here, so questions can be made ready beside the window: formulas take a while to draw.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.quiz.kinds import find_kind
from app.quiz.kinds.base import PublicQuestion, Solution
from app.quiz.markup import keep_together, render
from app.quiz.model import Media, Question, Quiz, RichText

_DRAWN: Final = "drawn:"


@dataclass(frozen=True, slots=True)
class Shown:
    """A question made ready to be drawn, with what is right in it. number: its place, from 1."""

    number: int
    question: Question
    public: PublicQuestion
    solution: Solution
    load: "QuizTexts"


class QuizTexts:
    """Texts of one quiz. May be called from any thread; equal texts give equal HTML."""

    def __init__(self, quiz: Quiz) -> None:
        self._media = quiz.media
        self._drawn: dict[str, Media] = {}

    def render(self, text: RichText) -> str:
        """Safe HTML; its pictures are found by `__call__`."""
        drawn = render(text, lambda name: f"quiz:{name}" if name in self._media else "", self._add)
        return keep_together(drawn.html)

    def __call__(self, address: str) -> bytes | None:
        """The bytes behind an address of the HTML, as `RichText` asks for them."""
        if address.startswith("quiz:"):
            media = self._media.get(address.removeprefix("quiz:"))
        else:
            media = self._drawn.get(address)
        return media.data if media else None

    def show(self, number: int, question: Question) -> Shown:
        """Raises `Trouble('kind_unknown')`."""
        kind = find_kind(question.kind)
        public = kind.public(question, self.render, _in_order)
        return Shown(number, question, public, kind.solution(question, self.render), self)

    def _add(self, media: Media) -> str:
        address = _DRAWN + hashlib.sha256(media.data).hexdigest()[:32]
        self._drawn[address] = media
        return address


def _in_order(items: Sequence[Any]) -> list[Any]:
    """As written: nothing is hidden from the teacher."""
    return list(items)
