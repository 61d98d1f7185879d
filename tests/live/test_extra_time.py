"""Extra time in the machine: own end, lock for the others in time, reveal, results, speed bonus, replay."""

import pytest

from app.live import commands as cmd
from app.live.extra_time import own_deadline, still_open
from tests.helpers.classroom import Classroom, same_state
from tests.helpers.people import AMINA, YANIS

AMINA_NAME, YANIS_NAME = "Amina EL FASSI", "Yanis ÉTIENNE"  # he has a third more


def room_with_two(seconds=30.0, **settings):
    room = Classroom(identity="number", **settings)
    room.take_roster(AMINA, YANIS)
    for one in (AMINA, YANIS):
        room.do(cmd.SignIn(one.id, f"token-{one.id}", f"device-{one.id}"))
    room.ask(seconds=seconds)
    return room


def test_the_round_closes_for_all_others_in_time_and_later_for_one():
    room = room_with_two()
    asked = room.clock.now()
    assert own_deadline(room.state, "s1") is None
    assert own_deadline(room.state, "s2") == pytest.approx(asked + 39.9)
    room.wait(31.0)
    assert room.phase.value == "locked"
    assert list(still_open(room.state, room.clock.now())) == ["s2"]
    assert room.refused(room.answer_command(AMINA_NAME, {"choice": ["c2"]})).code == "answer_closed"
    room.wait(5)
    room.answer(YANIS_NAME, "c2")
    late = room.answer_command(YANIS_NAME, {"choice": ["c1"]})
    room.wait(10)
    assert room.refused(late).code == "answer_closed"
    assert same_state(room.state, room.replayed())
    room.reveal()
    assert room.points() == {AMINA_NAME: 0, YANIS_NAME: 1}


def test_the_answer_is_not_shown_before_unless_the_host_insists():
    room = room_with_two()
    room.wait(31.5)
    refusal = room.refused(cmd.Reveal())
    assert (refusal.code, refusal.params["seconds"]) == ("extra_time_running", 10)
    assert room.do(cmd.Reveal(insist=True))
    assert room.refused(room.answer_command(YANIS_NAME, {"choice": ["c2"]})).code == "answer_closed"
    room = room_with_two()
    room.wait(45)
    assert room.do(cmd.Reveal())


def test_closed_early_extra_time_is_the_same_part_of_what_was_used():
    room = room_with_two(seconds=100.0)
    room.wait(30)
    room.lock()
    assert still_open(room.state, room.clock.now()) == {"s2": pytest.approx(room.clock.now() + 9.9)}
    room.remove(YANIS_NAME)
    assert still_open(room.state, room.clock.now()) == {}
    assert room.do(cmd.Reveal())


def test_without_a_limit_there_is_no_extra_time():
    room = room_with_two(seconds=0)
    room.wait(30)
    room.lock()
    assert room.do(cmd.Reveal())


def test_results_know_answers_of_extra_time_also_when_judged_before_and_speed_is_fair():
    room = room_with_two(seconds=30, speed_bonus=0.5)
    room.wait(15)
    room.answer(AMINA_NAME, "c2")
    room.wait(16)
    assert room.results.round_results(room.round).keys() == {"s1"}
    room.wait(4)
    room.answer(YANIS_NAME, "c2")
    results = room.results.round_results(room.round)
    assert results["s1"].points == pytest.approx(1.25)
    used = 31 + 4  # the round is closed a second after its limit
    assert results["s2"].points == pytest.approx(1 + 0.5 * (1 - used / 39.9), abs=0.01)


def test_a_pause_and_more_time_move_the_own_end_too():
    room = room_with_two(seconds=30)
    room.wait(10)
    room.pause()
    assert own_deadline(room.state, "s2") is None
    room.wait(100)
    room.resume()
    assert own_deadline(room.state, "s2") == pytest.approx(room.clock.now() + 20 + 9.9)
    room.extend(30)
    assert own_deadline(room.state, "s2") == pytest.approx(room.clock.now() + 50 + 0.33 * 60)
