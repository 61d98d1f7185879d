"""Students of a session: they join, get other names, are removed and let back in."""

import pytest

from app.live import commands as cmd
from app.live.states import Phase
from tests.helpers.classroom import Classroom, room_in
from tests.helpers.people import student


def test_a_late_student_enters_in_the_present_phase_and_can_answer():
    room = room_in(Phase.ASKING)
    room.join("Chaima")
    room.answer("Chaima", "c2")
    room.reveal()
    assert room.points() == {"Amina": 1.0, "Bilal": 0.0, "Chaima": 1.0}


def test_a_phone_that_joins_twice_is_one_student():
    room = Classroom()
    (joined,) = room.do(cmd.Join("Amina", "token"))
    assert room.do(cmd.Join("Somebody else", "token")) == []
    assert room.state.tokens == {"token": joined.student}


def test_the_same_nickname_gets_a_number():
    room = Classroom()
    room.join("Amina", "AMINA", "amina")
    assert [s.nickname for s in room.state.present()] == ["Amina", "AMINA 2", "amina 3"]


def test_the_class_is_full_at_some_point(monkeypatch):
    monkeypatch.setattr("app.live.door.MAX_STUDENTS", 2)
    room = Classroom()
    room.join("Amina", "Bilal")
    refusal = room.refused(cmd.Join("Chaima", "token"))
    assert (refusal.code, refusal.params) == ("class_full", {"most": 2})


def test_whoever_was_removed_makes_room_for_others_but_not_without_end(monkeypatch):
    monkeypatch.setattr("app.live.door.MAX_STUDENTS", 2)
    monkeypatch.setattr("app.live.door.MAX_NAMES", 3)
    room = Classroom()
    room.join("x", "x 2")
    assert len(room.do(cmd.RemoveMany(("s1", "s2", "nobody")))) == 2
    assert room.do(cmd.RemoveMany(("s1", "s2"))) == []
    room.join("Amina")
    assert room.refused(cmd.Join("Bilal", "token")).code == "class_full"


def test_a_closed_door_keeps_out_new_names_and_nobody_who_is_in():
    room = Classroom()
    room.join("Amina")
    room.take_roster(student("l1", "1", "Alami", "Sara"))
    room.do(cmd.SetDoor(True))
    assert room.do(cmd.SetDoor(True)) == []
    assert room.refused(cmd.Join("x", "token")).code == "door_closed"
    room.do(cmd.AddDevice("s1", "another"))
    room.do(cmd.SignIn("l1", "of Sara", "device"))
    room.do(cmd.SetDoor(False))
    room.join("Bilal")


def test_a_student_s_cookies_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr("app.live.door.MAX_DEVICES", 3)
    room = Classroom()
    room.join("Amina", "Bilal")
    for number in range(2):
        room.do(cmd.AddDevice("s1", f"token {number}"))
    assert room.refused(cmd.AddDevice("s1", "one more")).code == "too_many_devices"
    room.do(cmd.AddDevice("s2", "one more"))


def test_a_device_never_changes_its_student():
    room = Classroom()
    room.join("Amina")
    room.do(cmd.Join("Bilal", "of Bilal"))
    assert room.do(cmd.AddDevice("s1", "of Bilal")) == []
    assert room.state.tokens["of Bilal"] == "s2"
    room.do(cmd.AddDevice("s1", "new"))
    assert room.state.tokens["new"] == "s1"


@pytest.mark.parametrize(
    "command",
    [cmd.AddDevice("nobody", "t"), cmd.Rename("nobody", "x"), cmd.Remove("nobody"), cmd.Readmit("nobody"),
     cmd.AcceptAnswer("nobody", "r1")],
    ids=lambda command: command.NAME,
)  # fmt: skip
def test_somebody_who_is_not_in_the_class_is_not_found(command):
    assert room_in(Phase.ASKING).refused(command).code == "no_such_student"


def test_a_removed_student_cannot_answer_and_counts_nowhere_until_let_back_in():
    room = room_in(Phase.ASKING)
    room.remove("Amina")
    assert room.refused(room.answer_command("Amina", {"choice": ["c2"]})).code == "answer_not_in_class"
    assert room.points() == {"Bilal": 0.0}
    assert [s.nickname for s in room.state.present()] == ["Bilal"]
    room.readmit("Amina")
    assert room.points() == {"Amina": 1.0, "Bilal": 0.0}
    room.answer("Amina", "c2")


def test_removing_and_letting_in_twice_changes_nothing():
    room = room_in(Phase.LOBBY)
    assert room.readmit("Amina") == []
    room.remove("Amina")
    assert room.remove("Amina") == []


def test_a_nickname_can_be_changed_and_stays_unique():
    room = room_in(Phase.LOBBY)
    (renamed,) = room.do(cmd.Rename("s1", "bilal", "the teacher"))
    assert (renamed.nickname, renamed.who) == ("bilal 2", "the teacher")
    assert room.do(cmd.Rename("s2", "Bilal")) == []
    assert room.refused(cmd.Rename("s2", "\u202e ")).code == "nickname_empty"


def test_a_name_that_was_changed_is_free_for_those_who_come_later():
    room = Classroom()
    room.join("Amina", "Bilal")
    room.do(cmd.Rename("s2", "Chaima"))
    room.join("Bilal", "Chaima", "bilal")
    assert [s.nickname for s in room.state.present()] == ["Amina", "Chaima", "Bilal", "Chaima 2", "bilal 2"]
