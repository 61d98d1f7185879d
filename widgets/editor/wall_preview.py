"""A question as the wall shows it, small: drawn at 1280 x 720 and scaled to the room there is."""

from html import escape
from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.quiz.shown import Shown
from app.signs import direction_of, plain_text
from widgets.parts.choice_mark import paint_choice_mark
from widgets.parts.icons import icon_pixmap
from widgets.parts.rich_text import LoadMedia, RichDocument
from widgets.theme import choice_colour, colour, tokens

SIZE: Final = QSizeF(1280, 720)
EDGE: Final = 44.0
_TYPES: Final = (60, 54, 48, 44, 40, 36, 33)  # from 1/12 to 1/22 of the height


class _Piece:
    """A text in a box. index: of the choice whose sign it has, None for none."""

    def __init__(self, html: str, load: LoadMedia, index: int | None, sign: str, right: bool) -> None:
        self.html, self.index, self.sign, self.right = html, index, sign, right
        self.document = RichDocument(load)

    def lay_out(self, size: int, width: float) -> float:
        room = width - (size * 2.4 if self.has_sign else size * 0.8)
        self.document.set_content(self.html, size, colour("ink"), QSizeF(room, 260.0))
        return self.document.size().height() + size * 0.7

    @property
    def has_sign(self) -> bool:
        return self.index is not None or bool(self.sign)


class WallPreview(QWidget):
    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._asked: RichDocument | None = None
        self._html = ""
        self._pieces: list[_Piece] = []
        self._rtl = False
        self._solved = False
        self._size = _TYPES[0]
        self._columns = 1
        self._heights: list[float] = []

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def heightForWidth(self, width: int) -> int:
        return round(width * SIZE.height() / SIZE.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def show_question(self, shown: Shown, load: LoadMedia, *, solved: bool) -> None:
        public, solution = shown.public, shown.solution
        self._html, self._solved = public.html, solved
        self._rtl = direction_of(public.html) == "rtl"
        self._asked = RichDocument(load)
        right = set(solution.right) if solved else set()
        rights = {item.id: item.html for item in public.rights}
        self._pieces = []
        if public.kind == "ordering":
            html = {item.id: item.html for item in public.choices}
            ids = solution.right if solved else tuple(html)
            self._pieces = [_Piece(html[i], load, None, str(n), solved) for n, i in enumerate(ids, start=1)]
        elif public.kind == "matching":
            for number, left in enumerate(public.lefts, start=1):
                self._pieces.append(_Piece(left.html, load, None, str(number), False))
                if solved:
                    other = rights.get(solution.pairs.get(left.id, ""), "–")
                    self._pieces.append(_Piece(other, load, None, "", True))
            if not solved:
                self._pieces += [_Piece(html, load, n, "", False) for n, html in enumerate(rights.values())]
        else:
            for n, choice in enumerate(public.choices):
                self._pieces.append(_Piece(choice.html, load, n, "", choice.id in right))
        if solved and solution.accepted:
            self._pieces += [_Piece(escape(text), load, None, "", True) for text in solution.accepted[:6]]
        self._two = public.kind == "matching" or len(self._pieces) > 3
        self.setAccessibleName(plain_text(public.html))
        self._fit()
        self.update()

    def _fit(self) -> None:
        """The largest type with which everything has room."""
        assert self._asked is not None
        width = SIZE.width() - 2 * EDGE
        for size in _TYPES:
            self._size, self._columns = size, 2 if self._two else 1
            self._asked.set_content(self._html, size, colour("ink"), QSizeF(width, 330.0), bold=True)
            each = (width - 24.0 * (self._columns - 1)) / self._columns
            heights = [piece.lay_out(round(size * 0.8), each) for piece in self._pieces]
            lines = [heights[n : n + self._columns] for n in range(0, len(heights), self._columns)]
            self._heights = [max(line) for line in lines]
            total = self._asked.size().height() + sum(self._heights) + 18.0 * len(lines) + 2 * EDGE
            if total <= SIZE.height():
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(QColor(tokens().paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        scale = self.width() / SIZE.width()
        painter.setClipRect(self.rect())
        painter.scale(scale, scale)
        if self._asked is not None:
            painter.save()
            painter.translate(EDGE, EDGE)
            self._asked.drawContents(painter)
            painter.restore()
            self._paint_pieces(painter, EDGE + self._asked.size().height() + 26.0)
        painter.end()

    def _paint_pieces(self, painter: QPainter, top: float) -> None:
        each = (SIZE.width() - 2 * EDGE - 24.0 * (self._columns - 1)) / self._columns
        for number, piece in enumerate(self._pieces):
            line, place = divmod(number, self._columns)
            if self._rtl:
                place = self._columns - 1 - place
            y = top + sum(self._heights[:line]) + 18.0 * line
            self._paint_piece(
                painter, piece, QRectF(EDGE + place * (each + 24.0), y, each, self._heights[line])
            )

    def _paint_piece(self, painter: QPainter, piece: _Piece, box: QRectF) -> None:
        size = round(self._size * 0.8)
        faded = self._solved and not piece.right and any(other.right for other in self._pieces)
        painter.save()
        painter.setOpacity(0.45 if faded else 1.0)
        edge = colour("garden") if piece.right else colour("line")
        if piece.index is not None and not piece.right:
            edge = choice_colour(piece.index)
        painter.setPen(QPen(edge, 4 if piece.right else 2))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(box, 16, 16)
        side, gap = size * 1.3, size * 0.4
        start = box.right() - gap - side if self._rtl else box.x() + gap
        mark = QRectF(start, box.center().y() - side / 2, side, side)
        if piece.index is not None:
            paint_choice_mark(painter, mark, piece.index)
        elif piece.sign:
            font = painter.font()
            font.setPixelSize(size)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(colour("soft"))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, piece.sign)
        text_x = box.x() + (gap if self._rtl or not piece.has_sign else gap * 2 + side)
        height = piece.document.size().height()
        painter.translate(text_x, box.center().y() - height / 2)
        piece.document.drawContents(painter)
        painter.restore()
        if piece.right:
            tick = icon_pixmap("check", tokens().garden, size)
            x = box.x() + 12 if self._rtl else box.right() - size - 12
            painter.drawPixmap(round(x), round(box.center().y() - size / 2), tick)
