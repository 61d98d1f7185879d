import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from app.quiz.model import Folding, RichText, TextAnswer
from tests.helpers.questions import sample_question

KIND = KINDS["short_text"]


def accepting(*texts, **changes):
    return sample_question("short_text", texts=texts, **changes)


@pytest.mark.parametrize(
    ("text", "credit"), [("Paris", 1), ("  PARIS ", 1), ("pâris", 1), ("Parie", 0.5), ("Lyon", 0)]
)
def test_credit(text, credit):
    assert KIND.score(sample_question("short_text"), {"text": text}) == credit


def test_foldings_follow_the_question():
    question = sample_question("short_text", folding=Folding(case=False))
    assert KIND.score(question, {"text": "paris"}) == 0
    assert KIND.score(question, {"text": "Paris"}) == 1


def test_the_highest_weight_counts_whatever_the_order():
    question = accepting(TextAnswer("*", 0.0, RichText("No")), TextAnswer("a*", -0.5), TextAnswer("ab", 0.8))
    assert KIND.score(question, {"text": "ab"}) == 0.8
    assert KIND.score(question, {"text": "ax"}) == 0
    assert KIND.feedback(question, {"text": "ax"}) == [RichText("No")]


def test_among_equal_weights_the_first_speaks():
    question = accepting(TextAnswer("a*", 1.0, RichText("first")), TextAnswer("ab", 1.0, RichText("second")))
    assert KIND.feedback(question, {"text": "ab"}) == [RichText("first")]


def test_feedback_for_what_is_not_listed():
    question = sample_question("short_text")
    assert KIND.feedback(question, {"text": "Lyon"}) == [RichText("Look at the map")]


def test_length():
    question = sample_question("short_text")
    assert KIND.parse(question, {"text": ["x" * 1000]}) == {"text": "x" * 1000}
    with pytest.raises(Refused, match="answer_too_long"):
        KIND.parse(question, {"text": ["x" * 1001]})


def test_two_texts_are_no_answer():
    with pytest.raises(Refused, match="answer_impossible"):
        KIND.parse(sample_question("short_text"), {"text": ["a", "b"]})


def test_accepted_texts_are_shown_the_best_first():
    question = accepting(
        TextAnswer("par*", 0.5), TextAnswer("Paris"), TextAnswer("no", 0.0), TextAnswer("2\\*3", 1 / 3)
    )
    assert KIND.solution(question, str).accepted == ("Paris", "par… (50 %)", "2*3 (33.33 %)")


def test_the_distribution_tells_what_each_text_is_worth():
    given = [{"text": text} for text in ("paris", "Paris", "Paris", "Lyon")]
    bars = KIND.summarise(sample_question("short_text"), given)
    assert [(bar.label, bar.count, bar.right) for bar in bars] == [("Paris", 3, 1.0), ("Lyon", 1, 0.0)]


def test_a_correction_keeps_the_feedback_of_what_stays():
    key = {"texts": [{"text": "Paris", "weight": 0.5}, {"text": "Lutetia"}]}
    question = KIND.correct(sample_question("short_text"), key)
    assert question.texts == (TextAnswer("Paris", 0.5, RichText("Well done")), TextAnswer("Lutetia"))


def test_a_right_text_is_needed():
    for texts in ((), (TextAnswer("x", 0.0),), (TextAnswer(" ", 1.0),)):
        assert [problem.code for problem in KIND.check(accepting(*texts))] == ["no_right_answer"]
