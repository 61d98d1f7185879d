import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from tests.helpers.questions import sample_question

KIND = KINDS["slide"]


def test_there_is_nothing_to_answer():
    assert not KIND.answerable
    with pytest.raises(Refused, match="answer_impossible"):
        KIND.parse(sample_question("slide"), {"choice": ["c1"], "text": ["words"]})
