import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.scoring import judge, points_for
from tests.helpers.questions import SCORED, answers, questions, sample_question

RIGHT, WRONG, PENALTY = {"choices": ["c2"]}, {"choices": ["c1"]}, {"choices": ["c3"]}


def test_points_are_the_credit_of_the_question():
    question = sample_question("single", points=4)
    assert [points_for(question, answer) for answer in (RIGHT, WRONG, PENALTY)] == [4, 0, 0]


def test_penalties_count_only_where_chosen():
    question = sample_question("single", points=4, below_zero=True)
    assert points_for(question, PENALTY) == -2


def test_a_speed_bonus_is_linear_in_the_time_left():
    question = sample_question("single", points=4)
    points = [points_for(question, RIGHT, speed_bonus=0.5, time_left=left) for left in (0, 0.5, 1)]
    assert points == [4, 5, 6]


@pytest.mark.parametrize("left", [-1, 2])
def test_a_clock_that_is_off_gives_no_more_than_the_bonus(left):
    points = points_for(sample_question("single"), RIGHT, speed_bonus=0.5, time_left=left)
    assert points in (1, 1.5)


def test_no_bonus_without_a_time_limit_or_unless_chosen():
    question = sample_question("single")
    assert points_for(question, RIGHT, speed_bonus=0.5) == 1
    assert points_for(question, RIGHT, time_left=1.0) == 1


def test_no_bonus_for_an_answer_that_is_not_wholly_right():
    question = sample_question("multiple")
    assert points_for(question, {"choices": ["c1"]}, speed_bonus=1, time_left=1) == 0.5
    assert points_for(question, {"choices": ["c3"]}, speed_bonus=1, time_left=1) == 0


@pytest.mark.parametrize("kind", ["poll", "open_text"])
def test_opinions_earn_nothing(kind):
    answer = {"choices": ["c1"], "text": "words"}
    assert points_for(sample_question(kind, points=5), answer, speed_bonus=1, time_left=1) == 0


@pytest.mark.parametrize("kind", SCORED)
@given(data=st.data())
def test_points_stay_within_the_question(kind, data):
    question = data.draw(questions(kind))
    answer = data.draw(answers(question))
    bonus = data.draw(st.floats(0, 1))
    points = points_for(question, answer, speed_bonus=bonus, time_left=data.draw(st.floats(0, 1)))
    lowest = -question.points if question.below_zero else 0
    assert lowest <= points <= question.points * (1 + bonus)


def test_judgement():
    credits = (1.0, 0.9999999, 0.99, 0.01, 0.0, -0.5)
    assert [judge(credit) for credit in credits] == ["right", "right", "partly", "partly", "wrong", "wrong"]
