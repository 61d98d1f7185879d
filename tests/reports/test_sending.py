"""What a session says of each student for a platform: marks without float noise, no zero for the excused."""

from dataclasses import replace

import pytest

from app.errors import Refused
from app.live import commands as cmd
from app.outgoing.seen import SendWishes
from app.reports.facts import facts_of
from app.reports.sending import check_wishes, results_of
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS
from tests.helpers.questions import sample_question

GRADES = SendWishes(grade="points")


@pytest.fixture
def room():
    """Amina and Yanis are there, Saïd comes late, Leïla never; of three questions Amina has all right, Yanis
    one, Saïd none of the only one that he answers."""
    poll = sample_question("poll", id="q4")
    room = Classroom((*capitals(3), poll), identity="number", attendance=False)
    room.take_roster(*CLASS)
    sign_in(room, AMINA, YANIS)
    for number in range(3):
        room.ask()
        room.do(answer(room, AMINA, "c2"))
        room.do(answer(room, YANIS, "c2" if number == 0 else "c1"))
        if number == 2:
            room.clock.advance(1000)
            sign_in(room, SAID)
            room.do(answer(room, SAID, "c1"))
        room.reveal()
    room.clock.advance(60)
    room.do(cmd.End())
    return room


def sign_in(room, *students):
    for one in students:
        room.do(cmd.SignIn(one.id, f"token-{one.id}", f"device-{one.id}", "hash" * 8))


def answer(room, student, choice):
    return cmd.Answer(student.id, room.round.id, f"{student.id}-{room.round.id}", {"choice": [choice]})


def values(room, wishes, top="20", kind="grade"):
    found = results_of(room.state, wishes, top)
    return {result.student: result.value for result in found if result.kind == kind}


@pytest.mark.parametrize(
    ("wishes", "top", "expected"),
    [
        (GRADES, "20", ("20.00", "6.67", "0.00")),
        (GRADES, "", ("100.00", "33.33", "0.00")),
        (replace(GRADES, scale="10", decimals=1), "100", ("10.0", "3.3", "0.0")),
        (replace(GRADES, grade="percent", scale="20", decimals=0), "100", ("100", "33", "0")),
        (replace(GRADES, grade="participation"), "20", ("20.00", "20.00", "6.67")),
    ],
)
def test_a_mark_is_on_the_scale_that_is_wished_or_the_platforms_own(room, wishes, top, expected):
    found = values(room, wishes, top)
    assert tuple(found.get(one.id) for one in CLASS) == (*expected, None)


def test_who_is_excused_or_absent_gets_no_mark_and_a_correction_moves_it(room):
    room.do(cmd.MarkByHand(YANIS.id, "excused", "T", "ill"))
    assert values(room, GRADES) == {"s1": "20.00", "s3": "0.00"}
    room.do(cmd.MarkByHand(YANIS.id, "", "T", ""))
    room.do(cmd.CancelQuestion("q2"))
    assert values(room, GRADES) == {"s1": "20.00", "s2": "10.00", "s3": "0.00"}


def test_attendance_is_sent_in_four_statuses_for_the_whole_roster(room):
    wishes = SendWishes(attendance=True)
    assert values(room, wishes, kind="attendance") == {}  # nobody has asked who is there
    room.do(cmd.MarkByHand(YANIS.id, "", "T", ""))
    assert values(room, wishes, kind="attendance") == {
        "s1": "present", "s2": "present", "s3": "late", "s4": "absent"
    }  # fmt: skip
    room.do(cmd.MarkByHand(LEILA.id, "excused", "T", ""))
    room.do(cmd.MarkByHand(AMINA.id, "left_early", "T", ""))
    assert values(room, wishes, kind="attendance")["s4"] == "excused"
    assert values(room, wishes, kind="attendance")["s1"] == "late"
    assert values(room, wishes) == {}


def test_nobody_outside_the_roster_is_sent():
    room = Classroom(capitals(1), identity="number", guests=True)
    room.take_roster(replace(AMINA, name="", number="", family="", given=""), YANIS)  # erased since
    sign_in(room, AMINA, YANIS)
    room.join("Guest")
    room.ask()
    room.answer("Guest", "c2")
    room.do(answer(room, YANIS, "c2"))
    room.do(answer(room, AMINA, "c2"))
    room.reveal()
    room.do(cmd.End())
    assert set(values(room, GRADES)) == {YANIS.id}
    assert {fact.student for fact in facts_of(room.state)} == {YANIS.id}


def test_facts_say_who_was_there_and_what_each_answer_brought(room):
    facts = {(fact.student, fact.item): fact for fact in facts_of(room.state)}
    assert {item for student, item in facts if student == "s1"} == {
        "attended", "completed", "scored", "answered q1", "answered q2", "answered q3"
    }  # fmt: skip
    assert ("s4", "attended") not in facts
    one = facts["s2", "answered q2"]
    assert (one.number, one.success, str(one.score), str(one.top)) == ("0013", False, "0.0", "1.0")
    assert facts["s1", "scored"].at == room.state.ended_at
    assert str(facts["s2", "scored"].score) == "1.0"


@pytest.mark.parametrize("wishes", [replace(GRADES, scale="x"), replace(GRADES, decimals=9)])
def test_an_impossible_scale_is_refused(wishes):
    with pytest.raises(Refused, match="scale_impossible"):
        check_wishes(wishes)
