import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.model import TEXT_FORMATS, RichText
from app.quiz.plain import has_picture, is_blank, plain, same_key

TOKENS = ["<", ">", "&", "b", "/", "!--", "p", " ", '"', "script", "]]>", "![", "]("]
rich_texts = st.builds(
    RichText,
    st.text() | st.lists(st.sampled_from(TOKENS)).map("".join),
    st.sampled_from(TEXT_FORMATS),
)


@pytest.mark.parametrize(
    ("source", "form", "words"),
    [
        ("a <b>\n b", "plain", "a <b> b"),
        ("<p>One</p><p>two</p>", "html", "One two"),
        ("H<sub>2</sub>O", "html", "H2O"),
        ("caf&eacute; &lt;b&gt; &#x41;", "html", "café <b> A"),
        ("line\nbreak", "moodle", "line break"),
        ("3 < 4 &amp; 5", "moodle", "3 < 4 & 5"),
        ('see <img src="media:a.png" alt="a map"> here', "html", "see a map here"),
        ("<script>alert(1)</script><style>p{}</style>x", "html", "x"),
        ("<!-- hidden -->x", "html", "x"),
        ("<!-- never closed", "html", ""),
        ("a <!never closed", "html", "a"),
        ("a <script>never closed", "html", "a"),
        ("a <b and b> c", "html", "a c"),
        ("a <b and c", "html", "a <b and c"),
        ('<p title="1 > 0">x</p>', "html", "x"),
        ("a <![if x]>b<![endif]> c", "html", "a b c"),
        ("a <![CDATA[b]]> c", "html", "a c"),
        (
            "## Head\n**bold** ![map](media:a.png) [link](https://example.org)",
            "markdown",
            "Head bold map link",
        ),
        ("$a_1 * b_2 * c$", "markdown", "$a_1 * b_2 * c$"),
    ],
)
def test_words(source, form, words):
    assert plain(RichText(source, form)) == words


@given(rich_texts)
def test_any_text_gives_one_line(text):
    line = plain(text)
    assert line == " ".join(line.split())
    assert is_blank(text) is (line == "" and not has_picture(text))


def test_texts_that_look_different_have_different_keys():
    sources = ["x2", "x<sup>2</sup>", "x<sub>2</sub>", '<img src="media:a">', '<img src="media:b">', "X2"]
    assert len({same_key(RichText(source, "html")) for source in sources}) == len(sources)


def test_texts_that_look_the_same_share_a_key():
    same = [RichText("red  car"), RichText("<p>red car</p>", "html"), RichText("red&nbsp;car", "moodle")]
    assert {same_key(text) for text in same} == {"red car"}


@pytest.mark.parametrize("token", ["<a ", "<!--", "<a b='", "<![", "<script>", "</", "![[", "**a", "&"])
def test_text_that_ruins_parsers_is_read_at_once(token):
    """With a parser that goes back, most of these take minutes; the time-out would end the test."""
    assert len(plain(RichText(token * 50_000, "markdown"))) <= len(token) * 50_000


@pytest.mark.timeout(20)
@pytest.mark.parametrize("broken", ["<a x", "<a \"b' ", "<a '\"<b \"'", "<a \"<b' ", "<a" + "0" * 20])
def test_elements_without_an_end_are_words_in_bounded_time(broken):
    assert plain(RichText(broken * 20_000, "html")).startswith(broken[:2])
    assert plain(RichText(broken[:2] + broken[2:] * 20_000, "html")).startswith(broken[:2])
