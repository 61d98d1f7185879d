"""Whatever is in a file: no crash, nothing lost without a word, time that grows with its size only."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.gift import read_gift
from app.exchange.gift_blocks import split_blocks
from app.exchange.gift_moodle import moodle_kind
from app.exchange.gift_text import mask_escapes, unescape

PIECES = st.sampled_from(
    [*"{}=~#\\:$%<>[]()*\n ", "\n\n", "->", "::", "####", "//", "$CATEGORY:", "T", "word", "%50%",
     "[html]", "1..2", "{1:MC:", "\\n", "\\(", "\\)", "$$", '<b class="x">', "é", "ص", "\r",
     "data:image/png;base64,", ">3"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_reported(text):
    quiz, report = read_gift(text, "t")
    reported = {line.line for line in report.lines if line.severity == "error"}
    asked = {question.line for question in quiz.questions}
    for block in split_blocks(text.removeprefix("\ufeff")):
        if block.lines[0].startswith("$CATEGORY:"):
            continue
        assert block.line in asked or reported & set(block.numbers), block.source
    for line in report.lines:
        assert line.tell(str)


@given(TEXTS)
@settings(deadline=None)
def test_reading_what_moodle_makes_of_it_never_fails(text):
    assert isinstance(moodle_kind(text), str)


@given(st.text(alphabet="ab\\:#={}~\n "))
def test_escaping_and_reading_again_gives_the_text(text):
    escaped = "".join("\\" + c if c in "\\:#={}~" else c for c in text).replace("\n", "\\n")
    assert unescape(escaped) == text
    assert not set(mask_escapes(escaped)) & set(":#={}~")


def work(text):
    """How many functions are entered and left while a text is read: a measure without a clock."""
    count = 0

    def step(frame, event, argument):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        read_gift(text, "t")
    finally:
        sys.setprofile(before)
    return count


HOSTILE = {
    "open braces": "a {\n\n",
    "open braces then text": "a {\n\nb\n\n",
    "choices": "~a",
    "markers": "~=",
    "dollars": "$a",
    "formulas": "$a{b}=c$ ",
    "maths openings": "\\(",
    "tags": '<b c="d">e</b> =',
    "half tags": "<a b='c\"",
    "half comments": "<!--",
    "pictures": '<img src="data:image/png,',
    "weights": "~% 50%a\n",
    "merged questions": "q{T}\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_with_the_size_only(piece):
    small, large = (f"q {{=x {piece * times}}}" for times in (200, 1600))
    assert work(large) <= 8 * 1.6 * work(small) + 1000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "{" * 1_000_000,
        "q" + "{}" * 500_000,
        "\\" * 2_000_000,
        "::" * 1_000_000,
        "$" * 1_000_000 + "{T}",
        "//" + "[tag:" * 300_000 + "\nq{T}",
        "q <a" + " " * 1_000_000 + "{T}",
        "%" + "1" * 1_000_000,
        "q {#" + "9" * 1_000_000 + "}",
        "q {~%" + "1" * 1_000_000 + "a ~b}",
    ],
    ids=lambda text: text[:8],
)
def test_megabytes_of_one_thing_are_read(text):
    quiz, report = read_gift(text, "t")
    assert quiz.questions or report.lines


@pytest.mark.timeout(120)
def test_a_file_of_megabytes_is_read():
    text = '::t:: What is $x$ in <b class\\="x">this</b>? {=yes#good ~no#bad ~%-50%never}\n\n' * 25_000
    quiz, report = read_gift(text, "t")
    assert len(quiz.questions) == 25_000
    assert report.clean
