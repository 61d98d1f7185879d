"""What becomes of an answer: taken, changed, known again, refused."""

from dataclasses import replace

import pytest

from app.live import commands as cmd
from app.live.session import LOCK_GRACE, MAX_ANSWERS
from app.live.states import Phase
from tests.helpers.classroom import Classroom, room_in


def test_an_answer_can_be_changed_until_the_lock_and_the_last_one_counts():
    room = room_in(Phase.ASKING)
    room.answer("Bilal", "c1")
    room.wait(5)
    room.answer("Bilal", "c2")
    assert room.round.answers["s2"].answer == {"choices": ["c2"]}
    room.reveal()
    assert room.points()["Bilal"] == 1.0


def test_changing_has_an_end_and_the_last_answer_that_was_taken_counts():
    room = room_in(Phase.ASKING)
    for number in range(MAX_ANSWERS):
        room.do(room.answer_command("Bilal", {"choice": ["c1" if number % 2 else "c2"]}))
    last = room.round.answers["s2"]
    one_more = room.answer_command("Bilal", {"choice": ["c2"]})
    refusal = room.refused(one_more)
    assert (refusal.code, refusal.params) == ("answer_changed_too_often", {"most": MAX_ANSWERS})
    assert room.round.answers["s2"] is last
    assert room.do(replace(one_more, id=last.id)) == [], "sent again it gets its receipt"
    room.answer("Amina", "c1")
    room.lock()
    room.do(cmd.AskAgain())
    room.answer("Bilal", "c2")  # each round counts for itself


def test_changing_can_be_switched_off():
    room = Classroom(change_answers=False)
    room.join("Amina")
    room.ask()
    room.answer("Amina", "c1")
    assert room.refused(room.answer_command("Amina", {"choice": ["c2"]})).code == "answer_already_given"


def test_an_answer_sent_again_is_known_in_every_phase_and_changes_nothing():
    room = room_in(Phase.ASKING)
    round_ = room.round.id
    room.answer("Bilal", "c1", answer_id="first")
    room.answer("Bilal", "c2", answer_id="second")
    for step in (room.pause, room.resume, room.lock, room.reveal, room.show_ranking, room.end):
        step()
        assert room.answer("Bilal", "c1", answer_id="first", round_=round_) == []
    assert room.state.rounds[round_].answers["s2"].id == "second"


def test_the_id_of_an_answer_is_known_for_its_own_student_and_round_only():
    room = room_in(Phase.ASKING)
    room.answer("Amina", "c2", answer_id="same")
    assert room.answer("Bilal", "c2", answer_id="same")
    room.lock()
    room.ask_again()
    assert room.answer("Amina", "c2", answer_id="same")


@pytest.mark.parametrize("answer_id", ["x" * 65, "Amina B.", "a/b", "é", "a\n", "\ud800"])
def test_ids_of_answers_are_opaque(answer_id):
    room = room_in(Phase.ASKING)
    command = room.answer_command("Amina", {"choice": ["c2"]}, answer_id=answer_id)
    assert room.refused(command).code == "answer_impossible"
    assert room.refused(cmd.Answer("s1", "r2", "", {"choice": ["c2"]})).code == "answer_impossible"


def test_an_answer_to_another_round_does_not_count():
    room = room_in(Phase.ASKING)
    closed = room.answer_command("Bilal", {"choice": ["c2"]}, round_="r1")
    unknown = room.answer_command("Bilal", {"choice": ["c2"]}, round_="r99")
    assert room.refused(closed).code == "answer_closed"
    assert room.refused(unknown).code == "answer_other_round"


def test_while_paused_only_the_paused_question_is_worth_sending_again():
    room = room_in(Phase.PAUSED)
    assert room.refused(room.answer_command("Bilal", {"choice": ["c2"]})).code == "answer_paused"
    assert room.refused(room.answer_command("Bilal", {"choice": ["c2"]}, round_="r1")).code == "answer_closed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "answer_empty"),
        ({"choice": ["c9"]}, "answer_impossible"),
        ({"choice": ["c1", "c2"]}, "answer_impossible"),
    ],
)
def test_what_does_not_fit_the_question_is_refused(fields, code):
    room = room_in(Phase.ASKING)
    assert room.refused(room.answer_command("Bilal", fields)).code == code


def test_an_answer_on_its_way_at_the_deadline_counts_and_a_later_one_does_not():
    room = room_in(Phase.ASKING)
    room.clock.advance(30 + LOCK_GRACE)
    room.answer("Bilal", "c2")
    room.clock.advance(0.001)
    assert room.refused(room.answer_command("Amina", {"choice": ["c2"]})).code == "answer_closed"
