"""What the stages of the wall are put together from: rich text, plain text, cards, signs."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from widgets.language import is_rtl
from widgets.parts.icons import icon_pixmap
from widgets.parts.rich_text import LoadMedia, RichDocument
from widgets.projector.look import Look
from widgets.theme import number_font, text_font

_LEADING: Final = Qt.AlignmentFlag.AlignLeft
MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class RichPiece:
    """A piece of the quiz's text at a width and a size; what is wider than that is drawn smaller."""

    def __init__(self, html: str, load: LoadMedia, *, rtl: bool | None = None, bold: bool = False) -> None:
        self._html, self._rtl, self._bold = html, rtl, bold
        self._document = RichDocument(load)
        self._made: tuple[float, int, str, float] | None = None
        self._scale = 1.0
        self.is_squeezed = False
        """Whether something in it, a word or a table, was too wide for this size of type."""
        self.width = 0.0
        self.height = 0.0

    @property
    def missing(self) -> set[str]:
        """Addresses of pictures that are not there yet."""
        return self._document.missing

    def forget(self) -> None:
        """Lay out anew although nothing was asked for differently: a picture has arrived."""
        self._made = None

    def lay_out(self, width: float, size: int, shade: QColor, picture: float) -> float:
        """The height that it takes. size: of the type; picture: the most that a picture may be high."""
        wanted = (width, size, shade.name(), picture)
        if wanted != self._made:
            self._set(width, size, shade, picture, whole_words=True)
            self.is_squeezed = self._document.size().width() > width + 1
            if self.is_squeezed:
                self._set(width, size, shade, picture, whole_words=False)
            drawn = self._document.size()
            self._scale = min(width / drawn.width(), 1.0) if drawn.width() > width + 1 else 1.0
            self.width, self.height = width, drawn.height() * self._scale
            self._made = wanted
        return self.height

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.translate(x, y)
        painter.scale(self._scale, self._scale)
        self._document.drawContents(painter)
        painter.restore()

    def _set(self, width: float, size: int, shade: QColor, picture: float, *, whole_words: bool) -> None:
        room = QSizeF(width, picture)
        self._document.set_content(
            self._html, size, shade, room, bold=self._bold, rtl=self._rtl, whole_words=whole_words
        )


def flip(box: QRectF, width: float, rtl: bool) -> QRectF:
    """The same place in a page of this width that is written from right to left."""
    return QRectF(width - box.right(), box.y(), box.width(), box.height()) if rtl else box


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    size: int,
    shade: QColor,
    *,
    align: Qt.AlignmentFlag = _LEADING,
    bold: bool = False,
    rtl: bool | None = None,
    numbers: bool = False,
) -> None:
    """A line of plain text in the middle of the box's height, cut with three dots where it is too long.

    align: Left stands for where lines begin and Right for where they end. rtl: None as the interface.
    """
    rtl = is_rtl() if rtl is None else rtl
    if rtl and align == Qt.AlignmentFlag.AlignLeft:
        align = Qt.AlignmentFlag.AlignRight
    elif rtl and align == Qt.AlignmentFlag.AlignRight:
        align = Qt.AlignmentFlag.AlignLeft
    painter.setFont(number_font(size) if numbers else text_font(size, bold=bold))
    painter.setPen(shade)
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(round(box.width()) + 1, 1))
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    painter.drawText(box, align | MIDDLE | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine, cut)


@lru_cache(maxsize=4096)
def text_width(text: str, size: int, *, bold: bool = False, numbers: bool = False) -> float:
    """How wide a line of plain text is, in pixels."""
    font = number_font(size) if numbers else text_font(size, bold=bold)
    return QFontMetricsF(font).horizontalAdvance(text) + 1


def fit_size(text: str, width: float, size: int, smallest: int) -> int:
    """The size of bold type in which a line fits: `size`, or less, but not less than `smallest`."""
    wide = text_width(text, size, bold=True)
    return size if wide <= width else max(int(size * width / wide), smallest)


def line_height(size: int, *, bold: bool = False) -> float:
    """The height of a line of plain text."""
    return QFontMetricsF(text_font(size, bold=bold)).height()


def draw_card(
    painter: QPainter,
    box: QRectF,
    look: Look,
    *,
    edge: str = "edge",
    ground: str = "surface",
    width: float = 0,
) -> None:
    """A surface with a border. edge, ground: names of colours; width: of the border, 0 for the usual."""
    pen = width or max(look.unit / 360, 1.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour(edge), pen))
    painter.setBrush(look.colour(ground))
    radius = look.unit / 60
    painter.drawRoundedRect(box.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), radius, radius)


def draw_check(painter: QPainter, box: QRectF, look: Look) -> None:
    """The sign of what is right: a check mark on a disc."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("garden"))
    painter.drawEllipse(box)
    pen = QPen(look.colour("surface"), box.width() * 0.12)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [
        QPointF(box.x() + x * box.width(), box.y() + y * box.height())
        for x, y in ((0.28, 0.53), (0.44, 0.68), (0.73, 0.35))
    ]
    painter.drawPolyline(points)


def draw_disc(painter: QPainter, box: QRectF, text: str, look: Look, ground: str = "tint") -> None:
    """A number on a disc: a place, a step, a gap."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawEllipse(box)
    painter.setFont(number_font(round(box.height() * 0.56)))
    painter.setPen(look.colour("ink"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_bar(painter: QPainter, track: QRectF, share: float, look: Look, shade: QColor, *, rtl: bool) -> None:
    """A share (0 to 1) of a track as a bar that begins where lines begin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = track.height() / 2
    painter.setBrush(look.colour("line"))
    painter.drawRoundedRect(track, radius, radius)
    if share <= 0:
        return
    bar = QRectF(track)
    bar.setWidth(max(track.width() * min(share, 1.0), track.height()))
    if rtl:
        bar.moveRight(track.right())
    painter.setBrush(shade)
    painter.drawRoundedRect(bar, radius, radius)


def draw_icon(painter: QPainter, box: QRectF, name: str, shade: QColor) -> None:
    """One of our icons, filling a square box."""
    side = max(round(box.width()), 1)
    painter.drawPixmap(round(box.x()), round(box.y()), icon_pixmap(name, shade.name(), side))
