"""A sentence that fills the wall: a pause, the end, no class."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.language import is_rtl, translate
from widgets.parts.rich_text import LoadMedia
from widgets.projector.look import Look
from widgets.projector.pieces import RichPiece, draw_icon
from widgets.projector.stage import Stage
from widgets.projector.wall import Scene

_ICON, _HEADING, _TEXT = 0.13, 1 / 11, 1 / 19  # shares of the wall's height


class Notice(Stage):
    """An icon, a heading and a line below it, in the middle."""

    def __init__(
        self, scene: Scene, look: Look, load: LoadMedia, icon: str, heading: str, text: str = ""
    ) -> None:
        super().__init__(scene, look, load)
        self._icon, self._words = icon, (heading, text)
        self._heading = RichPiece(f"<p align='center'>{escape(heading)}</p>", load, rtl=is_rtl(), bold=True)
        self._text = RichPiece(f"<p align='center'>{escape(text)}</p>", load, rtl=is_rtl())
        self._width = self._top = 0.0

    def lay_out(self, width: float, height: float) -> None:
        look = self.look
        self._width = width
        self._heading.lay_out(width, look.type(_HEADING), look.colour("ink"), height)
        self._text.lay_out(width, look.type(_TEXT), look.colour("soft"), height)
        used = look.px(_ICON) * 1.3 + self._heading.height + self._text.height
        self.height = used
        self._top = max((height - used) * 0.45, 0.0)

    def paint(self, painter: QPainter, grown: float) -> None:
        side = self.look.px(_ICON)
        icon = QRectF((self._width - side) / 2, self._top, side, side)
        draw_icon(painter, icon, self._icon, self.look.colour("tile"))
        top = self._top + side * 1.3
        self._heading.paint(painter, 0, top)
        self._text.paint(painter, 0, top + self._heading.height)

    def describe(self) -> str:
        return " ".join(self._words).strip()

    def pieces(self) -> Iterable[RichPiece]:
        return (self._heading, self._text)

    def boxes(self) -> list[QRectF]:
        return [QRectF(0, self._top, self._width, self.height)]


def make_pause(scene: Scene, look: Look, load: LoadMedia) -> Notice:
    """Between questions, or with one that is interrupted."""
    more = translate("The question will open again.") if scene.wall.question else ""
    return Notice(
        scene,
        look,
        load,
        "pause",
        translate("A short pause"),
        more or translate("Wait for the next question."),
    )


def make_end(scene: Scene, look: Look, load: LoadMedia) -> Notice:
    return Notice(scene, look, load, "check", translate("Thank you. The class is over."))


def make_empty(scene: Scene, look: Look, load: LoadMedia) -> Notice:
    """Before a class."""
    return Notice(scene, look, load, "preau", "Préau", translate("No class is running."))
