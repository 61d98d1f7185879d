"""What a played session tells of attendance: with the clock of the class, through every kind of night."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.attendance.session import excused_in, held_of, is_taken, session_attendance
from app.live import commands as cmd
from app.live.state import replay
from tests.helpers.classroom import Classroom
from tests.helpers.lesson import MINUTE, Lesson
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS


@pytest.mark.parametrize(
    ("begin", "zone"),
    [
        ("2026-10-25 01:30", "Europe/Paris"),  # 3 o'clock becomes 2 o'clock
        ("2027-03-28 01:30", "Europe/Paris"),  # 2 o'clock becomes 3 o'clock
        ("2026-11-22 23:15", "Africa/Casablanca"),  # over midnight
    ],
)
def test_a_long_class_in_any_night(begin, zone):
    opened = datetime.fromisoformat(begin).replace(tzinfo=ZoneInfo(zone)).timestamp()
    room = Lesson(opened)
    room.after(9)
    room.comes(AMINA)
    room.after(3)
    room.comes(YANIS)
    room.comes(SAID, "digits")
    room.after(70)
    room.goes(SAID)
    room.after(50)
    assert room.statuses()[SAID.id] == "late", "nobody has left while the class runs"
    room.end()
    assert room.statuses() == {
        AMINA.id: "present", YANIS.id: "late", SAID.id: "left_early", LEILA.id: "absent",
    }  # fmt: skip
    held = held_of(replay(room.events))
    assert held.day(ZoneInfo(zone)) == datetime.fromisoformat(begin).date()
    amina = next(row for row in held.rows if row.student == AMINA.id)
    assert (amina.arrived, amina.seconds) == (opened + 9 * MINUTE, 124 * MINUTE)


def test_a_phone_that_sleeps_20_minutes_and_returns_has_not_left():
    room = Lesson()
    room.comes(AMINA)
    room.after(10)
    room.goes(AMINA)
    room.after(19)
    room.returns(AMINA)
    room.after(25)
    room.end()
    (row,) = (row for row in session_attendance(room.state) if row.student == AMINA.id)
    assert (row.status, row.seconds) == ("present", 55 * MINUTE)


def test_who_has_not_proved_to_be_in_the_room_was_not_there_unless_the_teacher_says_so():
    room = Lesson()
    room.comes(AMINA, proof="")
    room.comes(YANIS, proof="")
    room.after(30)
    room.do(cmd.ConfirmPresence(YANIS.id))
    room.do(cmd.MarkByHand(LEILA.id, "present", why="no phone"))
    room.end()
    assert room.statuses() == {
        AMINA.id: "absent", YANIS.id: "present", SAID.id: "absent", LEILA.id: "present",
    }  # fmt: skip


def test_a_mark_after_the_end_counts_and_is_taken_back():
    room = Lesson()
    room.comes(AMINA)
    room.after(30)
    room.end()
    room.after(24 * 60)
    room.do(cmd.MarkByHand(SAID.id, "excused", "M. Alami", "médecin"))
    (row,) = (row for row in session_attendance(room.state) if row.student == SAID.id)
    assert (row.status, row.found) == ("excused", "absent")
    assert (row.change.who, row.change.why, row.change.at) == ("M. Alami", "médecin", room.clock.now())
    assert excused_in(room.state) == {SAID.id}
    room.do(cmd.MarkByHand(SAID.id, ""))
    assert room.statuses()[SAID.id] == "absent" and excused_in(room.state) == frozenset()


def test_thresholds_are_those_of_the_class():
    room = Lesson(late_after=2 * MINUTE)
    room.after(3)
    room.comes(AMINA)
    assert room.statuses()[AMINA.id] == "late"


def test_only_a_class_with_a_roster_that_took_attendance_is_part_of_a_term():
    assert is_taken(Lesson().state)
    assert not is_taken(Lesson(rehearsal=True).state)
    assert not is_taken(Lesson(students=()).state)
    quiet = Lesson(attendance=False)
    assert not is_taken(quiet.state)
    quiet.do(cmd.MarkByHand(AMINA.id, "present"))
    assert is_taken(quiet.state)


def test_of_a_class_with_nicknames_it_is_known_who_joined_and_a_guest_is_no_part_of_a_term():
    room = Classroom()
    room.join("Zoé")
    room.end()
    assert [row.status for row in session_attendance(room.state)] == ["present"]
    lesson = Lesson(guests=True)
    lesson.join("Zoé")
    assert len(session_attendance(lesson.state, lesson.clock.now())) == len(CLASS) + 1
    assert [row.student for row in held_of(lesson.state, lesson.clock.now()).rows] == [s.id for s in CLASS]
