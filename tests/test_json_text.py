"""JSON from outside holds nothing that could not be stored or sent."""

import pytest

from app.json_text import load_json

WRITTEN = r'{"a\uD800": ["b\udc00c", "\uD83D\uDE00", 1.5, null]}'


@pytest.mark.parametrize("source", [WRITTEN, WRITTEN.encode(), WRITTEN.encode("utf-16")])
def test_halves_of_pairs_become_question_marks_and_whole_pairs_stay(source):
    assert load_json(source) == {"a?": ["b?c", "\U0001f600", 1.5, None]}


@pytest.mark.parametrize("source", ['["a\ud800"]', '["a\ud800"]'.encode("utf-8", "surrogatepass")])
def test_halves_that_stand_there_as_they_are(source):
    assert load_json(source)[0].startswith("a?")


def test_an_escaped_backslash_is_no_escape():
    assert load_json(r'["\\ud800"]') == [r"\ud800"]


@pytest.mark.parametrize("source", [b"\xff\xff", "", "[", b"[\xe9]"])
def test_what_is_no_json_is_refused(source):
    with pytest.raises(ValueError):
        load_json(source)
