"""A question as the wall shows it, small: the wall's own canvas with a scene made of the question alone."""

from dataclasses import asdict

from PySide6.QtGui import QResizeEvent

from app.quiz.shown import Shown
from app.signs import plain_text
from widgets.parts.rich_text import LoadMedia
from widgets.projector.canvas import WallCanvas
from widgets.projector.wall import Scene, read_wall


class WallPreview(WallCanvas):
    """load: bytes by the addresses of `Shown`."""

    def __init__(self, load: LoadMedia, theme: str) -> None:
        super().__init__(load, small=True)
        self.set_wall_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def show_question(self, shown: Shown, number: int, total: int, *, solved: bool) -> None:
        """number: its place in the quiz, from 1. solved: as after the answer was shown."""
        wall = read_wall(
            {
                "view": "reveal" if solved else "question",
                "number": number,
                "total": total,
                "question": asdict(shown.public),
                "solution": asdict(shown.solution) if solved else None,
            }
        )
        self.setAccessibleName(plain_text(shown.public.html))
        self.set_scene(Scene(wall))
