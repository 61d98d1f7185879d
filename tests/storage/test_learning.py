"""What was proved in one class is known in the next: real files, sessions played by the real machine."""

from dataclasses import replace

import pytest

from app.live import commands as cmd
from app.people.pins import hash_pin
from app.storage.erasing import Eraser
from app.storage.journal import Journal
from app.storage.learning import learn_from_sessions
from app.storage.library import Library
from tests.helpers.classroom import Classroom
from tests.helpers.people import AMINA, CLASS, SAID, YANIS

ONE, TWO = hash_pin("1234", 2), hash_pin("5678", 2)


class Lesson(Classroom):
    """A class with a copy of the roster as the library has it, kept in the journal."""

    def __init__(self, folder, library, class_id, session, **settings):
        super().__init__(identity="number", class_id=class_id, **settings)
        self._folder, self._library, self._name, self._kept = folder, library, session, 0
        copy = library.load_roster_copy(class_id)
        self.take_roster(*copy.roster.students, pins=copy.pins, devices=copy.devices)
        self.events[0] = replace(self.events[0], session=session, at=self.events[0].at)

    def sign_in(self, who, device, **more):
        return self.do(cmd.SignIn(who.id, f"{who.id}-{device}", device, **more))

    def keep(self, learn=True):
        """Store what has happened, and let the library learn from it."""
        journal = Journal(self._folder)
        if not self._kept:
            journal.create_session(self.events[0], {}, 0)
            self._kept = 1
        journal.append(self._name, self.events[self._kept :])
        self._kept = len(self.events)
        journal.close()
        if learn:
            learn_from_sessions(self._folder, self._library)


@pytest.fixture
def library(tmp_path):
    library = Library(tmp_path)
    yield library
    library.close()


@pytest.fixture
def class_id(library):
    id_ = library.add_class("3A")
    library.save_roster(id_, CLASS)
    return id_


@pytest.fixture
def lesson(tmp_path, library, class_id):
    return lambda session="one", **settings: Lesson(tmp_path, library, class_id, session, **settings)


def test_a_pin_and_a_device_of_one_class_are_known_in_the_next(lesson, library, class_id):
    first = lesson()
    first.sign_in(AMINA, "phone", pin=ONE)
    first.keep()
    copy = library.load_roster_copy(class_id)
    assert (copy.pins, copy.devices) == ({"s1": ONE}, {"phone": "s1"})
    second = lesson("two").state.register
    assert second.listed["s1"].pin == ONE and second.find_remembered("phone") == "s1", "one scan is enough"


def test_a_pin_reset_in_class_is_chosen_anew_and_the_old_phone_is_forgotten(lesson, library, class_id):
    first = lesson()
    first.sign_in(AMINA, "phone", pin=ONE)
    first.keep()
    second = lesson("two")
    second.do(cmd.ResetPin("s1"))
    second.keep()
    assert not library.has_pin("s1") and not library.list_devices("s1")
    second.sign_in(AMINA, "tablet", pin=TWO)
    second.keep()
    copy = library.load_roster_copy(class_id)
    assert (copy.pins, copy.devices) == ({"s1": TWO}, {"tablet": "s1"})


def test_a_reset_that_was_taken_back_leaves_all_as_it_was(lesson, library, class_id):
    first = lesson()
    first.sign_in(AMINA, "phone", pin=ONE)
    first.keep()
    second = lesson("two")
    second.do(cmd.ResetPin("s1"))
    second.keep()
    assert not library.has_pin("s1")
    second.do(cmd.RestorePin("s1"))
    second.keep()
    copy = library.load_roster_copy(class_id)
    assert (copy.pins, copy.devices) == ({"s1": ONE}, {"phone": "s1"})
    second.do(cmd.ResetPin("s1"))
    second.do(cmd.RestorePin("s1"))
    second.keep()
    assert library.load_roster_copy(class_id).pins == {"s1": ONE}


def test_each_event_teaches_once_however_often_it_is_asked(lesson, library, tmp_path):
    room = lesson()
    room.sign_in(AMINA, "phone", pin=ONE)
    room.keep()
    library.set_pin_hash("s1", None)  # the teacher, on the page of classes
    assert learn_from_sessions(tmp_path, library) == 0
    room.sign_in(YANIS, "other", pin=TWO)
    room.keep(learn=False)
    assert learn_from_sessions(tmp_path, library) == 1
    assert not library.has_pin("s1") and library.has_pin("s2"), "what was learned before is not learned again"


def test_a_phone_that_was_handed_round_signs_in_nobody_next_week(lesson, library, class_id):
    first = lesson()
    first.sign_in(AMINA, "phone", pin=ONE)
    first.keep()
    second = lesson("two")
    second.sign_in(AMINA, "phone")
    second.sign_in(SAID, "phone", pin=TWO, shared=True)
    second.keep()
    copy = library.load_roster_copy(class_id)
    assert not copy.devices and copy.pins == {"s1": ONE, "s3": TWO}


def test_nobody_who_was_erased_is_brought_back(lesson, library, class_id, tmp_path):
    room = lesson()
    room.sign_in(AMINA, "phone", pin=ONE)
    room.sign_in(YANIS, "other", pin=TWO)
    room.end()
    room.keep(learn=False)
    Eraser(tmp_path, library).erase([AMINA])
    learn_from_sessions(tmp_path, library)
    copy = library.load_roster_copy(class_id)
    assert [one.id for one in copy.roster.students] == ["s2", "s3", "s4"]
    assert (copy.pins, copy.devices) == ({"s2": TWO}, {"other": "s2"})


def test_rehearsals_teach_nothing_and_a_damaged_session_is_in_nobody_s_way(
    lesson, library, class_id, tmp_path, caplog
):
    assert learn_from_sessions(tmp_path, library) == 0, "no class was ever held"
    for name, more in (("tried", {"rehearsal": True}), ("damaged", {}), ("good", {})):
        room = lesson(name, **more)
        room.sign_in({"tried": AMINA, "damaged": YANIS, "good": SAID}[name], name, pin=ONE)
        room.keep(learn=False)
    journal = Journal(tmp_path)
    journal._db.execute("UPDATE events SET body='{' WHERE session='damaged' AND seq=3")
    journal.close()
    learn_from_sessions(tmp_path, library)
    assert library.load_roster_copy(class_id).pins == {"s3": ONE}
    assert "damaged" in caplog.text
