from app.quiz.kinds import KINDS
from app.quiz.model import Choice, RichText
from tests.helpers.questions import sample_question

KIND = KINDS["true_false"]


def test_true_stays_first():
    assert not KIND.can_shuffle
    public = KIND.public(sample_question("true_false"), lambda text: text.source, lambda items: items[::-1])
    assert [choice.html for choice in public.choices] == ["True", "False"]


def test_there_are_two_choices():
    third = Choice("c3", RichText("Perhaps"))
    question = sample_question("true_false")
    problems = KIND.check(sample_question("true_false", choices=(*question.choices, third)))
    assert [problem.code for problem in problems] == ["too_many_choices"]


def test_both_can_be_accepted_afterwards():
    question = KIND.correct(sample_question("true_false"), {"right": ["c1", "c2"]})
    assert [KIND.score(question, {"choices": [one]}) for one in ("c1", "c2")] == [1, 1]
