"""The class of tests/reports/samples.py as a kept session, and the page that shows it."""

import pytest

from app.storage.journal import Journal
from tests.reports.samples import ended_class
from widgets.sessions.page import SessionsPage


def keep(desk, room, session="session"):
    """Put a played class into the desk's archive."""
    opened, *events = room.events
    journal = Journal(desk.folder)
    journal.create_session(opened, {}, 8080)
    journal.append(session, events)
    journal.close()


@pytest.fixture
def told(desk):
    """What was said in the strip: text, level, words of the button, what it does."""
    heard = []
    desk.told.connect(lambda *message: heard.append(message))
    return heard


@pytest.fixture
def page(desk, qtbot):
    """The page with the ended class, shown."""
    keep(desk, ended_class())
    made = SessionsPage(desk)
    qtbot.addWidget(made)
    made.open()
    made.show()
    qtbot.waitUntil(lambda: made.view.loaded is not None)
    return made
