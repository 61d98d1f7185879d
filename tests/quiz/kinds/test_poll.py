from app.quiz.kinds import KINDS
from tests.helpers.questions import sample_question

KIND = KINDS["poll"]


def test_nothing_is_right():
    question = sample_question("poll")
    assert not KIND.scored
    assert KIND.sends_on_tap
    assert KIND.check(question) == []
    assert KIND.score(question, {"choices": ["c1"]}) == 0
