"""The projector's wall: every stage, each kind of question open and revealed, and what is hard."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from tests.helpers import walls
from tools.screens.studio import Studio
from widgets.projector.canvas import WallCanvas
from widgets.projector.strip import Time
from widgets.projector.wall import Scene

_HARD: Final = ("long", "eight-long", "wide", "tall", "pictures", "formula", "table", "eight-reveal")


def _wall(find: Callable[[str], Scene], load: Callable[[str], bytes | None]) -> Callable[[Studio], QWidget]:
    def show(studio: Studio) -> QWidget:
        scene = find(studio.language)
        canvas = WallCanvas(load)
        canvas.set_scene(scene)
        if scene.wall.view == "question":
            canvas.set_time(Time(18.0, 30.0))
        return studio.wall(canvas)

    return show


def _make_screens() -> dict[str, Callable[[Studio], QWidget]]:
    media: dict[str, bytes] = {}
    found: dict[str, Callable[[Studio], QWidget]] = {}
    for name in walls.stages():
        found[f"projector-{name}"] = _wall(
            lambda language, name=name: walls.stages(language)[name], media.get
        )
    for name in walls.kinds():
        found[f"projector-{name}"] = _wall(lambda language, name=name: walls.kinds(language)[name], media.get)

    def hard(language: str, name: str) -> Scene:
        return walls.hard(media, language)[name]

    for name in _HARD:
        found[f"projector-{name}"] = _wall(lambda language, name=name: hard(language, name), media.get)
    return found


SCREENS: Final = _make_screens()
