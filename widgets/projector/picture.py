"""The one picture of a question, taken out of its text so that it can stand where there is room for it."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from widgets.parts.rich_text import LoadMedia, draw_picture, picture_size
from widgets.projector.look import Look

_IMAGE: Final = re.compile(r"(?:<p>\s*)?<img\b(?![^>]*\bformula\b)[^>]*\bsrc=\"([^\"]*)\"[^>]*>(?:\s*</p>)?")
_ANY: Final = re.compile(r"<img\b(?![^>]*\bformula\b)")
_LARGER: Final = 1 / 240
"""A picture is drawn at most this share of the wall's height larger than its own pixels: 3 times on 720."""


def split_picture(html: str) -> tuple[str, str]:
    """The text without its picture, and the picture's address; '' where there is none, or more than one, or
    where it stands in the middle of a table or list."""
    found = _IMAGE.search(html)
    if found is None or len(_ANY.findall(html)) != 1 or "<table" in html or "<li" in html:
        return html, ""
    return html[: found.start()] + html[found.end() :], unescape(found[1])


class Picture:
    """As large as its room, keeping its shape."""

    def __init__(self, address: str, load: LoadMedia) -> None:
        self.address = address
        self._load = load
        self.size = QSizeF()

    @property
    def is_there(self) -> bool:
        return self._load(self.address) is not None

    @property
    def aspect(self) -> float:
        """Width by height; of a usual photograph while it is not known."""
        data = self._load(self.address)
        own = picture_size(data) if data is not None else None
        return own.width() / own.height() if own is not None and not own.isEmpty() else 1.5

    def lay_out(self, width: float, height: float, look: Look) -> float:
        """Fit into this room; the height that is taken."""
        data = self._load(self.address)
        own = picture_size(data) if data is not None else None
        if own is None or own.isEmpty():
            self.size = QSizeF(min(width, height * self.aspect), min(height, width / self.aspect))
            return self.size.height()
        most = max(look.unit * _LARGER, 1.0)
        share = min(width / own.width(), height / own.height(), most)
        self.size = QSizeF(own) * share
        return self.size.height()

    def paint(self, painter: QPainter, box: QRectF, look: Look) -> None:
        """Draw into the middle of the box; a quiet place where it has not arrived yet."""
        place = QRectF(0, 0, self.size.width(), self.size.height())
        place.moveCenter(box.center())
        data = self._load(self.address)
        image = draw_picture(data, round(place.width()), round(place.height())) if data is not None else None
        if image is None or image.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("tint"))
            painter.drawRoundedRect(place, look.unit / 60, look.unit / 60)
            return
        painter.drawImage(place, image)

    def missing(self) -> Iterable[str]:
        return () if self.is_there else (self.address,)
