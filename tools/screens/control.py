"""The control room in every phase of the sample class."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from tests.helpers.played import settle
from tests.helpers.sample_class import SampleClass
from tools.screens.studio import Studio

Steps = Callable[[SampleClass], object]


def _lobby(room: SampleClass) -> None:
    """Thirty are there and nothing was asked."""


def _asking(room: SampleClass) -> None:
    room.play(1)
    room.ask()
    room.answer_all(18)


def _locked(room: SampleClass) -> None:
    _asking(room)
    room.lock()


def _revealed(room: SampleClass) -> None:
    room.play(1)


def _words(room: SampleClass) -> None:
    room.play(3)
    room.ask()
    room.answer_all()
    room.lock()


def _paused(room: SampleClass) -> None:
    _asking(room)
    room.pause()


def _ranking(room: SampleClass) -> None:
    room.play(5)
    room.show_ranking()


def _ended(room: SampleClass) -> None:
    room.play(9)
    room.end()


def _room(studio: Studio, steps: Steps) -> tuple[SampleClass, QWidget, Any]:
    """The class after these steps, its window and its page."""
    room = studio.room()
    steps(room)
    studio.play(studio.busy, room)
    window = studio.window("control", projector=True)
    page = studio.page(window)
    settle(page)
    studio.settle()
    return room, window, page


def _phase(steps: Steps) -> Callable[[Studio], QWidget]:
    return lambda studio: _room(studio, steps)[1]


def none(studio: Studio) -> QWidget:
    return studio.window("control")


def students(studio: Studio) -> QWidget:
    _, window, page = _room(studio, _asking)
    page.answers.tabs.setCurrentIndex(1)
    studio.settle()
    return window


def made_up(studio: Studio) -> QWidget:
    _, window, page = _room(studio, _revealed)
    page._open_made_up()
    studio.settle()
    return window


def cannot_join(studio: Studio) -> QWidget:
    _, window, page = _room(studio, _lobby)
    page._open_cannot_join()
    studio.settle()
    return window


def trouble(studio: Studio) -> QWidget:
    """A phone wants to drive, and the disk is full."""
    from app.errors import Trouble
    from widgets.language import tell_error

    room, window, page = _room(studio, _asking)
    full = {"code": "not_stored", "text": tell_error(Trouble("not_stored", reason="full"))}
    request = {"id": "r1", "role": "host", "address": "192.168.1.7"}
    bridge: Any = studio.busy.bridge
    bridge.take(**{**room.told(), "trouble": [full], "requests": [request]})
    settle(page)
    studio.settle()
    return window


SCREENS: Final[dict[str, Callable[[Studio], QWidget | QPixmap]]] = {
    "control-none": none,
    "control-lobby": _phase(_lobby),
    "control-asking": _phase(_asking),
    "control-locked": _phase(_locked),
    "control-paused": _phase(_paused),
    "control-revealed": _phase(_revealed),
    "control-words": _phase(_words),
    "control-ranking": _phase(_ranking),
    "control-ended": _phase(_ended),
    "control-students": students,
    "control-made-up": made_up,
    "control-cannot-join": cannot_join,
    "control-trouble": trouble,
}
