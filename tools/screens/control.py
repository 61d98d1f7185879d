"""The control room in every phase of the sample class."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from app.people.names import display_name
from app.quiz.model import Quiz
from tests.helpers.played import settle
from tests.helpers.sample_class import SampleClass, sample_quiz
from tests.helpers.sample_library import NOW
from tests.helpers.sample_roll import SampleRoll, roll_students
from tools.screens.studio import LAPTOP, Studio
from widgets.control.kiosk import KioskWindow

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


def _roll(studio: Studio, quiz: Quiz | None, steps: Callable[[SampleRoll], object]) -> tuple[QWidget, Any]:
    """A class with a roster, after these steps."""
    room = SampleRoll(studio.language, now=NOW - 3_000, quiz=quiz)
    room.fill_roll()
    steps(room)
    studio.play(studio.busy, room)
    window = studio.window("control", projector=True)
    page = studio.page(window)
    settle(page)
    studio.settle()
    return window, page


def roll(studio: Studio) -> QWidget:
    """Students arrive before the first question; one of them is chosen."""
    window, page = _roll(studio, sample_quiz(studio.language), lambda room: room.claim())
    page.answers.roll.table.choose("l13")
    studio.settle()
    return window


def roll_asking(studio: Studio) -> QWidget:
    window, page = _roll(studio, sample_quiz(studio.language), lambda room: (room.ask(), room.answer_all(6)))
    page.answers.show_people()
    page.answers.roll.table.choose("l2")
    studio.settle()
    return window


def attendance(studio: Studio) -> QWidget:
    """A class without a quiz."""
    title = {"fr": "Appel du lundi", "ar": "نداء الإثنين"}.get(studio.language, "Monday's roll call")
    window, page = _roll(studio, Quiz("none", title, ()), lambda room: None)
    page.answers.roll.table.choose("l4", "l14")
    page.answers.roll.ask_reason("excused")
    studio.settle()
    return window


def kiosk(studio: Studio) -> QWidget:
    """A student has just signed in at the laptop."""
    _, page = _roll(studio, Quiz("none", "", ()), lambda room: None)
    made = studio.dialog(KioskWindow(page.desk), LAPTOP)
    page.desk.bridge.replied.emit(
        "check_in", {"student": "l12", "name": display_name(roll_students(studio.language)[11])}
    )
    studio.settle()
    return made


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
    "control-roll": roll,
    "control-roll-asking": roll_asking,
    "control-attendance": attendance,
    "control-kiosk": kiosk,
}
