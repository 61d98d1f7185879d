"""Rosters in a session: finding oneself, signing in, the newest device, claims, PINs, what is learned."""

import pytest

from app.errors import Refused
from app.live import commands as cmd
from app.live import events as ev
from app.live.identity import find_listed, learn
from tests.helpers.classroom import Classroom, same_state
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS, student

HASH = "scrypt$4096$" + "0" * 32 + "$" + "0" * 64


def rostered(pins=None, devices=None, students=CLASS, **settings):
    room = Classroom(identity="number", **settings)
    room.take_roster(*students, pins=pins or {}, devices=devices or {})
    return room


def sign_in(room, who, device="phone", token="", **more):
    return room.do(cmd.SignIn(who.id, token or f"{who.id}-{device}", device, **more))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("0012", AMINA), (" 0012 ", AMINA), ("12", AMINA), ("j130045678", SAID), ("J 130045678", SAID),
        ("amina el fassi", AMINA), ("El Fassi Amina", AMINA), ("etienne yanis", YANIS),
        ("سَعيد العلوي", SAID), ("LEILA BENALI", LEILA),
    ],
)  # fmt: skip
def test_a_student_is_found_by_number_or_exact_name(text, who):
    assert find_listed(rostered().state.register, text).id == who.id


@pytest.mark.parametrize("text", ["", " ", "Amina", "El Fassi", "00012x", "1", "0", "%", "*", "s1"])
def test_nothing_less_than_the_whole_finds_anybody(text):
    with pytest.raises(Refused) as refusal:
        find_listed(rostered().state.register, text)
    assert refusal.value.code == "not_listed"


def test_a_name_that_two_students_have_needs_the_number():
    twins = (student("a", "01", "Alami", "Sara"), student("b", "001", "ALAMI", "Sàra"))
    register = rostered(students=twins).state.register
    for text in ("sara alami", "1"):
        with pytest.raises(Refused) as refusal:
            find_listed(register, text)
        assert refusal.value.code == "name_not_unique"
    assert find_listed(register, "001").id == "b"


def test_who_signs_in_is_a_student_under_the_roster_s_name_and_once_only():
    room = rostered()
    assert [type(event) for event in sign_in(room, AMINA, pin=HASH)] == [ev.PinChosen, ev.SignedIn]
    room.ask()
    assert sign_in(room, AMINA, token="later")[0].TYPE == "signed_in"
    assert [s.nickname for s in room.state.present()] == ["Amina EL FASSI"]
    assert room.state.find_student("s1-phone") == room.state.find_student("later") == "s1"
    assert room.refused(cmd.SignIn("s1", "t", "other", pin=HASH)).code == "pin_known"
    assert sign_in(room, AMINA) == []  # the same cookie again
    assert same_state(room.state, room.replayed())


def test_strangers_removed_students_and_a_class_that_is_over_are_refused():
    room = rostered()
    assert room.refused(cmd.SignIn("nobody", "t", "d")).code == "not_listed"
    assert room.refused(cmd.ResetPin("nobody")).code == "no_such_student"
    sign_in(room, AMINA)
    room.remove("Amina EL FASSI")
    assert room.refused(cmd.SignIn("s1", "t", "phone")).code == "removed"
    room.end()
    assert room.refused(cmd.SignIn("s2", "t", "d")).code == "not_now"


def test_the_newest_device_wins_and_the_teacher_can_give_the_place_back():
    room = rostered()
    sign_in(room, AMINA, "one")
    _, claimed = sign_in(room, AMINA, "two")
    assert (claimed.kind, claimed.device) == ("devices", "two")
    state = room.state
    assert state.find_student("s1-one") is None
    assert state.find_student("s1-two") == "s1"
    room.do(cmd.ResolveClaim("s1", "d2", False))
    assert state.find_student("s1-one") == "s1"
    assert state.find_student("s1-two") is None
    assert not state.register.claims
    assert room.refused(cmd.SignIn("s1", "t", "two")).code == "device_refused"
    room.do(cmd.ResolveClaim("s1", "d2", True))
    assert state.find_student("s1-two") == "s1"
    assert room.refused(cmd.ResolveClaim("s1", "d9", True)).code == "no_such_claim"
    assert room.refused(cmd.ResolveClaim("s2", "d2", True)).code == "no_such_claim"
    assert same_state(state, room.replayed())


def test_one_device_for_two_students_is_flagged_unless_it_was_handed_over():
    room = rostered()
    sign_in(room, AMINA, "one")
    assert [event.TYPE for event in sign_in(room, YANIS, "one")] == ["signed_in", "device_claimed"]
    (claim,) = room.state.register.claims.values()
    assert (claim.kind, claim.student, claim.others) == ("students", "s2", ("s1",))
    room.do(cmd.ResolveClaim("s2", "d1", False))
    assert room.state.find_student("s2-one") is None
    assert room.state.find_student("s1-one") == "s1"
    sign_in(room, SAID, "two")
    assert [event.TYPE for event in sign_in(room, LEILA, "two", shared=True)] == ["signed_in"]
    assert room.state.register.sharers("s3") == room.state.register.sharers("s4") == ["s3", "s4"]
    assert room.state.register.sharers("s1") == []


def test_guests_only_where_they_are_allowed_and_never_under_a_name_of_the_roster():
    assert rostered().refused(cmd.Join("Zoé", "t")).code == "guests_refused"
    room = rostered(guests=True, students=[student("l1", "7", "El Fassi", "Amina")])
    guest = room.join("amina el fassi")
    assert room.state.students[guest].nickname == "amina el fassi 2"
    assert room.state.is_guest(guest)
    room.do(cmd.SignIn("l1", "t2", "phone"))
    assert not room.state.is_guest("l1")
    assert not Classroom().state.is_guest("anybody")


def test_a_device_is_remembered_until_the_pin_is_reset_or_it_is_shared():
    room = rostered(pins={"s1": HASH}, devices={"old": "s1", "tablet": "s2"})
    register = room.state.register
    assert register.listed["s1"].pin == HASH
    assert register.find_remembered("old") == "s1"
    sign_in(room, AMINA, "new")
    assert register.find_remembered("new") == "s1"
    sign_in(room, SAID, "tablet")  # it belonged to somebody else: nobody can say who has it next week
    assert register.find_remembered("tablet") is None
    room.do(cmd.ResetPin("s1"))
    assert register.listed["s1"].pin == ""
    assert register.find_remembered("old") is register.find_remembered("new") is None


def test_a_reset_can_be_taken_back_until_another_pin_is_chosen():
    room = rostered(pins={"s1": HASH}, devices={"old": "s1", "given away": "s1"})
    register = room.state.register
    assert room.refused(cmd.RestorePin("s1")).code == "pin_not_reset"
    assert room.refused(cmd.RestorePin("nobody")).code == "no_such_student"
    room.do(cmd.ResetPin("s1"))
    sign_in(room, YANIS, "given away")
    room.do(cmd.ResetPin("s1"))  # once more, by another host
    room.do(cmd.RestorePin("s1"))
    assert register.listed["s1"].pin == HASH
    assert [register.find_remembered(device) for device in ("old", "given away")] == ["s1", "s2"]
    room.do(cmd.ResetPin("s1"))
    sign_in(room, AMINA, "old", pin="another")
    assert room.refused(cmd.RestorePin("s1")).code == "pin_not_reset"
    assert register.listed["s1"].pin == "another"
    assert room.replayed().register == register


def test_the_library_learns_pins_and_devices_in_the_end():
    room = rostered()
    sign_in(room, AMINA, "one", pin=HASH)
    sign_in(room, YANIS, "two", pin=HASH)
    sign_in(room, SAID, "three")
    sign_in(room, LEILA, "three", shared=True)
    room.do(cmd.ResetPin("s2"))
    learned = learn(room.events, room.state.register)
    assert learned.pins == {"s1": HASH}
    assert learned.forgotten == {"s2"}
    assert learned.devices == {"one": "s1"}
    assert learned.lost == {"two", "three"}, "nobody knows who holds them next week"


def test_a_device_that_was_turned_away_or_handed_over_later_is_lost():
    room = rostered(devices={"old": "s1"})
    sign_in(room, AMINA, "one", pin=HASH)
    sign_in(room, AMINA, "two")
    seen = len(room.events)
    room.do(cmd.ResolveClaim("s1", "d2", False))
    sign_in(room, YANIS, "old")
    learned = learn(room.events[seen:], room.state.register)
    assert learned.lost == {"two", "old"} and not learned.devices
