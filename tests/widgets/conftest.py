"""For all tests of the desktop: the theme and English, no motion, and warnings of Qt fail the test."""

import json

import pytest

from tests.helpers.desk import make_desk
from widgets.conductor import Conductor
from widgets.language import apply_language
from widgets.theme import LIGHT, apply_theme, set_motion, style_sheet


@pytest.fixture(autouse=True)
def dressed(qapp):
    """As the program dresses itself at its start; a quarter of a second, so only where a test changed it."""
    apply_language(qapp, "en")
    if qapp.styleSheet() != style_sheet(LIGHT):
        apply_theme(qapp, "light")
    set_motion(False)
    yield
    set_motion(True)


class FakeSupervisor:
    """Finds and starts nothing; what it was asked for is kept, and what stood in the roster's file."""

    def __init__(self):
        self.asked = []
        self.running = None
        self.answer = None
        self.roster = None

    def find(self):
        return self.running

    def secret(self):
        return "secret"

    def start(self, quiz_file, options=None, **more):
        content = quiz_file.read_bytes() if quiz_file is not None else None
        self.asked.append(("start", content, options))
        self.roster = json.loads(options.roster.read_text("utf-8")) if options.roster else None
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def start_rehearsal(self, students):
        self.asked.append(("start_rehearsal", students))

    def stop_rehearsal(self):
        self.asked.append(("stop_rehearsal",))


@pytest.fixture
def desk(tmp_path, qapp):
    """A desk over a fresh folder, with a conductor whose supervisor starts nothing."""
    folder = tmp_path / "data"
    folder.mkdir()
    made = make_desk(folder)
    made.supervisor = FakeSupervisor()
    Conductor(made, made.supervisor)
    yield made
    assert made.worker.shut_down()
    made.library.close()
