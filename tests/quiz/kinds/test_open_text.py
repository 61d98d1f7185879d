import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from tests.helpers.questions import sample_question

KIND = KINDS["open_text"]


def test_lines_are_kept():
    assert KIND.parse(sample_question("open_text"), {"text": [" one\r\ntwo "]}) == {"text": "one\ntwo"}


def test_length():
    question = sample_question("open_text")
    assert len(KIND.parse(question, {"text": ["é" * 4000]})["text"]) == 4000
    assert len(KIND.parse(question, {"text": ["e\u0301" * 4000 + " " * 500]})["text"]) == 4000
    for text in ("x" * 4001, "x" * 10**6):
        with pytest.raises(Refused) as caught:
            KIND.parse(question, {"text": [text]})
        assert (caught.value.code, caught.value.params) == ("answer_too_long", {"limit": 4000})


def test_same_words_are_one_line_with_the_most_common_spelling():
    given = [{"text": text} for text in ("Entropy", "entropy", "Energy", "Entropy ", "Entropy")]
    bars = KIND.summarise(sample_question("open_text"), given)
    assert [(bar.key, bar.count, bar.label, bar.right) for bar in bars] == [
        ("entropy", 4, "Entropy", None),
        ("energy", 1, "Energy", None),
    ]


def test_the_words_are_personal():
    assert KIND.personal_keys == ("text",)
