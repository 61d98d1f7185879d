"""How long a round is open: limits, more time, pauses."""

import pytest

from app.live import commands as cmd
from app.live import events as ev
from app.live.session import LOCK_GRACE, MAX_TIME
from app.live.states import Phase
from tests.helpers.classroom import Classroom, capitals, room_in


@pytest.mark.parametrize(
    ("own", "session", "wished", "limit"),
    [
        (None, None, None, None), (20, None, None, 20), (None, 40, None, 40), (20, 40, None, 20),
        (20, 40, 7.5, 7.5), (20, 40, 0, None), (10**400, None, None, MAX_TIME),
        (None, float("inf"), None, MAX_TIME),
    ],
)  # fmt: skip
def test_the_time_limit_is_the_wish_else_the_question_s_else_the_session_s(own, session, wished, limit):
    room = Classroom(capitals(1, time_limit=own), time_limit=session)
    room.ask(seconds=wished)
    expected = None if limit is None else room.clock.now() + limit
    assert room.round.deadline == expected
    assert room.session.next_deadline() == (None if limit is None else expected + LOCK_GRACE)


def test_a_round_is_locked_when_its_time_is_up_and_not_before():
    room = room_in(Phase.ASKING)
    room.clock.advance(30.5)
    assert room.do(cmd.TimeOut()) == []
    room.clock.advance(0.5)
    (locked,) = room.do(cmd.TimeOut())
    assert locked == ev.Locked(room.clock.now(), "r2", "time")
    assert room.session.next_deadline() is None


def test_more_time_for_an_open_round_counts_from_its_deadline():
    room = room_in(Phase.ASKING)
    deadline = room.round.deadline
    room.extend(20)
    assert room.round.deadline == deadline + 20


def test_more_time_in_the_last_moment_counts_from_now():
    room = room_in(Phase.ASKING)
    room.clock.advance(30.8)
    room.extend(20)
    assert room.round.deadline == room.clock.now() + 20


def test_more_time_opens_a_locked_round_again_with_its_answers():
    room = room_in(Phase.LOCKED)
    room.wait(100)
    room.extend(20)
    assert room.phase is Phase.ASKING
    assert room.session.next_deadline() == room.clock.now() + 20 + LOCK_GRACE
    assert room.round.answers["s1"].answer == {"choices": ["c1"]}
    room.answer("Amina", "c2")
    room.reveal()
    assert room.points()["Amina"] == 2.0


def test_results_of_a_round_that_was_opened_again_are_not_kept_from_before():
    room = room_in(Phase.LOCKED)
    assert room.results.round_results(room.round)["s1"].points == 0.0
    room.extend(20)
    room.answer("Amina", "c2")
    assert room.results.round_results(room.round)["s1"].points == 1.0


def test_more_time_without_a_limit_changes_nothing():
    room = Classroom()
    room.ask()
    assert room.extend(20) == []


@pytest.mark.parametrize("seconds", [0, 0.5, -1, MAX_TIME + 1, float("nan"), float("inf")])
def test_impossible_times_are_refused(seconds):
    room = room_in(Phase.ASKING)
    assert room.refused(cmd.Extend(seconds)).code == "seconds_impossible"
    room.lock()
    if seconds != 0 and seconds != 0.5:
        assert room.refused(cmd.Ask(None, seconds)).code == "seconds_impossible"


def test_a_pause_stops_the_clock():
    room = room_in(Phase.ASKING)
    room.wait(10)
    room.pause()
    room.wait(1000)
    assert (room.phase, room.round.left, room.session.next_deadline()) == (Phase.PAUSED, 20, None)
    room.extend(5)
    room.resume()
    assert room.round.deadline == room.clock.now() + 25


def test_a_pause_after_the_deadline_leaves_no_time_below_zero():
    room = room_in(Phase.ASKING)
    room.clock.advance(30.9)
    room.pause()
    assert room.round.left == 0
