"""Rich text in a field and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.markup import plain, render
from app.quiz.model import Gap, RichText
from app.quiz.writing import read_source, show_source, simplify, to_markdown


def html(text: RichText) -> str:
    return render(text, lambda name: f"media:{name}", lambda media: "drawn").html


def test_a_line_break_that_is_typed_is_one_for_students():
    text = read_source(RichText(), "first\nsecond")
    assert "first<br>" in html(text)
    assert show_source(text) == "first\nsecond"


def test_lists_and_paragraphs_stay_what_they_are():
    text = read_source(RichText("", "markdown"), "Look:\n\n- one\n- two")
    assert html(text).count("<li>") == 2
    assert show_source(text) == "Look:\n\n- one\n- two"


@given(st.text(alphabet="ab *-\n$", max_size=40))
def test_typing_is_shown_as_it_was_typed(shown):
    text = read_source(RichText("", "markdown"), shown)
    again = read_source(text, show_source(text))
    assert html(again) == html(text)


def test_other_formats_stay_as_they_are():
    before = RichText("<p>a</p>", "html")
    assert read_source(before, "<p>b</p>") == RichText("<p>b</p>", "html")


def test_gaps_are_numbers_in_the_field():
    gaps = (Gap("aaaa"), Gap("bbbb"))
    text = RichText("[[bbbb]] and [[aaaa]]", "markdown")
    assert show_source(text, gaps) == "[[2]] and [[1]]"
    assert read_source(text, "[[1]] or [[3]]", gaps).source == "[[aaaa]] or [[3]]"


@pytest.mark.parametrize(
    "source", ["2 * 3 * 4", "a_b_c", "# 5", "1. no list", "x < 5 & y", "`", "- minus", "$a_1$ ok"]
)
def test_plain_words_look_the_same_as_markdown(source):
    assert plain(to_markdown(RichText(source))) == plain(RichText(source))
    assert html(to_markdown(RichText(source))).removeprefix("<p>").strip().removesuffix("</p>") == html(
        RichText(source)
    )


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>Hello <b>you</b></p>", "Hello **you**"),
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo  \nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<p>5 * 3 &lt; 20</p>", "5 \\* 3 \\< 20"),
        ('<p><img src="media:a.png" alt="A cat"></p>', "![A cat](media:a.png)"),
    ],
)
def test_simple_html_becomes_markdown_without_loss(source, markdown):
    made, lossless = simplify(RichText(source, "html"))
    assert made == RichText(markdown, "markdown") and lossless


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>a</td></tr></table>",
        '<p dir="rtl">a</p>',
        '<img src="media:a.png" width="50">',
        "x<sup>2</sup>",
        "<b> loose </b>word",
    ],
)
def test_what_would_be_lost_is_known(source):
    made, lossless = simplify(RichText(source, "html"))
    assert not lossless and made.format == "markdown"


def test_line_breaks_that_count_are_kept():
    made, lossless = simplify(RichText("a\nb", "moodle"))
    assert lossless and "a<br>" in html(made)
