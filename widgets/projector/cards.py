"""Choices, items and gaps as cards in one or two columns, with the distribution inside them at the reveal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.signs import show_percent
from widgets.language import language
from widgets.parts.choice_mark import paint_choice_mark
from widgets.parts.rich_text import LoadMedia
from widgets.projector.body import Body
from widgets.projector.fitting import level
from widgets.projector.pieces import (
    RichPiece,
    draw_bar,
    draw_card,
    draw_check,
    draw_disc,
    draw_text,
    flip,
    text_width,
)
from widgets.theme import choice_colour

# In sizes of the type.
_PAD, _MARK, _GAP, _CHECK, _BETWEEN, _TALLEST = 0.45, 1.7, 0.55, 1.35, 0.5, 4.2
_FADED: Final = 0.45  # strength of the sign of what is not right


@dataclass(frozen=True, slots=True)
class Card:
    """key: of its line in the distribution. index: of its letter and shape, None for none; sign: a number on
    a disc in their place. state: 'right' and 'other' at the reveal, '' where nothing is right or wrong."""

    key: str
    html: str
    index: int | None = None
    sign: str = ""
    state: Literal["", "right", "other"] = ""


class CardGrid(Body):
    """columns: how many, the preferred first. down: whether the order runs down the columns."""

    def __init__(
        self,
        cards: Sequence[Card],
        load: LoadMedia,
        rtl: bool,
        columns: Sequence[int] = (2, 1),
        *,
        down: bool = False,
    ) -> None:
        super().__init__(rtl)
        self._cards = cards
        self._pieces = [RichPiece(card.html, load, rtl=rtl) for card in cards]
        self._columns = columns
        self._down = down
        self._counts: Mapping[str, int] = {}
        self._answers = 0
        self._size = 0
        self._places: list[QRectF] = []
        self._count = 1
        self._width = 0.0
        self._rows: list[float] = []

    @property
    def height(self) -> float:
        return sum(self._rows) + self._between() * max(len(self._rows) - 1, 0)

    def set_counts(self, counts: Mapping[str, int], answers: int) -> bool:
        """The distribution, by key; nothing where it may not be seen. Whether it is another one."""
        known = (self._counts, self._answers)
        self._counts, self._answers = counts, answers if counts else 0
        return known != (self._counts, self._answers)

    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        tried = []
        for count in self._columns:
            height, squeezed = self._try(count, width, size, picture)
            if height <= room and not squeezed:
                return height
            tried.append((squeezed, height, count))
        squeezed, height, count = min(tried)
        self._try(count, width, size, picture)
        # A word cut in two is worse than smaller type, as long as there is smaller type.
        return room + 1 if squeezed and size > self.look.smallest else height

    def fill(self, room: float) -> float:
        tallest = self._size * _TALLEST + self._counted()
        free = room - self._between() * max(len(self._rows) - 1, 0)
        self._rows = level(self._rows, free, tallest)
        self._place()
        return self.height

    def pieces(self) -> Iterable[RichPiece]:
        return self._pieces

    def boxes(self) -> list[QRectF]:
        return self._places

    def paint(self, painter: QPainter, grown: float) -> None:
        for card, piece, place in zip(self._cards, self._pieces, self._places, strict=True):
            self._paint_card(painter, card, piece, place, grown)

    # --- laying out -------------------------------------------------------------------------------

    def _between(self) -> float:
        return self._size * _BETWEEN * self._ease()

    def _ease(self) -> float:
        """Spaces are narrower in the smallest type, where every line counts."""
        return 0.7 if self._size <= self.look.smallest * 1.1 else 1.0

    def _pad(self) -> float:
        return self._size * _PAD * self._ease()

    def _counted(self) -> float:
        """Height of the line that holds bar and count."""
        return self._count_size() * 1.45 if self._counts else 0.0

    def _count_size(self) -> int:
        return max(self.look.smallest, round(self._size * 0.7))

    def _lead(self, card: Card) -> float:
        """What stands before the text: the sign."""
        return self._size * (_MARK + _GAP) if card.index is not None or card.sign else 0.0

    def _trail(self, card: Card) -> float:
        return self._size * (_CHECK + _GAP) if any(other.state for other in self._cards) else 0.0

    def _text_width(self, card: Card, width: float) -> float:
        return width - 2 * self._pad() - self._lead(card) - self._trail(card)

    def _try(self, count: int, width: float, size: int, picture: float) -> tuple[float, bool]:
        """Lay out in `count` columns; the height, and whether something was too wide."""
        self._size, self._count, self._width = size, min(count, len(self._cards)) or 1, width
        each = self._column_width()
        heights, squeezed = [], False
        for card, piece in zip(self._cards, self._pieces, strict=True):
            shade = self.look.colour("soft" if card.state == "other" else "ink")
            text = piece.lay_out(max(self._text_width(card, each), size), size, shade, picture)
            squeezed = squeezed or piece.is_squeezed
            sign = size * _MARK if self._lead(card) else 0.0
            heights.append(max(text + self._counted(), sign) + 2 * self._pad())
        self._rows = [0.0] * -(-len(heights) // self._count)
        for index, height in enumerate(heights):
            row = self._cell(index)[0]
            self._rows[row] = max(self._rows[row], height)
        self._place()
        return self.height, squeezed

    def _column_width(self) -> float:
        return (self._width - self._between() * (self._count - 1)) / self._count

    def _cell(self, index: int) -> tuple[int, int]:
        """Row and column of a card."""
        rows = -(-len(self._cards) // self._count)
        return (index % rows, index // rows) if self._down else divmod(index, self._count)

    def _place(self) -> None:
        each, gap = self._column_width(), self._between()
        self._places = []
        for index in range(len(self._cards)):
            row, column = self._cell(index)
            box = QRectF(column * (each + gap), sum(self._rows[:row]) + gap * row, each, self._rows[row])
            self._places.append(flip(box, self._width, self.rtl))

    # --- painting ---------------------------------------------------------------------------------

    def _paint_card(self, painter: QPainter, card: Card, piece: RichPiece, box: QRectF, grown: float) -> None:
        look, size, rtl = self.look, self._size, self.rtl
        right = card.state == "right"
        draw_card(
            painter,
            box,
            look,
            edge="garden" if right else "edge",
            width=look.unit / 150 if right else 0,
        )
        painter.save()
        painter.translate(box.topLeft())
        width, pad = box.width(), self._pad()
        side = size * _MARK
        sign = flip(QRectF(pad, (box.height() - side) / 2, side, side), width, rtl)
        if card.index is not None:
            strength = 1 - (1 - _FADED) * grown if card.state == "other" else 1.0
            paint_choice_mark(painter, sign, card.index, strength=strength)
        elif card.sign:
            draw_disc(
                painter, sign.adjusted(side * 0.06, side * 0.06, -side * 0.06, -side * 0.06), card.sign, look
            )
        text_box = flip(
            QRectF(pad + self._lead(card), 0, self._text_width(card, width), box.height()), width, rtl
        )
        top = (box.height() - piece.height - self._counted()) / 2
        piece.paint(painter, text_box.x(), top)
        if self._counts:
            line = QRectF(text_box.x(), top + piece.height, text_box.width(), self._counted())
            self._paint_count(painter, card, line, grown)
        if right:
            check = size * _CHECK
            place = QRectF(width - pad - check, (box.height() - check) / 2, check, check)
            draw_check(painter, flip(place, width, rtl), look)
        painter.restore()

    def _paint_count(self, painter: QPainter, card: Card, line: QRectF, grown: float) -> None:
        """The bar, and behind it how many and which share."""
        look, size = self.look, self._count_size()
        count = self._counts.get(card.key, 0)
        shown = round(count * grown)
        words = f"{shown}  ·  {show_percent(language(), shown, self._answers)}"
        room = text_width(f"{self._answers}  ·  {show_percent(language(), 1, 1)}", size, numbers=True)
        room = min(room, line.width() * 0.6)
        track = QRectF(
            line.x(), line.center().y() - size * 0.2, max(line.width() - room - size * 0.5, 1), size * 0.42
        )
        numbers = QRectF(line.right() - room, line.y(), room, line.height())
        if self.rtl:
            track.moveRight(line.right())
            numbers.moveLeft(line.x())
        shade = look.colour("soft")
        if card.state == "right" or (card.index is None and not card.state):
            shade = look.colour("garden")
        elif not card.state and card.index is not None:
            shade = choice_colour(card.index)
        share = grown * count / self._answers if self._answers else 0.0
        draw_bar(painter, track, share, look, shade, rtl=self.rtl)
        draw_text(
            painter,
            numbers,
            words,
            size,
            look.colour("soft" if card.state == "other" else "ink"),
            align=Qt.AlignmentFlag.AlignRight,
            rtl=self.rtl,
            numbers=True,
        )
