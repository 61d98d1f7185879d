"""Texts in several languages: which part a reader gets, and that one text for all stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.fingerprints import prints_of
from app.quiz.languages import in_language, languages_in
from app.quiz.markup import plain, render
from app.quiz.model import Question, RichText
from app.quiz.plain import plain as words_of
from app.quiz.reading import question_for
from tests.helpers.questions import KIND_NAMES, sample_question

MARKS = "{mlang fr}Bonjour{mlang}{mlang ar}مرحبا{mlang} 2 + 2"
SPANS = (
    '<p><span lang="fr" class="multilang">Bon<span>jour</span></span>\n'
    '<span class="multilang" lang="ar">مرحبا</span> 2 + 2</p>'
)


@pytest.mark.parametrize("text", [RichText(MARKS), RichText(MARKS, "markdown"), RichText(SPANS, "html")])
@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (("fr",), "Bonjour 2 + 2"),
        (("ar",), "مرحبا 2 + 2"),
        (("en", "ar"), "مرحبا 2 + 2"),
        (("en",), "Bonjour 2 + 2"),
        ((), "Bonjour 2 + 2"),
    ],
)
def test_a_reader_gets_the_part_in_the_own_language(text, wishes, words):
    assert plain(text, wishes) == words_of(text, wishes) == words
    html = render(text, lambda name: "", lambda media: "", wishes).html
    assert words_of(RichText(html, "html")) == words
    assert languages_in(text) == ("fr", "ar")


@pytest.mark.parametrize(
    ("source", "wishes", "words"),
    [
        ("{mlang FR , en}a{mlang}{mlang other}b{mlang}", ("en",), "a"),
        ("{mlang fr}a{mlang}{mlang other}b{mlang}", ("ar",), "b"),
        ("{mlang fr_ca}a{mlang}{mlang en}b{mlang}", ("fr",), "a"),
        ("{mlang fr}a{mlang}x{mlang ar}b{mlang}y{mlang fr}c{mlang}", ("fr",), "axyc"),
        ("{mlang fr}a{mlang ar}b", ("ar",), "b"),
        ("{mlang fr}a{mlang ar}b", ("fr",), "a"),
        ("{ mlang en }a{ mlang }b", ("ar",), "ab"),
        ("{mlang}a", ("fr",), "{mlang}a"),
        ("I say mlang", ("fr",), "I say mlang"),
    ],
)
def test_marks_as_people_write_them(source, wishes, words):
    assert in_language(RichText(source), wishes).source == words


def span(language, text):
    return f"<span class='x multilang' lang={language}>{text}</span>"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (span("fr", "a"), "a"),
        (f"{span('fr', 'a')} and {span('ar', 'b')}", "a and b"),
        (f"{span('fr', 'a')}{span('ar', 'b')} x {span('en', 'c')}{span('fr', 'd')}", "b x c"),
        (f"{span('fr', 'a')}<b>{span('ar', 'b')}</b>", "ab"),
        ('<span lang="fr">a</span><span lang="ar">b</span>', "ab"),
        (f"{span('fr', 'a')}<span class='multilang' lang='ar'>b", "b"),
    ],
)
def test_spans_count_where_two_follow_one_another(source, words):
    assert words_of(RichText(source, "html"), ("ar",)) == words


def test_texts_that_differ_in_another_language_are_not_the_same_question():
    texts = [RichText(f"{{mlang fr}}a{{mlang}}{{mlang ar}}{word}{{mlang}}") for word in "bc"]
    one, other = (prints_of(Question("q", "slide", text)) for text in texts)
    assert one != other


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_question_keeps_ids_and_key_in_every_language(kind):
    question = sample_question(kind)
    assert question_for(question, ("ar",)) == question


PIECES = st.sampled_from(["{mlang fr}", "{mlang ar}", "{mlang}", "{mlang other}", "<p>", "</span>", "é", " ",
                          span("fr", "x"), "<span class=multilang lang=ar>", "{", "}"])  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["html", "markdown", "plain", "moodle"]))
def test_no_mark_is_left_and_choosing_again_changes_nothing_of_what_is_read(source, text_format):
    chosen = in_language(RichText(source, text_format), ("ar", "fr"))
    if len(languages_in(RichText(source, text_format))) > 0 and "{mlang fr}" in source:
        assert "{mlang" not in chosen.source
    assert len(chosen.source) <= len(source)
