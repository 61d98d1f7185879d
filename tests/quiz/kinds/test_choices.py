"""What single, multiple, true_false and poll share, by example."""

import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from app.quiz.model import EMPTY, Choice, RichText
from tests.helpers.questions import sample_question

NAMES = ["single", "multiple", "true_false", "poll"]
ONE = ["single", "true_false", "poll"]


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_id_is_refused_even_beside_a_known_one(name):
    for sent in (["zz"], ["c1", "zz"], ["c1\x00"], ["C1"]):
        with pytest.raises(Refused, match="answer_impossible"):
            KINDS[name].parse(sample_question(name), {"choice": sent})


@pytest.mark.parametrize("name", ONE)
def test_one_choice_only(name):
    question = sample_question(name)
    assert KINDS[name].parse(question, {"choice": ["c2", "c2", ""]}) == {"choices": ["c2"]}
    with pytest.raises(Refused, match="answer_impossible"):
        KINDS[name].parse(question, {"choice": ["c1", "c2"]})


@pytest.mark.parametrize("name", NAMES)
def test_problems_of_choices(name):
    choices = (Choice("a", RichText("same"), 1.0), Choice("b", RichText("<p>same</p>", "html")))
    picture = Choice("c", RichText('<img src="media:x">', "html"))
    kind = KINDS[name]

    def codes(*given):
        problems = kind.check(sample_question(name, choices=given))
        return [(problem.code, problem.params.get("number")) for problem in problems]

    assert codes(choices[0]) == [("too_few_choices", None)]
    assert codes(*choices) == [("duplicate_choice", 2)]
    assert codes(choices[0], Choice("d", EMPTY)) == [("empty_choice", 2)]
    assert codes(choices[0], picture) == []


@pytest.mark.parametrize("name", ["single", "multiple", "true_false"])
def test_something_must_be_right(name):
    choices = (Choice("a", RichText("x"), 0.0), Choice("b", RichText("y"), -1.0))
    problems = KINDS[name].check(sample_question(name, choices=choices))
    assert [problem.code for problem in problems] == ["no_right_answer"]


@pytest.mark.parametrize("name", NAMES)
def test_the_distribution_stands_in_the_order_of_the_question(name):
    given = [{"choices": ["c2"]}, {"choices": ["c1"]}, {"choices": ["c2"]}]
    bars = KINDS[name].summarise(sample_question(name), given)
    assert [(bar.key, bar.count) for bar in bars[:2]] == [("c1", 1), ("c2", 2)]
    rights = [None if name == "poll" else choice.weight for choice in sample_question(name).choices]
    assert [bar.right for bar in bars] == rights


def test_choices_are_described_in_words_and_pictures_by_number():
    question = sample_question(
        "multiple",
        choices=(
            Choice("a", RichText("<b>A</b>", "html")),
            Choice("b", RichText("<img src='media:b'>", "html")),
        ),
    )
    assert KINDS["multiple"].describe(question, {"choices": ["a", "b"]}) == "A; #2"


def test_feedback_is_that_of_the_chosen():
    question = sample_question("multiple")
    feedback = KINDS["multiple"].feedback(question, {"choices": ["c1", "c3"]})
    assert [text.source for text in feedback] == ["About 2", "About 4"]


def test_weights_of_a_correction():
    question = KINDS["single"].correct(sample_question("single"), {"weights": {"c1": 0.5}})
    assert [choice.weight for choice in question.choices] == [0.5, 1.0, -0.5]
