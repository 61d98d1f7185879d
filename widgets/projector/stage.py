"""A stage: what fills the wall below its strip. It lays itself out in a room and paints itself; it knows no
window, so that the same drawing serves the projector, the small picture beside it and tests."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.parts.rich_text import LoadMedia
from widgets.projector.look import Look
from widgets.projector.pieces import RichPiece
from widgets.projector.wall import Scene


class Stage(ABC):
    """load: gives the bytes of a picture, None while they are not there."""

    moves = False
    """Whether anything grows or moves when it is shown."""

    def __init__(self, scene: Scene, look: Look, load: LoadMedia) -> None:
        self.scene = scene
        self.look = look
        self.load = load
        self.height = 0.0

    @abstractmethod
    def lay_out(self, width: float, height: float) -> None:
        """Fit into this room; afterwards `self.height` is what is needed, more than `height` scrolls."""

    @abstractmethod
    def paint(self, painter: QPainter, grown: float) -> None:
        """Draw from (0, 0). grown: 0 to 1, how far things that grow or move have come."""

    @abstractmethod
    def describe(self) -> str:
        """What is shown, in words, for a screen reader."""

    def take(self, scene: Scene) -> bool:
        """Other counts or names for the same wall; whether anything has to be painted anew."""
        self.scene = scene
        return False

    def pieces(self) -> Iterable[RichPiece]:
        """Every piece of rich text."""
        return ()

    def boxes(self) -> list[QRectF]:
        """Where everything is drawn, for tests of what is cut off."""
        return []

    def misses(self, address: str) -> bool:
        """Whether a picture of this address has been waited for."""
        return any(address in piece.missing for piece in self.pieces())

    def media_arrived(self) -> None:
        """Let the next lay-out look for pictures again."""
        for piece in self.pieces():
            piece.forget()
