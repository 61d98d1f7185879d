"""What stands below the question's text: choices, items, pairs, a line of numbers. One class per kind."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.projector.look import Look
from widgets.projector.pieces import RichPiece
from widgets.projector.wall import Scene


class Body(ABC):
    """look: set by the stage before each lay-out. rtl: direction of the question's own words."""

    def __init__(self, rtl: bool) -> None:
        self.rtl = rtl
        self.look: Look

    @abstractmethod
    def lay_out(self, width: float, room: float, size: int, picture: float) -> float:
        """The height that is needed at this size of type (pixels); at most `room` where that is possible.
        picture: the most that a picture may be high."""

    def fill(self, room: float) -> float:
        """Grow into a larger room as far as that looks well; the height that is taken then."""
        return self.height

    @abstractmethod
    def paint(self, painter: QPainter, grown: float) -> None:
        """Draw from (0, 0)."""

    def take(self, scene: Scene) -> bool:
        """Other counts; whether anything has to be painted anew."""
        return False

    def pieces(self) -> Iterable[RichPiece]:
        return ()

    def boxes(self) -> list[QRectF]:
        """Where everything is drawn."""
        return []

    @property
    @abstractmethod
    def height(self) -> float:
        """What the last lay-out or `fill` takes."""
