"""Drawings of strangers: what is kept, what is left out, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.svg import SvgRefused, clean_svg, looks_like_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def clean(inner, head=HEAD):
    done = clean_svg(f"{head}{inner}</svg>".encode())
    return done.data.decode().removeprefix(HEAD.replace(" viewBox", " viewBox")), done.removed


def test_shapes_texts_and_gradients_are_kept():
    inner = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"></stop></linearGradient></defs>'
        '<g transform="scale(2)"><path d="M0 0L9 9" fill="url(#g)" style="stroke:#000;stroke-width:2"></path>'
        '<text x="1" xml:space="preserve">a &lt; b &amp; ص</text><use xlink:href="#g"></use></g>'
        "<style>.a{fill:blue}</style>"
    )
    kept, removed = clean(inner)
    assert kept == inner + "</svg>"
    assert removed == ()


@pytest.mark.parametrize(
    ("inner", "removed"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<rect onload="alert(1)"/>', "onload"),
        (
            "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>",
            "<foreignObject>",
        ),
        ('<image href="https://e.org/x.png"/>', "<image>"),
        ('<use href="https://e.org/x.svg#a"/>', "href"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "href"),
        ('<a xlink:href="javascript:alert(1)">x</a>', "<a>"),
        ('<rect fill="url(https://e.org/x)"/>', "fill"),
        ('<rect style="fill:url(//e.org/x)"/>', "fill"),
        ('<rect style="fill:u\\72l(//e.org/x)"/>', "fill"),
        ("<style>@import 'https://e.org/x'</style>", "<style>"),
        ("<style>a{background:url(https://e.org/x)}</style>", "<style>"),
        ("<style>a{fill:u\\72l(x)}</style>", "<style>"),
        ('<animate attributeName="href" values="javascript:x"/>', "<animate>"),
        ('<set attributeName="onload" to="x"/>', "<set>"),
        ('<rect filter="url(#f)"/>', "filter"),
        ("<iframe src='x'/>", "<iframe>"),
    ],
)
def test_what_can_do_harm_is_left_out_and_named(inner, removed):
    kept, names = clean(f'<path d="M0 0"/>{inner}')
    assert removed in names
    for sign in (
        "script",
        "alert",
        "e.org",
        "import",
        "onload",
        "iframe",
        "\\",
        "data:",
        "animate",
        "filter",
    ):
        assert sign not in kept


def test_what_programs_add_for_themselves_goes_without_a_word():
    inner = (
        '<metadata>x</metadata><i:y xmlns:i="http://inkscape.org">z</i:y>'
        '<path d="M0 0" xmlns:i="http://inkscape.org" i:label="me"/>'
    )
    kept, removed = clean(inner)
    assert (kept, removed) == ('<path d="M0 0"></path></svg>', ())


def test_a_drawing_without_its_namespace_gets_it():
    assert clean_svg(b"<svg><path d='M0 0'/></svg>").data.startswith(
        b'<svg xmlns="http://www.w3.org/2000/svg"'
    )


def test_a_doctype_line_is_passed_over():
    doctype = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert b"DOCTYPE" not in clean_svg(f"<?xml version='1.0'?>{doctype}{HEAD}<path/></svg>".encode()).data


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg><text>&b;</text></svg>'
NESTED_USES = "".join(
    f'<g id="g{level}">' + f'<use href="#g{level + 1}"/>' * 10 + "</g>" for level in range(10)
)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<svg><path d='M0 0'>", "incorrect"),
        ("no drawing", "incorrect"),
        ("<svg/>", "empty"),
        ("<html><svg><path/></svg></html>", "empty"),
        (BOMB, "definitions"),
        ("<svg>" + "<g>" * 70 + "</g>" * 70 + "</svg>", "deep"),
        ("<svg>" + "<path/>" * 60_000 + "</svg>", "large"),
        ("<svg><path d='" + "M0 0" * 600_000 + "'/></svg>", "large"),
        (f"<svg>{NESTED_USES}<path id='g10'/></svg>", "large"),
        ("<svg><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g><use href='#a'/></svg>", "deep"),
        ("<svg><pattern id='p'><rect fill='url(#p)'/></pattern></svg>", "deep"),
    ],
    ids=["cut", "text", "nothing", "html", "entities", "nested", "many", "long", "uses", "cycle", "itself"],
)
def test_what_cannot_be_cleaned_is_refused(source, reason):
    with pytest.raises(SvgRefused) as refused:
        clean_svg(source.encode())
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b"<svg/>", True),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- x --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg:svg >", True),
        (b"<svgx>", False),
        (b"<html><svg>", False),
        (b"", False),
    ],
)
def test_drawings_are_known_by_their_beginning(data, known):
    assert looks_like_svg(data) is known


PIECES = st.sampled_from(
    ["<g>", "</g>", '<path d="M0&#10;0"/>', "<style>a{b:c}</style>", "a\r\n\tb", "&#13;", "&lt;", "<script>",
     "</script>", '<use href="#a" style=" fill : red ; x:y"/>', '<g id="a" onclick="x" font-family="&quot;">',
     "<!-- c -->", "<![CDATA[<b>]]>", "<a>", "</a>", "<text>é ص</text>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_cleaning_again_changes_nothing(inner):
    try:
        once = clean_svg(f"{HEAD}{inner}</svg>".encode())
    except SvgRefused:
        return
    again = clean_svg(once.data)
    assert (again.data, again.removed) == (once.data, ())
