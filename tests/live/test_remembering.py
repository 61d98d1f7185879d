"""What a class keeps of each answer until its end: two hours must not fill a laptop's memory."""

import gc
import json
import tracemalloc

import pytest

from app.live import events as ev
from app.live.results import Results
from tests.helpers.classroom import Classroom, capitals

PHONES, QUESTIONS = 200, 5
MOST = 330  # bytes for each answer: its id, its moment, and its places in two tables


def test_an_answer_costs_little_for_the_rest_of_the_class():
    room = Classroom(capitals(QUESTIONS))
    room.join(*(f"Student {number}" for number in range(PHONES)))
    results = Results(room.state)
    tracemalloc.start()
    try:
        grown = [_play_question(room, results) for _ in range(QUESTIONS)]
    finally:
        tracemalloc.stop()
    assert sorted(grown)[QUESTIONS // 2] / PHONES < MOST, grown


def _play_question(room, results):
    """Bytes that are in use after one more question which all answered, events aside."""
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    room.ask()
    events = len(room.events)
    choices = ("c1", "c2", "c3")
    for number, student in enumerate(list(room.state.students)):
        # As they come from the network: no two phones' texts are the same object.
        answer = json.loads(json.dumps({"choices": [choices[number % len(choices)]]}))
        room.state.apply(
            ev.Answered(room.clock.now() + number / 100, room.round.id, student, f"{number:020}", answer)
        )
    room.reveal()
    results.totals()
    results.round_results(room.round)
    del room.events[events:]
    gc.collect()
    return tracemalloc.get_traced_memory()[0] - before


def test_every_id_of_an_answer_that_was_replaced_is_still_known():
    room = Classroom(capitals())
    room.join("Amina")
    room.ask()
    [student] = room.state.students
    for number, choice in enumerate(("c1", "c2", "c1")):
        room.state.apply(
            ev.Answered(room.clock.now(), room.round.id, student, f"id{number}", {"choice": choice})
        )
    assert room.round.answers[student].id == "id2"
    assert all(room.round.has_taken(student, f"id{number}") for number in range(3))
    assert not room.round.has_taken(student, "id3")


@pytest.mark.parametrize("pair", [({"number": 1}, {"number": 1.0}), ({"number": 1}, {"number": True})])
def test_answers_that_only_compare_equal_are_not_taken_for_each_other(pair):
    room = Classroom(capitals())
    room.join("Amina", "Bilal")
    room.ask()
    for student, answer in zip(room.state.students, pair, strict=True):
        room.state.apply(ev.Answered(room.clock.now(), room.round.id, student, "id", answer))
    assert [repr(given.answer) for given in room.round.answers.values()] == [repr(answer) for answer in pair]
