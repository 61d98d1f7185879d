"""A question on the wall: text, picture, body and, at the reveal, the explanation, as large as all fit."""

from collections.abc import Iterable
from functools import partial
from html import escape
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.signs import direction_of, plain_text
from widgets.language import translate
from widgets.parts.rich_text import LoadMedia
from widgets.projector.bodies import make_body
from widgets.projector.cards import CardGrid
from widgets.projector.fitting import LARGE, SMALL, TALLEST, largest
from widgets.projector.gaps import gap_text
from widgets.projector.look import Look
from widgets.projector.picture import Picture, split_picture
from widgets.projector.pieces import RichPiece, draw_card, flip
from widgets.projector.stage import Stage
from widgets.projector.wall import Question, Scene

PICTURES: Final = (0.52, 0.4, 0.3, 0.22)
"""How high a picture may be, as shares of the room; the first with which the type is large is taken."""
SLIDE_PICTURES: Final = (0.8, 0.7, 0.6, 0.5, 0.4)
LONG: Final = 170
"""Characters from which a text is set in the usual weight: much bold text is hard to read."""
_BODY: Final = 0.76  # type of the body, in that of the question
_AIR: Final = 0.45  # of the room that stays free lies between text and body
_SLIM: Final = 1.5  # width by height: a picture slimmer than this stands beside the choices
_BESIDE: Final = 0.42  # of the width, at most, is a picture beside the choices


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
        if not plain_text(html) and "<img" not in html:
            html = f"<p>{escape(translate('Question asked aloud'))}</p>"
        html, address = split_picture(html)
        self._picture = Picture(address, load) if address else None
        words = plain_text(html)
        bold = question.kind != "slide" and len(words) < LONG
        self._text = RichPiece(html, load, rtl=self._rtl, bold=bold)
        self._has_text = bool(words) or "<img" in html
        why = solution.html if solution else ""
        self._why = RichPiece(why, load, rtl=self._rtl) if plain_text(why) or "<img" in why else None
        self._width = self._top = self._picture_top = self._body_top = self._why_top = 0.0
        self._picture_high = 0.0
        self._beside = False

    def lay_out(self, width: float, height: float) -> None:
        look = self.look
        low, high = look.type(SMALL), look.type(TALLEST)
        self._width = width
        self._beside = (
            self._picture is not None
            and isinstance(self._body, CardGrid)
            and self._picture.aspect < _SLIM
            and width > height * 1.25
        )
        chosen: tuple[int, float] | None = None
        shares = SLIDE_PICTURES if self._body is None else PICTURES
        for share in shares if self._has_picture() else shares[:1]:
            size = largest(partial(self._fits, share=share, room=height), low, high)
            if size is not None and (chosen is None or size > chosen[0]):
                chosen = (size, share)
            if size is not None and size >= look.type(LARGE):
                break
        size, share = chosen or (low, shares[-1])
        self.height = self._need(size, share, height)
        self._spread(max(height - self.height, 0.0))

    def paint(self, painter: QPainter, grown: float) -> None:
        if self._has_text:
            self._text.paint(painter, 0, self._top)
        if self._picture is not None:
            self._picture.paint(painter, self._picture_box(), self.look)
        if self._body is not None:
            painter.save()
            painter.translate(self._body_left(), self._body_top)
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

    def misses(self, address: str) -> bool:
        # The picture's address is asked for before the picture arrives, and it alone changes the lay-out.
        return super().misses(address) or (self._picture is not None and self._picture.address == address)

    def boxes(self) -> list[QRectF]:
        found = [QRectF(0, self._top, self._text.width, self._text.height)] if self._has_text else []
        if self._picture is not None:
            box = QRectF(0, 0, self._picture.size.width(), self._picture.size.height())
            box.moveCenter(self._picture_box().center())
            found.append(box)
        if self._body is not None:
            found += [box.translated(self._body_left(), self._body_top) for box in self._body.boxes()]
        return [*found, self._why_box()] if self._why is not None else found

    # --- places -----------------------------------------------------------------------------------

    def _pad(self) -> float:
        return self.look.px(0.016)

    def _gap(self, size: int) -> float:
        return size * 0.5

    def _why_box(self) -> QRectF:
        assert self._why is not None
        return QRectF(0, self._why_top, self._width, self._why.height + 2 * self._pad())

    def _picture_box(self) -> QRectF:
        """The room of the picture: a line of its own, or the end of the body's."""
        assert self._picture is not None
        if not self._beside:
            return QRectF(0, self._picture_top, self._width, self._picture_high)
        wide = self._picture.size.width()
        return flip(
            QRectF(self._width - wide, self._picture_top, wide, self._picture_high), self._width, self._rtl
        )

    def _body_left(self) -> float:
        return self._width - self._body_width() if self._rtl else 0.0

    def _body_width(self) -> float:
        if not self._beside or self._picture is None:
            return self._width
        return self._width - self._picture.size.width() - self.look.px(0.04)

    # --- laying out -------------------------------------------------------------------------------

    def _has_picture(self) -> bool:
        return "<img" in self._question.html or any("<img" in item.html for item in self._question.choices)

    def _fits(self, size: int, *, share: float, room: float) -> bool:
        return self._need(size, share, room) <= room

    def _need(self, size: int, share: float, room: float) -> float:
        """Lay out at this size of the question's type; the height that all takes."""
        look, gap = self.look, self._gap(size)
        shade = look.colour("ink")
        need = 0.0
        self._top = 0.0
        if self._has_text:
            need = self._text.lay_out(self._width, size, shade, room * share) + gap
            if self._text.is_squeezed and size > look.type(SMALL):
                return room + 1
        why = 0.0
        if self._why is not None:
            pad = self._pad()
            type_ = max(look.smallest, min(round(size * 0.6), look.type(1 / 24)))
            why = self._why.lay_out(self._width - 3 * pad, type_, shade, room * share * 0.6) + 2 * pad + gap
        self._picture_top = self._body_top = need
        small = max(look.smallest, round(size * _BODY))
        if self._picture is not None and self._beside:
            high = max(room - need - why, room * share)
            self._picture.lay_out(self._width * _BESIDE, high, look)
            need += max(self._lay_out_body(small, room - need - why, room * share), room * share)
            self._picture_high = need - self._picture_top
        else:
            if self._picture is not None:
                self._picture_high = self._picture.lay_out(self._width, room * share, look)
                need += self._picture_high + (gap if self._body is not None else 0.0)
                self._body_top = need
            need += self._lay_out_body(small, room - need - why, room * share)
        self._why_top = need + gap
        return need + why

    def _lay_out_body(self, size: int, room: float, picture: float) -> float:
        if self._body is None:
            return 0.0
        self._body.look = self.look
        return self._body.lay_out(self._body_width(), room, size, picture * 0.55)

    def _spread(self, free: float) -> None:
        """Share out the room that is left: picture and body grow, the rest is air above and between."""
        if self._picture is not None and not self._beside:
            before = self._picture_high
            self._picture_high = self._picture.lay_out(self._width, before + free * 0.7, self.look)
            grown = self._picture_high - before
            self._body_top += grown
            self._why_top += grown
            free -= grown
        if self._body is None:
            self._top += free * 0.4
            self._picture_top += free * 0.4
            return
        before = max(self._body.height, self._picture_high if self._beside else 0.0)
        grown = max(self._body.fill(before + free) - before, 0.0)
        if self._beside:
            grown = free
            self._picture_high += grown
            self._body_top += max(self._picture_high - self._body.height, 0.0) / 2
        self._why_top += grown
        free -= grown
        air = free * _AIR
        self._top += air * 0.5
        self._picture_top += air if not self._has_text else air * 0.75
        self._body_top += air
        self._why_top += air + (free - air) * 0.5
        self.height += free
