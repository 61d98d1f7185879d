"""The quiz's own text on the desktop: the same safe HTML as on phones, with pictures and drawn formulas.

Qt knows two ways of placing a picture on a line: its bottom on the base line, or its middle a quarter of the
height of an x above it. A formula is given the place and is drawn so that its own base line falls right.
"""

import re
import weakref
from collections.abc import Callable
from functools import lru_cache, partial
from html import unescape
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPyTextObject,
    QResizeEvent,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.signs import plain_text
from widgets.theme import text_font, tokens

LoadMedia = Callable[[str], bytes | None]
"""The bytes behind an address in the HTML; None while they are not there (yet)."""

_IMAGE: Final = re.compile(r"<img\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_STEPS: Final = re.compile(r"\bfh-(\d+)\b.*\bva-(\d+)\b|\bva-(\d+)\b.*\bfh-(\d+)\b")
_BEFORE_SIGN: Final = re.compile(r"(?<=«) | (?=[?!:;»](?:[\s<]|$))")
"""What French writes before and after these signs: no line may begin with a question mark."""
_SCALE: Final = 2.0
_PICTURE: Final = QTextFormat.ObjectTypes.ImageObject.value


def _no_media(address: str) -> bytes | None:
    return None


class RichDocument(QTextDocument):
    """Lays out safe HTML in one size and colour; for widgets and painters."""

    def __init__(self, load: LoadMedia = _no_media) -> None:
        super().__init__()
        self._load = load
        self._html = ""
        self._size = 16
        self._bold = False
        self._shade = QColor(tokens().ink)
        self._room = QSizeF(600, 400)
        self._draw: dict[str, Callable[[], QImage]] = {}
        self._drawn: dict[str, QImage] = {}
        self._placer = _Placer(self)
        self.documentLayout().registerHandler(_PICTURE, self._placer)
        self.missing: set[str] = set()
        self.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.setDefaultTextOption(option)

    def set_content(
        self,
        html: str,
        size: int,
        shade: QColor,
        room: QSizeF,
        *,
        bold: bool = False,
        rtl: bool | None = None,
        whole_words: bool = False,
    ) -> None:
        """size: of the type, in pixels. room: width to fill and the height that a picture may have.
        rtl: direction of writing, None for that of each paragraph. whole_words: no word is broken; the text
        may become wider than the room instead."""
        self._html, self._size, self._shade, self._room, self._bold = html, size, QColor(shade), room, bold
        option = self.defaultTextOption()
        directions = {
            None: Qt.LayoutDirection.LayoutDirectionAuto,
            True: Qt.LayoutDirection.RightToLeft,
            False: Qt.LayoutDirection.LeftToRight,
        }
        option.setTextDirection(directions[rtl])
        modes = QTextOption.WrapMode
        option.setWrapMode(modes.WordWrap if whole_words else modes.WrapAtWordBoundaryOrAnywhere)
        self.setDefaultTextOption(option)
        self._lay_out()

    def media_arrived(self, address: str) -> bool:
        """Draw anew with a picture that was missing; whether it is one of this text."""
        if address not in self.missing:
            return False
        self._lay_out()
        return True

    def picture(self, name: str) -> QImage:
        """The picture of this name, drawn when it is painted first, not for each size that is tried."""
        if name not in self._drawn:
            self._drawn[name] = self._draw[name]() if name in self._draw else QImage()
        return self._drawn[name]

    def _lay_out(self) -> None:
        self.missing.clear()
        self._draw.clear()
        self._drawn.clear()
        self.setDefaultFont(text_font(self._size, bold=self._bold))
        self.setDefaultStyleSheet(
            f"body{{color:{self._shade.name()}}} p,ul,ol,table,pre{{margin:0 0 {self._size // 4}px 0}}"
            f"td,th{{border:1px solid {tokens().edge};padding:{self._size // 5}px {self._size // 3}px}}"
            "table{border-collapse:collapse}"
        )
        self.setTextWidth(max(self._room.width(), 20))
        text = _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}", self._html)
        self.setHtml(f"<body>{_IMAGE.sub(self._image_tag, text)}</body>")

    def _image_tag(self, match: "re.Match[str]") -> str:
        """The tag with the size that the picture really gets, and the picture under that name."""
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        address = unescape(attributes.get("src", ""))
        alt = attributes.get("alt", "")
        data = self._load(address)
        if data is None:
            if address:
                self.missing.add(address)
            return f"<i>[{alt or '…'}]</i>"
        steps = _STEPS.search(attributes.get("class", ""))
        if "formula" in attributes.get("class", "") and steps:
            height, depth = int(steps[1] or steps[4]), int(steps[2] or steps[3])
            size, draw, align = self._measure_formula(data, height / 10 * self._size, depth / 20 * self._size)
        else:
            size, draw, align = self._measure_picture(data, attributes)
        if size.isEmpty():
            return f"<i>[{alt or '…'}]</i>"
        name = f"drawn:{len(self._draw)}"
        self._draw[name] = draw
        return (
            f'<img src="{name}" width="{size.width()}" height="{size.height()}"'
            f' style="vertical-align:{align}">'
        )

    def _measure_formula(
        self, svg: bytes, height: float, depth: float
    ) -> tuple[QSize, Callable[[], QImage], str]:
        """The formula in the text's colour. height, depth: pixels in all, and below the base line."""
        box = _view_box(svg)
        if box.height() <= 0:
            return QSize(), QImage, "baseline"
        width = box.width() * height / box.height()
        if width > self._room.width() > 0:  # a formula wider than the page is drawn smaller
            share = self._room.width() / width
            width, height, depth = width * share, height * share, depth * share
        metrics = QFontMetricsF(self.defaultFont())
        ascent = height - depth
        if depth <= metrics.descent():
            # Only what stands above the base line takes room; what hangs below it does so as letters do.
            top, taken, align = 0.0, ascent, "baseline"
        else:
            above = metrics.xHeight() / 4
            taken, align = 2 * max(ascent - above, depth + above), "middle"
            top = taken / 2 + above - ascent
        whole = QSizeF(width, max(taken, top + height))
        draw = partial(_draw_formula, svg, whole, QRectF(0, top, width, height), self._shade)
        return QSizeF(width, taken).toSize(), draw, align

    def _measure_picture(
        self, data: bytes, attributes: dict[str, str]
    ) -> tuple[QSize, Callable[[], QImage], str]:
        """The picture, not larger than the room and as large as its tag wishes, in scale with the type."""
        own = picture_size(data)
        if own.isEmpty():
            return QSize(), QImage, "middle"
        scale = self._size / 16
        wished = QSizeF(own) * scale
        width, height = attributes.get("width", ""), attributes.get("height", "")
        if width.isdigit() and int(width):
            wished = QSizeF(int(width) * scale, int(width) * scale * own.height() / own.width())
        elif height.isdigit() and int(height):
            wished = QSizeF(int(height) * scale * own.width() / own.height(), int(height) * scale)
        if wished.width() > self._room.width() or wished.height() > self._room.height():
            wished.scale(self._room, Qt.AspectRatioMode.KeepAspectRatio)
        size = wished.toSize().expandedTo(QSize(1, 1))
        return size, partial(draw_picture, data, size.width(), size.height()), "middle"


class _Placer(QPyTextObject):
    """Takes the place of Qt's own handler of pictures: paints them in the size that was measured, formulas
    a little over the edge of their place."""

    def __init__(self, document: RichDocument) -> None:
        super().__init__(document)
        self._document = weakref.ref(document)

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        image = format.toImageFormat()
        return QSizeF(image.width(), image.height())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        document = self._document()
        if document is not None:
            painter.drawImage(QRectF(rect).topLeft(), document.picture(format.toImageFormat().name()))


def _draw_formula(svg: bytes, size: QSizeF, place: QRectF, shade: QColor) -> QImage:
    image = _blank(size)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg)).render(painter, place)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), shade)
    painter.end()
    return image


@lru_cache(maxsize=256)
def _view_box(svg: bytes) -> QRectF:
    return QSvgRenderer(QByteArray(svg)).viewBoxF()


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    """A reader of the picture and what it reads from, which must live as long."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    return QImageReader(buffer), buffer


@lru_cache(maxsize=256)
def picture_size(data: bytes) -> QSize:
    """In its own pixels, read without decoding it; empty for what is no picture."""
    reader, _buffer = _reader(data)
    return reader.size() if reader.canRead() else QSize()


@lru_cache(maxsize=24)
def draw_picture(data: bytes, width: int, height: int) -> QImage:
    """The picture in this size, twice as fine for fine screens, never finer than it is."""
    reader, _buffer = _reader(data)
    pixels = QSize(width, height) * _SCALE
    if reader.size().width() > pixels.width():
        reader.setScaledSize(pixels)
    image = reader.read()
    if not image.isNull() and image.size() != pixels:
        image = image.scaled(
            pixels, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    image.setDevicePixelRatio(_SCALE)
    return image


def _blank(size: QSizeF) -> QImage:
    pixels = (size * _SCALE).toSize().expandedTo(QSize(1, 1))
    image = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_SCALE)
    image.fill(Qt.GlobalColor.transparent)
    return image


class RichText(QWidget):
    """A piece of the quiz's text, as high as it needs to be at its width."""

    def __init__(
        self, html: str = "", size: int = 16, load: LoadMedia = _no_media, *, bold: bool = False
    ) -> None:
        super().__init__()
        self._html, self._size, self._bold = html, size, bold
        self._shade: QColor | None = None
        self._picture_height = 320.0
        self._document = RichDocument(load)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_html(html)

    def set_html(self, html: str) -> None:
        self._html = html
        self.setAccessibleName(plain_text(html))
        self._lay_out()

    def set_type(self, size: int, shade: QColor | None = None, picture_height: float = 320.0) -> None:
        """size in pixels; shade: None for the colour of text; picture_height: the most a picture may have."""
        self._size, self._shade, self._picture_height = size, shade, picture_height
        self._lay_out()

    def media_arrived(self, address: str) -> None:
        if self._document.media_arrived(address):
            self.updateGeometry()
            self.update()

    def heightForWidth(self, width: int) -> int:
        probe = self._document.textWidth()
        if round(probe) == width:
            return self._height()
        self._document.setTextWidth(max(width, 20))
        height = self._height()
        self._document.setTextWidth(probe)
        return height

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 40 else 400
        return QSize(round(min(self._document.idealWidth(), width)) + 1, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._document.drawContents(painter)
        painter.end()

    def _height(self) -> int:
        return round(self._document.size().height() + 0.49)

    def _lay_out(self) -> None:
        width = self.width() if self.width() > 40 else 400
        shade = self._shade or QColor(tokens().ink)
        room = QSizeF(width, self._picture_height)
        self._document.set_content(self._html, self._size, shade, room, bold=self._bold)
        self.updateGeometry()
        self.update()


def picture_of(data: bytes, size: QSize) -> QPixmap:
    """A small picture for lists; empty where the bytes are no picture."""
    image = QImage.fromData(data)
    if image.isNull():
        return QPixmap()
    aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image.scaled(size, aspect, smooth))
