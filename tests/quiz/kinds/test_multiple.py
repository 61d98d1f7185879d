import pytest

from app.quiz.kinds import KINDS
from app.quiz.model import Choice, RichText
from tests.helpers.questions import sample_question

KIND = KINDS["multiple"]


def weighed(*weights):
    choices = tuple(Choice(f"c{n}", RichText(str(n)), weight) for n, weight in enumerate(weights, start=1))
    return sample_question("multiple", choices=choices)


def test_the_answer_stands_in_the_order_of_the_question():
    assert KIND.parse(sample_question("multiple"), {"choice": ["c3", "c1", "c3"]}) == {
        "choices": ["c1", "c3"]
    }


@pytest.mark.parametrize(
    ("chosen", "credit"),
    [("c1", 0.5), ("c1 c2", 1.0), ("c1 c3", 0.0), ("c3 c4", -1.0), ("c1 c2 c3 c4", 0.0), ("c1 c2 c3", 0.5)],
)
def test_credit_is_the_sum_of_the_weights(chosen, credit):
    assert KIND.score(sample_question("multiple"), {"choices": chosen.split()}) == credit


def test_the_sum_is_kept_within_the_whole():
    question = weighed(1.0, 1.0, -1.0, -1.0)
    assert KIND.score(question, {"choices": ["c1", "c2"]}) == 1
    assert KIND.score(question, {"choices": ["c3", "c4"]}) == -1


@pytest.mark.parametrize("third", [0.333, 0.33333, 0.3333333])
def test_three_rounded_thirds_are_the_whole(third):
    assert KIND.score(weighed(third, third, third, 0), {"choices": ["c1", "c2", "c3"]}) == 1


def test_weights_of_a_file_are_kept_even_where_ticking_everything_pays():
    question = weighed(0.5, 0.5, 0.0, 0.0)
    assert KIND.score(question, {"choices": ["c1", "c2", "c3", "c4"]}) == 1


def test_after_a_correction_ticking_everything_is_worth_nothing():
    question = KIND.correct(weighed(0.5, 0.5, 0.0, 0.0, 0.0), {"right": ["c5", "c2"]})
    assert KIND.score(question, {"choices": ["c2", "c5"]}) == 1
    assert KIND.score(question, {"choices": ["c1", "c2", "c3", "c4", "c5"]}) == 0
    assert KIND.score(question, {"choices": ["c2", "c5", "c1"]}) == pytest.approx(2 / 3)


def test_all_may_be_right():
    question = KIND.correct(weighed(1.0, 0.0), {"right": ["c1", "c2"]})
    assert [choice.weight for choice in question.choices] == [0.5, 0.5]


def test_the_reveal_shows_every_choice_worth_something():
    assert KIND.solution(weighed(0.9, 0.1, 0.0, -1.0), str).right == ("c1", "c2")
