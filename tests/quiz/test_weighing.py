"""What is right, by ticks and by shares."""

from dataclasses import replace

import pytest

from app.quiz.kinds import find_kind
from app.quiz.model import Choice, Question, RichText
from app.quiz.weighing import drop_blank_choices, right_ids, set_choices, set_right, tick, uses_shares


def asked(kind, *weights):
    choices = tuple(Choice(f"c{n}", RichText(str(n)), weight) for n, weight in enumerate(weights))
    return Question("q", kind, RichText("?"), choices=choices)


def weights(question):
    return [choice.weight for choice in question.choices]


def test_single_has_one_right_choice():
    assert weights(set_right(asked("single", 1.0, 0.0, 0.0), "c2", True, shares=False)) == [0, 0, 1]
    assert weights(set_right(asked("single", 1.0, 0.0), "c0", False, shares=False)) == [0, 0]


def test_ticks_of_multiple_are_worth_the_whole_together():
    question = set_right(asked("multiple", 1.0, -0.5, -0.5), "c1", True, shares=False)
    assert weights(question) == [0.5, 0.5, -1.0]
    assert find_kind("multiple").score(question, {"choices": ["c0", "c1"]}) == 1.0


def test_all_or_none_right_is_no_fault():
    assert weights(tick(asked("multiple", 0.0, 0.0), ["c0", "c1"])) == [0.5, 0.5]
    assert weights(tick(asked("multiple", 1.0, -1.0), [])) == [0, 0]


@pytest.mark.parametrize(
    ("question", "says_more"),
    [
        (asked("single", 1.0, 0.0), False),
        (asked("single", 1.0, 0.5), True),
        (asked("single", 0.0, 0.0), False),
        (asked("multiple", 0.5, 0.5, -0.5, -0.5), False),
        (asked("multiple", 0.33333, 0.33333, 0.33333, -1.0), False),
        (asked("multiple", 0.5, 0.5, 0.0), True),
    ],
)
def test_shares_are_noticed(question, says_more):
    assert uses_shares(question) is says_more


def test_with_shares_only_the_ticked_one_changes():
    assert weights(set_right(asked("multiple", 0.7, 0.3, 0.0), "c2", True, shares=True)) == [0.7, 0.3, 1.0]
    assert weights(set_right(asked("single", 1.0, 0.5, 0.0), "c2", True, shares=True)) == [0.0, 0.5, 1.0]


def test_a_new_wrong_choice_shares_the_penalty():
    question = asked("multiple", 1.0, -1.0)
    more = (*question.choices, Choice("c2", RichText("x")))
    assert weights(set_choices(question, more, shares=False)) == [1.0, -0.5, -0.5]
    assert weights(set_choices(question, more, shares=True)) == [1.0, -1.0, 0.0]


def test_blank_choices_go_as_long_as_two_are_left():
    question = asked("single", 1.0, 0.0, 0.0)
    blank = replace(question.choices[2], text=RichText())
    three = replace(question, choices=(*question.choices[:2], blank))
    assert [choice.id for choice in drop_blank_choices(three).choices] == ["c0", "c1"]
    two = replace(question, choices=(question.choices[0], blank))
    assert drop_blank_choices(two) is two
    commented = replace(three, choices=(*question.choices[:2], replace(blank, feedback=RichText("why"))))
    assert drop_blank_choices(commented) is commented
    assert right_ids(three) == ["c0"]
