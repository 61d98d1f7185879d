import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quiz.html_parts import split_html
from app.quiz.markup import plain, render, short_title
from app.quiz.model import RichText


def show(source, text_format="html"):
    """Rendered text, with the pictures of a quiz that has one named `a b.png`."""
    formulas = []

    def add(media):
        formulas.append(media)
        return f"/f/{len(formulas)}"

    rendered = render(RichText(source, text_format), lambda name: "/m/1" if name == "a b.png" else "", add)
    assert all(media.type == "image/svg+xml" for media in formulas)
    return rendered


def html(source, text_format="html"):
    return show(source, text_format).html


def problems(source, text_format="html"):
    return [problem.code for problem in show(source, text_format).problems]


# --- formats


def test_plain_text_is_escaped():
    assert html("a <b> & c\nd", "plain") == "a &lt;b&gt; &amp; c<br>d"


def test_moodle_text_has_line_breaks():
    assert html("a\nb", "moodle") == "a<br>\nb"
    assert html("a\n<ul>\n<li>b</li>\n</ul>\nc", "moodle").count("<br>") == 0
    assert "<br>" not in html("a\nb", "html")


def test_markdown():
    shown = html("**a** *b*\n\n- c\n- d\n\n| e | f |\n|---|---|\n| 1 | 2 |", "markdown")
    for part in ("<strong>a</strong>", "<em>b</em>", "<li>c</li>", "<td>1</td>"):
        assert part in shown


# --- safety


@pytest.mark.parametrize("text_format", ["html", "markdown", "moodle", "plain"])
@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src='javascript:alert(1)'>",
        "<iframe src='https://e.org'></iframe>",
        "<svg><a href='javascript:alert(1)'>x</a></svg>",
        "<svg/onload=alert(1)>",
        "<a href='https://e.org' onclick='x()'>leads away</a>",
        "[x](javascript:alert(1)) [y](https://e.org)",
        "<p style='position:fixed' class='button' id='x'>p</p>",
        "<form action=/x><input name=y><button>b</button></form>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<template><img src=x onerror=alert(1)></template>",
        "$<img src=x onerror=alert(1)>$",
        "$\\text{<script>alert(1)</script>}$",
        "<p dir='x\" onclick=\"y' lang='\"><script>'>p</p>",
        "<meta http-equiv=refresh content='0;url=https://e.org'><base href='https://e.org'>",
        "<video src='https://e.org/v' autoplay></video><audio src=x></audio><object data=x></object>",
    ],
)
def test_nothing_harmful_passes(source, text_format):
    tags = re.findall(r"<(?:[^\"<>]|\"[^\"]*\")*>", html(source, text_format))
    for tag in tags:
        assert re.match(r"</?(p|div|span|br|table|tbody|tr|td|a|code|strong|em|img|ul|li|b)\b", tag), tag
        outside_quotes = re.sub(r'"[^"]*"', '""', tag)
        assert not re.search(r"\s(on\w+|style|href|id|action|srcset|formaction)\s*=", outside_quotes), tag
        assert not tag.startswith("<a")
        for address in re.findall(r'src="([^"]*)"', tag):
            assert address.startswith(("/f/", "/m/"))
        for name in re.findall(r'class="([^"]*)"', tag):
            assert re.fullmatch(r"formula( display)? fh-\d+ va-\d+", name)


PIECES = [*"<>\"'=&/ $\\", "img", "src", "onerror", "script", "<b>", "</b>", "x", "`", "*", "media:", "!["]
FORMATS = ["html", "markdown", "moodle", "plain"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(FORMATS))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_safe_html_and_plain_text(source, text_format):
    shown = html(source, text_format)
    assert "<script" not in shown
    for tag in re.findall(r"<(?:[^\"<>]|\"[^\"]*\")*>", shown):
        assert not re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))
    words = plain(RichText(source, text_format))
    assert words == " ".join(words.split())


def test_links_become_text():
    assert html('see <a href="https://e.org">the page</a>') == "see the page"


def test_directions_and_languages_stay():
    assert html('<p dir="rtl" lang="ar">س</p>') == '<p dir="rtl" lang="ar">س</p>'
    assert html('<td colspan="2000000">') == ""


@pytest.mark.parametrize(
    "source", ["a<b", "x < y > z", "#include <iostream>", "List<String> a", "</unknown>"]
)
def test_what_is_no_tag_is_text(source):
    assert re.sub("&lt;", "<", re.sub("&gt;", ">", html(source))) == source
    assert plain(RichText(source, "html")) == source


# --- pictures


def test_pictures_of_the_quiz():
    shown = show('<img src="media:a%20b.png" alt="A &quot;B&quot;" width="30" height="20" title="x">')
    assert shown.html == '<img src="/m/1" alt="A &quot;B&quot;" width="30" height="20">'
    assert shown.problems == ()
    assert 'src="/m/1"' in html("![x](<media:a b.png>)", "markdown")


def test_remote_pictures_are_never_fetched():
    shown = show('a <img src="https://e.org/x.png" alt="a <fox>"> b')
    assert shown.html == "a a &lt;fox&gt; b"
    (problem,) = shown.problems
    assert (problem.code, problem.params) == ("remote_picture", {"address": "https://e.org/x.png"})
    assert problems("<img src='//e.org/x'>") == ["remote_picture"]


@pytest.mark.parametrize("address", ["media:none.png", "@@PLUGINFILE@@/x.png", "x.png", ""])
def test_missing_pictures_are_reported(address):
    assert html(f'<img src="{address}" alt="alt">') == "alt"
    assert problems(f'<img src="{address}">') == ["picture_missing"]


# --- formulas


def test_formula_becomes_a_picture():
    shown = html('is $x < "y"$?')
    assert re.fullmatch(
        r'is <img class="formula fh-\d+ va-\d+" src="/f/1" '
        r'alt="x &lt; &quot;y&quot;" width="\d+" height="\d+">\?',
        shown,
    )
    assert 'class="formula display ' in html("$$x$$")


@pytest.mark.parametrize("text_format", ["html", "markdown", "moodle", "plain"])
@pytest.mark.parametrize("source", ["$x_1 * y_1 * z$", "\\(x\\)", "\\[x\\]", "$$x$$"])
def test_formulas_in_every_format(source, text_format):
    assert html("a " + source, text_format).count("<img class=") == 1


def test_formulas_inside_code_stay_text():
    assert html("<code>$x$</code> <pre>$y$</pre> $z$").count("<img") == 1
    assert "<code>$x$</code>" in html("<code>$x$</code> $z$")
    shown = html("`$x$` and `$y$` and $z$\n\n    $w$", "markdown")
    assert shown.count("<img") == 1
    assert "<code>$x$</code>" in shown and "$w$" in shown


def test_unknown_formulas_are_shown_as_source():
    shown = show("a $\\foo{<}$ b")
    assert shown.html == "a <code>\\foo{&lt;}</code> b"
    assert [(problem.code, problem.params) for problem in shown.problems] == [
        ("formula_unknown", {"tex": "\\foo{<}"})
    ]


def test_prices_are_no_formulas():
    assert html("costs $5 and $6") == "costs $5 and $6"


# --- plain text


@pytest.mark.parametrize(
    ("source", "text_format", "words"),
    [
        ("<p>a</p><p>b</p>", "html", "a b"),
        ("<b>a</b>b", "html", "ab"),
        ("a&nbsp;&amp;\n b", "html", "a & b"),
        ('x <img src="y" alt="an owl"> z', "html", "x an owl z"),
        ("<script>x</script><style>y</style>z", "html", "z"),
        ("$x^2$ <!-- note --> y", "moodle", "$x^2$ y"),
        ("**a** $x_1 y_1$ `b`", "markdown", "a $x_1 y_1$ b"),
        ("<b> &amp;", "plain", "<b> &amp;"),
    ],
)
def test_plain(source, text_format, words):
    assert plain(RichText(source, text_format)) == words


def test_short_titles():
    assert short_title("t", RichText("x")) == "t"
    assert short_title("", RichText("<b>x</b>", "html")) == "x"
    assert short_title("", RichText("x" * 100)) == "x" * 79 + "…"


# --- bounds


@given(st.text(alphabet="<>/ab!-\"'= "))
def test_parts_are_the_whole(source):
    assert "".join(part.source for part in split_html(source)) == source


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "source",
    ["<div>" * 50_000, "<b>" * 50_000, "<a b='c\"" * 50_000, "<!--" * 50_000, "\\(" * 20_000, "$a" * 50_000],
)
def test_hostile_html_takes_bounded_time(source):
    show(source)
    plain(RichText(source, "html"))
