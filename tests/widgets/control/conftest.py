"""A control room over a class that the test plays."""

import pytest

from tests.helpers.played import play
from widgets.control.page import ControlPage


@pytest.fixture
def page(desk, qtbot):
    """The control room in the lobby of a class, shown and active."""
    made = ControlPage(desk)
    qtbot.addWidget(made)
    play(desk.bridge, "lobby")
    made.resize(1150, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: bool(desk.bridge.done))  # what the conductor says when the class is opened
    desk.bridge.done.clear()
    return made


@pytest.fixture
def said(desk):
    """What was said in the strip: text, level, words of the button, what it does."""
    told = []
    desk.told.connect(lambda *args: told.append(args))
    return told


class Conductor:
    def __init__(self):
        self.done = []

    def resume(self):
        self.done.append("resume")

    def start_empty(self):
        self.done.append("start_empty")


@pytest.fixture
def conductor(desk):
    desk.conductor = Conductor()
    return desk.conductor
