from app.quiz.kinds import KINDS
from app.quiz.model import Choice, RichText
from tests.helpers.questions import sample_question

KIND = KINDS["single"]


def test_credit_is_the_weight_of_the_choice():
    question = sample_question("single")
    assert [KIND.score(question, {"choices": [one]}) for one in ("c1", "c2", "c3")] == [0, 1, -0.5]


def test_the_reveal_shows_the_best_choices_only():
    weights = {"a": 0.5, "b": 1.0, "c": 1.0, "d": 0.0}
    choices = tuple(Choice(one, RichText(one), weight) for one, weight in weights.items())
    assert KIND.solution(sample_question("single", choices=choices), str).right == ("b", "c")


def test_a_correction_makes_several_right_and_takes_penalties_away():
    question = KIND.correct(sample_question("single"), {"right": ["c2", "c1"]})
    assert [choice.weight for choice in question.choices] == [1.0, 1.0, 0.0]
    assert KIND.solution(question, str).right == ("c1", "c2")


def test_it_is_sent_on_tap():
    assert (KIND.sends_on_tap, KIND.can_shuffle) == (True, True)
