"""Other keys, cancelled questions and answers accepted after all."""

import pytest

from app.live import commands as cmd
from app.live.states import Phase
from tests.helpers.classroom import room_in


@pytest.mark.parametrize("phase", [Phase.REVEALED, Phase.ENDED])
def test_another_key_moves_the_scores_and_can_be_taken_back(phase):
    room = room_in(phase)
    (corrected,) = room.correct_key("q1", {"right": ["c1", "c3"]}, why="a slip")
    assert (corrected.at, corrected.who, corrected.why) == (room.clock.now(), "the teacher", "a slip")
    assert room.points() == {"Amina": 0.0, "Bilal": 0.0}
    room.correct_key("q1", {"right": ["c1", "c2"]})
    assert room.points()["Amina"] == 1.0
    room.correct_key("q1", None)
    assert room.state.questions["q1"] == room.state.quiz.questions[0]
    assert room.phase is phase
    assert len(room.state.corrections) == 3


def test_a_correction_begins_with_the_key_of_the_quiz_not_with_the_last_correction():
    room = room_in(Phase.REVEALED)
    room.correct_key("q1", {"weights": {"c1": 0.5}})
    room.correct_key("q1", {"weights": {"c3": 0.0}})
    assert [choice.weight for choice in room.state.questions["q1"].choices] == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("key", [{}, {"right": []}, {"right": ["c9"]}, {"weights": {"c1": float("nan")}}])
def test_an_impossible_key_is_refused(key):
    assert room_in(Phase.ENDED).refused(cmd.CorrectKey("q1", key)).code == "key_impossible"


def test_a_cancelled_question_counts_for_nobody_until_that_is_taken_back():
    room = room_in(Phase.ENDED)
    room.cancel("q1")
    assert (room.points()["Amina"], room.results.most_points()) == (0.0, 0.0)
    assert room.results.round_results(room.state.rounds["r1"])["s1"].judgement == "unscored"
    room.cancel("q1", False)
    assert (room.points()["Amina"], room.results.most_points()) == (1.0, 1.0)


def test_a_single_answer_can_be_accepted_after_all():
    room = room_in(Phase.REVEALED)
    room.ask()
    room.answer("Bilal", "c3")
    room.reveal()
    room.accept("Bilal", 0.5)
    assert room.points()["Bilal"] == 0.5
    room.accept("Bilal", None)
    assert room.points()["Bilal"] == 0.0


def test_an_acceptance_belongs_to_the_answer_it_was_given_for():
    room = room_in(Phase.ASKING)
    room.answer("Bilal", "c1")
    room.accept("Bilal")
    room.answer("Bilal", "c3")
    room.reveal()
    assert room.points()["Bilal"] == 0.0


@pytest.mark.parametrize("credit", [-0.1, 1.1, float("nan"), float("inf")])
def test_credit_lies_between_nothing_and_the_whole(credit):
    refusal = room_in(Phase.ENDED).refused(cmd.AcceptAnswer("s1", "r1", credit))
    assert (refusal.code, refusal.params["argument"]) == ("command_arguments", "credit")


def test_only_an_answer_that_was_given_can_be_accepted():
    room = room_in(Phase.ENDED)
    assert room.refused(cmd.AcceptAnswer("s2", "r1")).code == "no_such_answer"
    assert room.refused(cmd.AcceptAnswer("s1", "r9")).code == "no_such_answer"


def test_who_and_why_are_kept_without_what_cannot_be_written():
    room = room_in(Phase.ENDED)
    (event,) = room.do(cmd.CancelQuestion("q1", True, " Ms\ud800 B\x00 ", "two answers\x1b are right "))
    assert (event.who, event.why) == ("Ms B", "two answers are right")
