"""A class of four on the desk, and the page that shows it."""

import pytest

from app.people.model import Student
from app.people.pins import hash_pin
from widgets.classes.page import ClassesPage

STUDENTS = (
    Student("s1", "00042", "EL FASSI", "Amina", "EL FASSI Amina", "amina@ecole.ma", ("1A",), "ar"),
    Student("s2", "00043", "BENALI", "Yanis", "BENALI Yanis", extra_time=1.33),
    Student("s3", "00044", "ÉLIE", "Zoé", "ÉLIE Zoé", groups=("TP 2",)),
    Student("s4", "00045", "الفاسي", "أمينة", "الفاسي أمينة"),
)


@pytest.fixture
def class_id(desk):
    made = desk.library.add_class("2nd B")
    desk.library.save_roster(made, STUDENTS)
    desk.library.set_pin_hash("s1", hash_pin("1234", cost=16))
    desk.library.remember_device("s1", "ab" * 32, 1_760_000_000.0)
    return made


@pytest.fixture
def make_page(desk, qtbot):
    """Gives a page that shows the class with this id."""

    def make(class_id=""):
        page = ClassesPage(desk)
        qtbot.addWidget(page)
        page.resize(1160, 640)
        page.show()
        qtbot.waitExposed(page)
        page.open(class_id=class_id)
        qtbot.waitUntil(lambda: not page.keeper.is_busy)
        return page

    return make


@pytest.fixture
def page(make_page, class_id):
    return make_page(class_id)


@pytest.fixture
def told(desk):
    """What was said in the strip: text, level, words of the button, what it does."""
    found = []
    desk.told.connect(lambda *what: found.append(what))
    return found


@pytest.fixture
def roster(desk, class_id):
    """The students as they are stored now."""
    return lambda: desk.library.load_roster(class_id).students
