"""A platform with a course, one session of four students on its way there, and the page that shows it."""

import pytest

from app.outgoing.connections import Step
from app.outgoing.plan import Notice
from app.outgoing.rows import State
from app.outgoing.seen import AccountSeen, CourseSeen, MatchSeen, PlaceSeen, SessionSync
from widgets.sync.page import SyncPage

STUDENTS = (
    ("s1", "EL FASSI Amina", "00042", "17.5"),
    ("s2", "BENALI Yanis", "00043", "12"),
    ("s3", "ÉLIE Zoé", "00044", "9"),
    ("s4", "الفاسي أمينة", "00045", "14"),
)


@pytest.fixture
def sync(desk):
    """Connected, with sessions `old` and `new`; nothing goes anywhere yet."""
    fake = desk.sync
    fake.connect()
    fake.courses = [CourseSeen("2", "Biology", "BIO"), CourseSeen("3", "Physics", "PHY")]
    fake.places = [
        PlaceSeen("grade", "g1", "Assignment 1", "20"),
        PlaceSeen("grade", "g2", "Assignment 2", "100"),
        PlaceSeen("attendance", "a1", "Lesson of Monday"),
    ]
    fake.accounts = [AccountSeen(f"u{n}", f"Account {n}", f"0004{n}", f"e{n}@x.org") for n in range(2, 8)]
    fake.matches = [
        MatchSeen("s1", "EL FASSI Amina", "00042", "u2", True),
        MatchSeen("s2", "BENALI Yanis", "00043", "u3", True),
        MatchSeen("s3", "ÉLIE Zoé", "00044", candidates=(fake.accounts[3],)),
        MatchSeen("s4", "الفاسي أمينة", "00045", "u5", True),
    ]
    fake.results = list(STUDENTS)
    fake.sessions = [
        SessionSync("old", "Cells", "2nd B", 1_759_000_000.0),
        SessionSync("new", "Genes", "2nd B", 1_759_900_000.0),
    ]
    return fake


@pytest.fixture
def target(sync):
    """`new` goes to Assignment 1: one confirmed, one changed there, one locked, one whose account is not
    known."""
    made = sync.set_target("new", "grade", "c1", "g1", "Assignment 1")
    sync.move(made.id, "s1", state=State.CONFIRMED, base="17.5")
    sync.move(made.id, "s2", state=State.CHANGED_THERE, base="12", there="15")
    sync.move(made.id, "s3", state=State.PARKED, reason="not_matched")
    sync.move(made.id, "s4", state=State.REFUSED, reason="grade_locked")
    key = next(seen.row.key for seen in sync.rows[made.id] if seen.row.student == "s2")
    sync.steps[key] = [Step(1_759_900_100.0, "confirmed", ""), Step(1_759_950_000.0, "changed_there", "")]
    sync.asked.clear()
    return made


@pytest.fixture
def agreement(sync):
    """The platform would tell students."""
    sync.notices = (Notice("will_notify", {"count": 4}),)


@pytest.fixture
def make_page(desk, qtbot):
    def make(**arguments):
        page = SyncPage(desk)
        qtbot.addWidget(page)
        page.resize(1150, 740)
        page.show()
        page.open(**arguments)
        qtbot.waitUntil(lambda: not page._is_reading)
        return page

    return make


@pytest.fixture
def page(make_page, target, qtbot):
    """Shows the session `new` with its four rows."""
    made = make_page(session="new")
    qtbot.waitUntil(lambda: len(made.view.model.rows) == 4)
    return made


@pytest.fixture
def told(desk):
    """What was said in the strip: text, level, words of the button, what it does."""
    found = []
    desk.told.connect(lambda *what: found.append(what))
    return found


def asked(sync, name):
    """What followed the name each time it was asked."""
    return [values for known, *values in sync.asked if known == name]
