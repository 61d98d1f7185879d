"""Files that are no correct XML, and files that were made to do harm."""

import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Trouble
from app.exchange.formats import read_file
from app.exchange.moodle_xml import read_moodle_xml
from app.exchange.xml_tree import Scanner, content, find_fault

QUESTION = (
    '<question type="essay">\n<questiontext format="html">\n<text>{}</text>\n</questiontext>\n</question>\n'
)


def texts_and_codes(source):
    quiz, report = read_moodle_xml(source, "t")
    return [q.text.source for q in quiz.questions], [(line.line, line.code) for line in report.lines]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a &darr; b", "a ↓ b"),
        ("a & b", "a & b"),
        ("if a < b and", "if a < b and"),
        ("x<br>y", "x<br>y"),
        ("&unheard; &#8595;", "&unheard; ↓"),
        ("bell \x07", "bell \x07"),
    ],
)
def test_stray_signs_cost_nothing_but_a_line(text, meant):
    texts, codes = texts_and_codes(f"<quiz>\n{QUESTION.format(text)}{QUESTION.format('next')}</quiz>")
    assert texts == [meant, "next"]
    assert [code for _, code in codes] == ["xml_incorrect"]
    assert codes[0][0] in (4, 5)


@pytest.mark.parametrize(
    "cut",
    [
        '<question type="essay"><questiontext><text>first',
        '<question type="essay"><questiontext><text>first</text>',
        '<question type="essay"><questiontext><text>first</questiontext></question>',
        '<question type="essay"><questiontext><text><![CDATA[first]]></text></questiontext>',
    ],
)
def test_missing_ends_cost_only_what_is_missing(cut):
    texts, codes = texts_and_codes(f"<quiz>{cut}{QUESTION.format('next')}</quiz>")
    assert texts == ["first", "next"]
    assert {"xml_incorrect"} <= {code for _, code in codes}
    assert texts_and_codes(f"<quiz>{QUESTION.format('next')}{cut}")[0] == ["next", "first"]


def test_nested_questions_of_plugins_are_no_questions():
    inner = QUESTION.replace("</question>", "<themes><question>31</question></themes></question>")
    assert texts_and_codes(f"<quiz>{inner.format('a')}{inner.format('b')}</quiz>") == (["a", "b"], [])


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def test_definitions_are_not_read_and_nothing_is_expanded():
    texts, codes = texts_and_codes(f"{BOMB}<quiz>{QUESTION.format('&i;')}</quiz>")
    assert texts == ["&i;"]
    assert codes == [(0, "xml_definitions")]
    outside = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert texts_and_codes(f"{outside}<quiz>{QUESTION.format('&x;')}</quiz>")[0] == ["&x;"]


@pytest.mark.parametrize(
    "source",
    [
        "<quiz>" + "<!--" * 200_000,
        "<quiz>" + '<question type="essay">' * 20_000,
        '<quiz><question type="essay">' + "<a>" * 300_000,
        '<quiz><question type="essay"><questiontext><text>' + "<![CDATA[" * 100_000,
        "<quiz>" + "<" * 500_000,
        "<quiz>" + "<a b='" * 200_000,
        "<quiz>" + "<!DOCTYPE [" * 100_000,
        "<quiz>" + "&" * 500_000,
        '<quiz><question type="cloze"><questiontext><text>' + "{1:SA:=" * 60_000,
        '<quiz><question type="cloze"><questiontext><text>' + "{1:SA:=a~}" * 3_000,
        '<quiz><question type="calculated"><answer><text>' + "(" * 100_000,
        QUESTION.format("[[" * 200_000),
        "<quiz>" + QUESTION.format("<div>" * 50_000),
    ],
    ids=lambda source: source[:40],
)
def test_time_is_bounded_whatever_is_sent(source):
    began = time.process_time()
    quiz, report = read_moodle_xml(source, "t")
    assert time.process_time() - began < 8
    assert quiz.questions or report.lines


def test_large_pictures_on_one_line():
    data = "iVBORw0KGgo" + "A" * 1_400_000
    file = f'<file name="x.png" encoding="base64">{data}</file>'
    quiz, _ = read_moodle_xml(f"<quiz>{QUESTION.format('t</text>' + file + '<text>') * 5}</quiz>", "t")
    assert len(quiz.questions) == 5
    assert len(next(iter(quiz.media.values())).data) > 1_000_000


def test_ten_thousand_questions():
    answers = "".join(
        f'<answer fraction="{w}" format="html"><text><![CDATA[<p>choice {w}</p>]]></text>'
        "<feedback format='html'><text>no</text></feedback></answer>"
        for w in (100, 0, -50, 25)
    )
    question = (
        '<question type="multichoice"><name><text>n</text></name><questiontext format="html"><text><![CDATA['
        r"<p>What is \(x^2\)?</p>]]></text></questiontext><single>true</single>" + answers + "</question>\n"
    )
    began = time.process_time()
    quiz, _ = read_moodle_xml(f"<quiz>{question * 10_000}</quiz>", "t")
    assert len(quiz.questions) == 10_000
    assert time.process_time() - began < 10


@given(st.text(st.sampled_from("<>/&;!-[]=\"' \nCDATAquestiontext{}:~#"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_sent_stops_the_reading(noise):
    quiz, report = read_moodle_xml(f"<quiz>{noise}{QUESTION.format('x' + noise)}</quiz>", "t")
    for line in report.lines:
        assert line.tell(lambda text: text)
    assert quiz.questions or report.lines


names = st.sampled_from(["a", "b", "text", "file"])
inner = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)


@st.composite
def elements(draw, depth=3):
    element = ElementTree.Element(
        draw(names), draw(st.dictionaries(st.sampled_from("xyz"), inner, max_size=2))
    )
    element.text = draw(inner)
    if depth and element.tag not in ("text", "file"):
        element.extend(draw(st.lists(elements(depth - 1), max_size=3)))
    return element


def same(element, found, source):
    assert (found.name, found.attributes) == (element.tag, element.attrib)
    if element.tag in ("text", "file"):
        assert content(source[found.start : found.end])[0] == (element.text or "")
    assert len(found.children) == len(element)
    for child, other in zip(element, found.children, strict=True):
        same(child, other, source)


@given(st.lists(elements(), max_size=3))
@settings(max_examples=60, deadline=None)
def test_correct_xml_is_read_as_a_strict_reader_reads_it(children):
    root = ElementTree.Element("unit")
    root.extend(children)
    source = f"<r>{ElementTree.tostring(root, 'unicode')}</r>"
    assert find_fault(source) is None
    (found,) = Scanner(source, "unit", frozenset({"text", "file"}), frozenset({"text"}), False).units()
    same(root, found, source)


def test_encodings_as_declared_or_guessed(tmp_path: Path):
    def encoding_and_text(head, codec):
        path = tmp_path / "q.xml"
        path.write_bytes(f"{head}<quiz>{QUESTION.format('é€')}</quiz>".encode(codec))
        imported = read_file(path)
        assert imported.format == "moodle_xml"
        return imported.encoding, imported.quiz.questions[0].text.source, len(imported.report.lines)

    declared = '<?xml version="1.0" encoding="{}"?>\n'.format
    assert encoding_and_text("", "utf-8") == ("utf-8", "é€", 0)
    assert encoding_and_text(declared("UTF-8"), "utf-8-sig") == ("utf-8-bom", "é€", 0)
    assert encoding_and_text("", "cp1252") == ("windows-1252", "é€", 1)
    assert encoding_and_text(declared("ISO-8859-1"), "cp1252") == ("iso-8859-1", "é€", 0)
    assert encoding_and_text(declared("ISO-8859-15"), "iso-8859-15") == ("iso-8859-15", "é€", 0)
    assert encoding_and_text(declared("ISO-8859-1"), "utf-8") == ("utf-8", "é€", 0)
    assert encoding_and_text(declared("UTF-16"), "utf-16") == ("utf-16le-bom", "é€", 0)
    assert encoding_and_text(declared("Windows-1252"), "cp1252") == ("cp1252", "é€", 0)
    assert encoding_and_text(declared("no-such"), "cp1252") == ("windows-1252", "é€", 1)


@pytest.mark.parametrize(
    ("source", "format_name"),
    [
        ("<!-- x --><quiz><question type='essay'/></quiz>", "moodle_xml"),
        ("\n<?xml version='1.0'?>\n<quiz>", "moodle_xml"),
        ("<question type='essay'></question>", "moodle_xml"),
        ("<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>", None),
        ("<quizzes></quizzes>", None),
        ("<?xml version='1.0'?><assessment/>", None),
    ],
)
def test_content_decides_the_format(tmp_path, source, format_name):
    path = tmp_path / "q.txt"
    path.write_text(source)
    if format_name:
        assert read_file(path).format == format_name
    else:
        with pytest.raises(Trouble, match="format_unknown"):
            read_file(path)
