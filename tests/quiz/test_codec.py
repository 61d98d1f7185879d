import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Trouble
from app.quiz.codec import question_from_json, question_to_json, quiz_from_json, quiz_to_json
from app.quiz.model import Choice, Media, NumericAnswer, Question, Quiz, RichText
from app.sentences import SENTENCES
from tests.helpers.questions import KIND_NAMES, any_question, quizzes, sample_question


@given(quizzes)
def test_a_quiz_comes_back_equal_through_json_text(quiz):
    assert quiz_from_json(json.loads(json.dumps(quiz_to_json(quiz)))) == quiz


@given(any_question)
def test_a_question_comes_back_equal_through_json_text(question):
    assert question_from_json(json.loads(json.dumps(question_to_json(question)))) == question


def test_decimals_keep_every_digit():
    value = Decimal("0.1000000000000000000000000000000000001")
    question = sample_question("numeric", numbers=(NumericAnswer(value, Decimal("1e-40")),))
    again = question_from_json(json.loads(json.dumps(question_to_json(question))))
    assert str(again.numbers[0].value) == str(value)


@pytest.mark.parametrize("value", ["1e10001", "1e-9999999", "Infinity", "NaN"])
def test_a_number_that_breaks_who_works_with_it_is_damage(value):
    with pytest.raises(Trouble, match="quiz_unreadable"):
        question_from_json({"id": "0a", "kind": "numeric", "text": "?", "numbers": [{"value": value}]})


def test_media_are_handed_in():
    quiz = Quiz("1", "Cells", media={"cell.png": Media("image/png", b"\x89PNG")})
    data = quiz_to_json(quiz)
    assert "media" not in data
    assert quiz_from_json(data, quiz.media) == quiz
    assert quiz_from_json(data).media == {}


def test_the_shape_is_small_and_stays():
    """Written down, because quizzes of this version are on disks: a change here needs a new version."""
    question = Question(
        id="0a",
        kind="single",
        text=RichText("<b>2+2</b>", "html"),
        choices=(Choice("1b", RichText("4"), 1.0), Choice("2c", RichText("5"))),
    )
    assert quiz_to_json(Quiz("9f", "Sums", (question,), language="fr")) == {
        "v": 1,
        "id": "9f",
        "title": "Sums",
        "language": "fr",
        "questions": [
            {
                "id": "0a",
                "kind": "single",
                "text": ["html", "<b>2+2</b>"],
                "choices": [{"id": "1b", "text": "4", "weight": 1.0}, {"id": "2c", "text": "5"}],
            }
        ],
    }


def test_a_newer_version_is_told_apart_from_damage():
    data = quiz_to_json(Quiz("1", "Cells"))
    with pytest.raises(Trouble) as caught:
        quiz_from_json(data | {"v": 2})
    assert (caught.value.code, caught.value.params) == ("quiz_version_unknown", {"version": 2})
    assert {"quiz_version_unknown", "quiz_unreadable"} <= SENTENCES.keys()


WHOLE = quiz_to_json(Quiz("1", "Cells", tuple(sample_question(kind) for kind in KIND_NAMES)))


def places(value, path=()):
    """The path of every value inside."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from places(part, (*path, key))


def put(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], new)
    return copy


@given(
    st.sampled_from(list(places(WHOLE))),
    st.sampled_from([None, 7, -1.5, "NaN", "x", [], ["html"], {}, {"x": 1}, True, float("nan")]),
)
def test_damage_anywhere_is_read_as_another_quiz_or_is_trouble(path, damage):
    try:
        quiz = quiz_from_json(put(WHOLE, path, damage))
    except Trouble as trouble:
        assert trouble.code in ("quiz_unreadable", "quiz_version_unknown")
    else:
        assert quiz_from_json(quiz_to_json(quiz)) == quiz


def test_what_a_question_lacks_or_has_too_much_is_damage():
    data = question_to_json(sample_question("single"))
    for damaged in ({**data, "colour": "red"}, {key: data[key] for key in ("id", "kind")}, [data], None):
        with pytest.raises(Trouble, match="quiz_unreadable"):
            question_from_json(damaged)


def test_defaults_are_left_out():
    plain = Question("1", "slide", RichText("x"))
    assert question_to_json(plain) == {"id": "1", "kind": "slide", "text": "x"}
    assert question_to_json(replace(plain, points=0.0))["points"] == 0.0
