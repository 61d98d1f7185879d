"""The server dies and comes back: the class goes on where it was."""

import pytest

from app.live.session import LOCK_GRACE
from app.live.state import MIN_TIME_AFTER_RESTART
from app.live.states import Phase
from app.live.views import version_of
from tests.helpers.classroom import Classroom, same_state
from tests.live.test_session import room_in


def asking(seconds: float | None = 30.0, **settings) -> Classroom:
    room = Classroom(**settings)
    room.join("Amina", "Bilal")
    room.ask(seconds=seconds)
    return room


def test_the_time_it_was_down_is_not_charged():
    room = asking()
    room.wait(5)
    room.restart(down=600)
    assert room.round.deadline == room.clock.now() + 25
    assert room.session.next_deadline() == room.clock.now() + 25 + LOCK_GRACE


def test_time_without_any_sign_of_life_counts_as_down():
    room = asking()
    room.wait(20)
    room.restart(down=60, alive_at=room.clock.now() - 8)
    assert room.round.deadline == room.clock.now() + 18


@pytest.mark.parametrize("used", [21, 29.9, 30.5])
def test_at_least_ten_seconds_remain(used):
    room = asking()
    room.clock.advance(used)
    room.restart(down=3)
    assert room.round.deadline == room.clock.now() + MIN_TIME_AFTER_RESTART
    room.answer("Amina", "c2")


@pytest.mark.parametrize("alive_at", [0.0, 1_700_000_000.0])
def test_an_old_sign_of_life_gives_no_more_time_than_the_round_had(alive_at):
    room = asking()
    room.wait(5)
    room.restart(down=60, alive_at=alive_at)
    assert room.round.deadline == room.clock.now() + 30


def test_a_laptop_clock_that_was_set_back_gives_no_more_time_either():
    room = asking()
    room.wait(10)
    room.restart(down=-3600)
    assert room.round.deadline == room.clock.now() + 20
    room.answer("Amina", "c2")
    room.reveal()
    assert room.points()["Amina"] == 1.0


def test_no_limit_stays_no_limit():
    room = asking(seconds=None)
    room.restart(down=60)
    assert (room.phase, room.session.next_deadline()) == (Phase.ASKING, None)


def test_a_pause_goes_on():
    room = asking()
    room.wait(25)
    room.pause()
    room.restart(down=60)
    assert (room.phase, room.round.left) == (Phase.PAUSED, 5)


@pytest.mark.parametrize("phase", Phase)
def test_phase_scores_answers_and_pages_are_as_before(phase):
    room = room_in(phase)
    before = room.phase, room.points(), version_of(room.state), room.state.tokens, room.state.rounds.keys()
    room.restart(down=60)
    after = room.phase, room.points(), version_of(room.state), room.state.tokens, room.state.rounds.keys()
    assert after == before
    assert same_state(room.replayed(), room.state)


def test_a_session_that_has_ended_takes_no_note_of_it():
    assert room_in(Phase.ENDED).restart(down=60) == []


def test_an_answer_stored_before_is_not_counted_twice():
    room = asking()
    room.answer("Amina", "c1", answer_id="one")
    room.answer("Amina", "c2", answer_id="two")
    room.restart(down=60)
    assert room.answer("Amina", "c1", answer_id="one") == []
    assert room.round.answers["s1"].answer == {"choices": ["c2"]}


def test_a_second_restart_begins_where_the_first_one_ended():
    room = asking()
    room.wait(5)
    room.restart(down=60)
    room.wait(5)
    room.restart(down=60)
    assert room.round.deadline == room.clock.now() + 20


def test_downtime_and_pauses_cost_no_speed_bonus():
    def play(interrupt) -> float:
        room = asking(speed_bonus=1.0)
        room.wait(5)
        interrupt(room)
        room.wait(10)
        room.answer("Amina", "c2")
        room.reveal()
        return room.points()["Amina"]

    def pause(room):
        room.pause()
        room.wait(300)
        room.resume()

    expected = pytest.approx(1.5)
    assert play(lambda room: None) == expected
    assert play(lambda room: room.restart(down=300)) == expected
    assert play(pause) == expected


def test_locking_a_paused_round_keeps_the_speed_bonus():
    room = asking(speed_bonus=1.0)
    room.wait(15)
    room.answer("Amina", "c2")
    room.pause()
    room.reveal()
    assert room.points()["Amina"] == pytest.approx(1.5)
