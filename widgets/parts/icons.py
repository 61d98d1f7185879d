"""Our own line icons, drawn from `resources/icons` in the colour of the text around them."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from app.paths import RESOURCES
from widgets.language import is_rtl
from widgets.theme import tokens

_POINTING: Final = frozenset({"next", "back", "undo", "redo", "skip", "play", "list", "again", "exit"})
"""Icons that point along the line of writing; they turn with it."""
_SCALE: Final = 3  # drawn larger than needed, so that they stay sharp on fine screens


def icon(name: str, colour: str = "", size: int = 20, *, free: int = 0) -> QIcon:
    """The icon called `name` in `#RRGGBB`, or in the colour of the text; paler where it cannot be used. size:
    pixels; free: pixels behind it, towards the words."""
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, colour or tokens().ink), (QIcon.Mode.Disabled, tokens().edge)):
        picture = icon_pixmap(name, shade, size, name in _POINTING and is_rtl())
        made.addPixmap(_widen(picture, free) if free else picture, mode)
    return made


def _widen(picture: QPixmap, free: int) -> QPixmap:
    """With free space at the trailing side."""
    ratio = picture.devicePixelRatio()
    more = round(free * ratio)
    wide = QPixmap(picture.width() + more, picture.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(round(more / ratio) if is_rtl() else 0, 0, picture)
    painter.end()
    return wide


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int, mirrored: bool = False) -> QPixmap:
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    pixmap = draw_svg(source.replace("currentColor", QColor(colour).name()).encode(), QSize(size, size))
    if mirrored:
        ratio = pixmap.devicePixelRatio()
        pixmap = pixmap.transformed(QTransform().scale(-1, 1))
        pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_svg(svg: bytes, size: QSize) -> QPixmap:
    """An SVG as a picture of `size` (device-independent pixels) on a transparent ground."""
    pixmap = QPixmap(size * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SCALE)
    return pixmap
