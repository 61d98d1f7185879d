"""Small quiz files of every format, from which `mutations` makes broken ones. All are our own."""

import io
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from app.exchange import csv_out, gift_out, moodle_xml_out, preau_file, qti_out
from app.quiz.model import Media, Quiz, RichText
from tests.helpers.pictures import draw_picture
from tests.helpers.qti_samples import as_version_3, choices, declare, item, manifest, zipped
from tests.helpers.questions import KIND_NAMES, sample_question

E2E = Path(__file__).resolve().parent.parent / "e2e"
MP3 = b"ID3\x03" + bytes(40)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><path d="M0 0L9 9"/></g><use href="#a"/></svg>'


def sample_quiz() -> Quiz:
    """A question of every kind, with pictures, a sound, a formula, two languages and right-to-left text."""
    text = RichText(
        '<p>{mlang fr}Où ?{mlang}{mlang ar}أين؟{mlang} \\(\\frac{1}{2}\\) <img src="media:a.png" alt="x">'
        '<img src="media:b.svg" alt=""> <audio src="media:c.mp3"></audio></p>',
        "html",
    )
    asked = [sample_question(kind) for kind in KIND_NAMES]
    media = {
        "a.png": Media("image/png", draw_picture()),
        "b.svg": Media("image/svg+xml", SVG),
        "c.mp3": Media("audio/mpeg", MP3),
    }
    return Quiz("q", "Quiz", (*asked, sample_question("single", id="rich", text=text)), media, "fr")


AIKEN = """What is 2 + 2?
A) 3
B) 4
ANSWER: B

Which are even?
a. 2
b. 3
c. 4
Answer: A, C
Feedback: by two
"""
PASTED = """1. Capital of Morocco?
a) Fez
*b) Rabat

2) 3 > 2
True / False
Answer: True

س3: ما عاصمة تونس؟
أ) تونس
ب) صفاقس
الجواب: أ

4. How many?

Answers
1. b  2. True  4. 12
"""
GAPS = b"::T::It {1:SA:=a~%50%b#c} {2:MC:=x~y}"
TABLE = """sep=;
Question;Option 1;Option 2;Option 3;Bonne réponse;Temps;Points;Difficulté;Tags
"Où ; ""là"" ?";a;b;c;2;30;1,5;facile;x, y
3 > 2;Vrai;Faux;;1;;;;
Which?;1;2;3;"1,3";20;2;hard;
"""
KAHOOT = (
    (None, "Question - max 120 characters", "Answer 1", "Answer 2", "Answer 3", "Answer 4",
     "Time limit (sec)", "Correct answer(s)"),
    (1, "2 + 2?", 3, 4, 5.5, "ص", 20, "2"),
    (2, "Which?", "a", "b", None, None, 60, "1,2"),
)  # fmt: skip
QTI12 = """<?xml version="1.0" encoding="UTF-8"?>
<questestinterop><assessment title="Exam"><section ident="root_section" title="S">
<item ident="i1" title="T"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>multiple_answers_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;b&gt;Which [x]?&lt;/b&gt;</mattext></material>
<response_lid ident="r" rcardinality="Multiple"><render_choice>
<response_label ident="a"><material><mattext>one</mattext></material></response_label>
<response_label ident="b"><material><mattext>two</mattext></material></response_label>
</render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>
<respcondition><conditionvar><and><varequal respident="r">a</varequal><not>
<varequal respident="r">b</varequal></not></and></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar>
<displayfeedback feedbacktype="Response" linkrefid="f"/></respcondition></resprocessing>
<itemfeedback ident="f"><material><mattext>well</mattext></material></itemfeedback></item>
<item ident="i2"><presentation><material><mattext>Number?</mattext></material><response_num ident="n">
<render_fib fibtype="Decimal"/></response_num></presentation><resprocessing><respcondition><conditionvar>
<vargte respident="n">1.5</vargte><varlte respident="n">2</varlte></conditionvar>
<setvar varname="SCORE">1</setvar></respcondition></resprocessing></item>
</section></assessment></questestinterop>
"""


def _qti_items() -> list[str]:
    inline = (
        '<inlineChoiceInteraction responseIdentifier="R1"><inlineChoice identifier="A">a</inlineChoice>'
        '<inlineChoice identifier="B">b</inlineChoice></inlineChoiceInteraction>'
        '<textEntryInteraction responseIdentifier="R2"/>'
    )
    math = "<math><mfrac><mn>1</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac></math>"
    match = (
        '<matchInteraction responseIdentifier="RESPONSE"><simpleMatchSet>'
        '<simpleAssociableChoice identifier="L1">l</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="L2">m</simpleAssociableChoice></simpleMatchSet><simpleMatchSet>'
        '<simpleAssociableChoice identifier="R1">r</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="R2">s</simpleAssociableChoice></simpleMatchSet>'
        "</matchInteraction>"
    )
    return [
        item(f"<p>q {math} <img src='p/a.png'/></p>{choices()}", declared=declare("A")),
        item(
            f"<p>x {inline} y</p>", declared=declare("A", name="R1") + declare("1.5", name="R2", base="float")
        ),
        item(match, declared=declare("L1 R1", "L2 R2", kind="multiple", base="directedPair")),
    ]


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Files by the name of the format that reads them."""
    quiz = sample_quiz()
    book = Workbook()
    for row in KAHOOT:
        book.active.append(row)
    workbook = io.BytesIO()
    book.save(workbook)
    items = _qti_items()
    package = {"imsmanifest.xml": manifest("q.xml"), "q.xml": items[0], "p/a.png": draw_picture()}
    written = csv_out.write(quiz)
    return {
        "preau": (preau_file.write(quiz),),
        "moodle_xml": (moodle_xml_out.write(quiz), (E2E / "gaps.xml").read_bytes()),
        "gift": (
            gift_out.write(quiz),
            (E2E / "every_kind.gift").read_bytes(),
            GAPS,
        ),
        "aiken": (AIKEN.encode(),),
        "text": (PASTED.encode(),),
        "csv": (TABLE.encode(), written),
        "tsv": (TABLE.replace("sep=;\n", "").replace(";", "\t").encode(),),
        "kahoot": (workbook.getvalue(),),
        "qti1.2": (QTI12.encode(),),
        "qti2.1": (*(one.encode() for one in items), zipped(package)),
        "qti3.0": (*(as_version_3(one).encode() for one in items), qti_out.write(quiz)),
    }
