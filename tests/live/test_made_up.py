"""A question made up in class comes next, and counts like any other from the moment it has a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.live import commands as cmd
from app.live import views
from app.live.made_up import KINDS_IN_CLASS, MAX_PARTS, MAX_WORDS, make_question
from app.live.states import Phase
from app.quiz.codec import question_to_json
from app.quiz.kinds import KINDS
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.questions import SCORED, questions, sample_question

LETTERS = [{"id": name, "text": ""} for name in "abcd"]
SPOKEN = {"kind": "single", "choices": LETTERS}


def choices(*weights: float) -> list[dict]:
    return [{"id": f"c{n}", "text": f"text {n}", "weight": weight} for n, weight in enumerate(weights)]


def judgements(room: Classroom) -> list[str]:
    return [result.judgement for result in room.results.round_results(room.round).values()]


def test_it_is_asked_at_once_and_the_quiz_goes_on_behind_it():
    room = Classroom(capitals(3))
    room.join("Amina")
    room.ask()
    room.reveal()
    added, asked = room.do(cmd.AddQuestion(SPOKEN, seconds=20))
    assert room.phase is Phase.ASKING and room.round.question == asked.question == added.question["id"]
    assert room.round.deadline == room.clock.now() + 20
    assert room.state.order == ("q1", asked.question, "q2", "q3")
    room.answer("Amina", "b")
    room.reveal()
    room.ask()
    assert room.round.question == "q2"
    assert room.replayed() == room.state


def test_it_can_wait_for_its_turn():
    room = Classroom(capitals(2))
    room.ask()
    (added,) = room.do(cmd.AddQuestion(SPOKEN, ask=False))
    assert room.phase is Phase.ASKING and room.round.question == "q1"
    assert room.refused(cmd.AddQuestion(SPOKEN)).code == "not_now"
    room.lock()
    assert room.state.next_question().id == added.question["id"]
    room.ask()
    assert room.round.question == added.question["id"]


def test_it_comes_last_where_no_question_is_left():
    room = Classroom(capitals(1))
    room.ask()
    room.reveal()
    room.do(cmd.AddQuestion(SPOKEN))
    assert room.state.order[0] == "q1" and room.round.question == room.state.order[1]


def test_without_a_key_it_counts_for_nobody_and_with_one_for_all():
    """Before the reveal, after it and after the end."""
    for when in ("open", "revealed", "ended"):
        room = Classroom(capitals(1))
        room.join("Amina", "Bilal")
        room.do(cmd.AddQuestion({**SPOKEN, "points": 2}))
        question = room.round.question
        room.answer("Amina", "a")
        room.answer("Bilal", "b")
        if when == "open":
            room.correct_key(question, {"right": ["b"]})
        room.reveal()
        if when != "open":
            assert judgements(room) == ["unscored", "unscored"]
            assert room.results.most_points() == 0 and room.points() == {"Amina": 0, "Bilal": 0}
            bars = views.bars_for_all(room.state, room.round)
            assert [(bar.count, bar.right) for bar in bars] == [(1, None), (1, None), (0, None), (0, None)]
            if when == "ended":
                room.end()
            room.correct_key(question, {"right": ["b"]})
        assert judgements(room) == ["wrong", "right"]
        assert room.results.most_points() == 2 and room.points() == {"Amina": 0, "Bilal": 2}
        room.correct_key(question, None)
        assert judgements(room) == ["unscored", "unscored"], "its own key is none"


@pytest.mark.parametrize(
    ("question", "key", "form"),
    [
        ({"kind": "numeric"}, {"numbers": [{"value": 4}]}, {"number": ["4"]}),
        ({"kind": "short_text"}, {"texts": [{"text": "Rabat"}]}, {"text": ["rabat"]}),
        ({"kind": "multiple", "choices": LETTERS}, {"right": ["a"]}, {"choice": ["a"]}),
        ({"kind": "true_false", "choices": LETTERS[:2]}, {"right": ["a"]}, {"choice": ["a"]}),
    ],
)
def test_every_scored_kind_can_get_its_key_later(question, key, form):
    room = Classroom(capitals(1))
    room.join("Amina")
    room.do(cmd.AddQuestion(question))
    room.do(room.answer_command("Amina", form))
    room.reveal()
    assert judgements(room) == ["unscored"]
    assert [bar.right for bar in views.bars_for_all(room.state, room.round) if bar.right is not None] == []
    room.correct_key(room.round.question, key)
    assert judgements(room) == ["right"]


@pytest.mark.parametrize("kind", ["poll", "open_text"])
def test_an_opinion_never_gets_a_key(kind):
    room = Classroom(capitals(1))
    room.do(cmd.AddQuestion({"kind": kind, "choices": LETTERS if kind == "poll" else []}))
    assert room.refused(cmd.CorrectKey(room.round.question, {"right": ["a"]})).code == "key_impossible"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({}, "command_arguments"),
        ({"kind": "no such"}, "command_arguments"),
        ({"kind": "slide", "text": "x"}, "command_arguments"),
        ({"kind": "ordering", "choices": LETTERS}, "command_arguments"),
        ({"kind": "single", "choices": LETTERS, "colour": "red"}, "command_arguments"),
        ({"kind": "single", "choices": "abc"}, "command_arguments"),
        ({"kind": "single", "choices": [LETTERS[0], LETTERS[0]]}, "command_arguments"),
        ({"kind": "single", "choices": [{"id": "", "text": ""}, LETTERS[0]]}, "command_arguments"),
        ({"kind": "single", "choices": choices(*[0.0] * (MAX_PARTS + 1))}, "command_arguments"),
        ({"kind": "single", "choices": choices(1.0, 2.0)}, "command_arguments"),
        ({"kind": "single", "text": "x" * (MAX_WORDS + 1), "choices": LETTERS}, "command_arguments"),
        ({"kind": "single", "text": ["pdf", "x"], "choices": LETTERS}, "command_arguments"),
        ({"kind": "poll", "choices": LETTERS, "points": -1}, "command_arguments"),
        ({"kind": "poll", "choices": LETTERS, "points": 1e9}, "command_arguments"),
        ({"kind": "poll", "choices": LETTERS, "time_limit": -5}, "command_arguments"),
        ({"kind": "numeric", "numbers": [{"value": "1e999999999"}]}, "command_arguments"),
        ({"kind": "numeric", "numbers": [{"value": "1" * 500}]}, "command_arguments"),
        ({"kind": "open_text", "gaps": [{"id": "g"}]}, "command_arguments"),
        ({"kind": "single", "choices": LETTERS[:1]}, "question_impossible"),
        ({"kind": "true_false", "choices": LETTERS[:3]}, "question_impossible"),
        (
            {"kind": "poll", "choices": [{"id": "a", "text": "so"}, {"id": "b", "text": "so"}]},
            "question_impossible",
        ),
        ({"kind": "numeric", "numbers": [{"value": None, "low": "5", "high": "1"}]}, "question_impossible"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_changes_nothing(question, code):
    room = Classroom(capitals(1))
    before = room.replayed()
    assert room.refused(cmd.AddQuestion(question)).code == code
    assert room.state == before


@given(st.sampled_from(KINDS_IN_CLASS).flatmap(questions))
def test_what_a_quiz_can_hold_can_be_made_up(question):
    made = make_question(question_to_json(question), "new")
    assert made.id == "new"
    assert (made.kind, made.text, made.choices) == (question.kind, question.text, question.choices)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("1e400000000"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(
    ["kind", "text", "choices", "numbers", "texts", "units", "points", "time_limit", "folding", "id", "x"]
)


@given(st.dictionaries(fields, json_values | st.sampled_from(KINDS_IN_CLASS), max_size=5))
def test_whatever_is_sent_becomes_a_question_or_is_refused(data):
    try:
        question = make_question(data, "new")
    except Refused as refusal:
        assert refusal.code in ("command_arguments", "question_impossible")
    else:
        assert question.id == "new"


@pytest.mark.parametrize("kind", SCORED)
def test_every_question_of_a_quiz_has_a_key(kind):
    assert KINDS[kind].is_scored(sample_question(kind))
