"""A question on the wall: its text, its body and, at the reveal, the explanation, as large as all fit."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.signs import direction_of, plain_text
from widgets.parts.rich_text import LoadMedia
from widgets.projector.bodies import make_body
from widgets.projector.fitting import LARGE, SMALL, TALLEST, largest
from widgets.projector.gaps import gap_text
from widgets.projector.look import Look
from widgets.projector.pieces import RichPiece, draw_card
from widgets.projector.stage import Stage
from widgets.projector.wall import Question, Scene

PICTURES: Final = (0.52, 0.4, 0.3, 0.22)
"""How high a picture may be, as shares of the room; the first with which the type is large is taken."""
_BODY: Final = 0.76  # type of the body, in that of the question
_MOST: Final = 0.45  # of the free room goes into the body's growth; the rest is air


def is_rtl_question(question: Question) -> bool:
    """Whether the question's own words run from right to left."""
    texts = [item.html for item in (*question.choices, *question.lefts, *question.rights)]
    return direction_of(question.html, *texts) == "rtl"


class QuestionStage(Stage):
    """Also a slide, a closed question and the reveal."""

    def __init__(self, scene: Scene, look: Look, load: LoadMedia) -> None:
        super().__init__(scene, look, load)
        question, solution = scene.wall.question, scene.wall.solution
        assert question is not None
        self.moves = solution is not None
        self._question = question
        self._rtl = is_rtl_question(question)
        self._body = make_body(scene, load, self._rtl)
        html = gap_text(question, scene, look) if question.kind == "gaps" else question.html
        self._text = RichPiece(html, load, rtl=self._rtl, bold=question.kind != "slide")
        why = solution.html if solution else ""
        self._why = RichPiece(why, load, rtl=self._rtl) if plain_text(why) or "<img" in why else None
        self._width = self._top = self._body_top = self._why_top = 0.0

    def lay_out(self, width: float, height: float) -> None:
        look = self.look
        low, high = look.type(SMALL), look.type(TALLEST)
        self._width = width
        chosen: tuple[int, float] | None = None
        for share in PICTURES if self._has_picture() else PICTURES[:1]:
            size = largest(lambda size, share=share: self._need(size, share, height) <= height, low, high)  # type: ignore[misc]
            if size is not None and (chosen is None or size > chosen[0]):
                chosen = (size, share)
            if size is not None and size >= look.type(LARGE):
                break
        size, share = chosen or (low, PICTURES[-1])
        self.height = self._need(size, share, height)
        self._spread(max(height - self.height, 0.0))

    def paint(self, painter: QPainter, grown: float) -> None:
        self._text.paint(painter, 0, self._top)
        if self._body is not None:
            painter.save()
            painter.translate(0, self._body_top)
            self._body.paint(painter, grown)
            painter.restore()
        if self._why is not None:
            draw_card(painter, self._why_box(), self.look, edge="tint", ground="tint")
            pad = self._pad()
            self._why.paint(painter, pad * 1.5, self._why_top + pad)

    def take(self, scene: Scene) -> bool:
        super().take(scene)
        return self._body is not None and self._body.take(scene)

    def describe(self) -> str:
        question = self._question
        parts = [question.html, *(item.html for item in (*question.choices, *question.lefts))]
        return ". ".join(text for part in parts if (text := plain_text(part)))

    def pieces(self) -> Iterable[RichPiece]:
        yield self._text
        if self._body is not None:
            yield from self._body.pieces()
        if self._why is not None:
            yield self._why

    def boxes(self) -> list[QRectF]:
        found = [QRectF(0, self._top, self._text.width, self._text.height)]
        if self._body is not None:
            found += [box.translated(0, self._body_top) for box in self._body.boxes()]
        return [*found, self._why_box()] if self._why is not None else found

    # --- laying out -------------------------------------------------------------------------------

    def _has_picture(self) -> bool:
        return "<img" in self._question.html or any("<img" in item.html for item in self._question.choices)

    def _pad(self) -> float:
        return self.look.px(0.016)

    def _gap(self, size: int) -> float:
        return size * 0.5

    def _why_box(self) -> QRectF:
        assert self._why is not None
        return QRectF(0, self._why_top, self._width, self._why.height + 2 * self._pad())

    def _need(self, size: int, picture: float, room: float) -> float:
        """Lay out at this size of the question's type; the height that all takes."""
        look = self.look
        shade = look.colour("ink")
        small = max(look.smallest, round(size * _BODY))
        need = self._text.lay_out(self._width, size, shade, room * picture)
        if self._text.is_squeezed and size > look.type(SMALL):
            return room + 1
        self._top, self._why_top = 0.0, 0.0
        why = 0.0
        if self._why is not None:
            pad = self._pad()
            type_ = max(look.smallest, min(round(size * 0.6), look.type(1 / 24)))
            why = self._why.lay_out(self._width - 3 * pad, type_, shade, room * picture * 0.6) + 2 * pad
            why += self._gap(size)
        self._body_top = need + self._gap(size)
        if self._body is not None:
            self._body.look = look
            free = room - self._body_top - why
            need = self._body_top + self._body.lay_out(self._width, free, small, room * picture * 0.55)
        self._why_top = need + self._gap(size)
        return need + why

    def _spread(self, free: float) -> None:
        """Share out the room that is left: the body grows, the rest is air above and between."""
        if self._body is not None:
            before = self._body.height
            grown = self._body.fill(before + free) - before
            self._why_top += grown
            free -= grown
        air = free * _MOST
        if self._body is None:
            self._top = free * 0.4
            return
        self._top = air * 0.5
        self._body_top += air
        self._why_top += air + (free - air) * 0.5
        self.height += free
