"""QTI 1.2 as learning platforms write it."""

from decimal import Decimal

import pytest

from app.exchange.qti import qti_version, read_qti
from app.quiz.plain import plain
from tests.helpers.qti_samples import PNG, zipped


def meta(**entries):
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{key}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"
        for key, value in entries.items()
    )
    return f"<itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata>"


def item(body, conditions="", *, kind="", title="T", points="", after=""):
    entries = {"question_type": kind} | ({"points_possible": points} if points else {})
    rules = "".join(conditions)
    return (
        f'<item ident="i1" title="{title}">{meta(**entries)}<presentation>{body}</presentation>'
        "<resprocessing>"
        f'<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>'
        f"{rules}</resprocessing>{after}</item>"
    )


def bank(*items):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f'<assessment ident="a" title="Exam"><section ident="root_section">{"".join(items)}</section>'
        "</assessment></questestinterop>"
    )


def text(html, kind="text/html"):
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    return f'<material><mattext texttype="{kind}">{escaped}</mattext></material>'


def lid(name="response1", options="a b c", cardinality="Single", before=""):
    labels = "".join(
        f'<response_label ident="{o}">{text("text " + o, "text/plain")}</response_label>'
        for o in options.split()
    )
    return (
        f'<response_lid ident="{name}" rcardinality="{cardinality}">{before}'
        f"<render_choice>{labels}</render_choice>"
        "</response_lid>"
    )


def fib(name="response1"):
    inside = '<render_fib><response_label ident="r"/></render_fib>'
    return f'<response_str ident="{name}" rcardinality="Single">{inside}</response_str>'


def equal(value, name="response1"):
    return f'<varequal respident="{name}">{value}</varequal>'


def when(inside, score=100, action="Set", feedback=""):
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{feedback}"/>' if feedback else ""
    return (
        f"<respcondition><conditionvar>{inside}</conditionvar>"
        f'<setvar action="{action}" varname="SCORE">{score}</setvar>{shown}</respcondition>'
    )


def read(*items):
    quiz, report = read_qti(bank(*items).encode(), "f", "t")
    return quiz, [line.code for line in report.lines]


def weights(question):
    return {plain(choice.text).removeprefix("text "): choice.weight for choice in question.choices}


def test_multiple_choice_with_feedback_and_points():
    after = f'<itemfeedback ident="b_fb"><flow_mat>{text("<b>Yes</b>")}</flow_mat></itemfeedback>'
    quiz, codes = read(
        item(text("<p>Which?</p>") + lid(), [when(equal("b"), feedback="b_fb")], points="2.0", after=after)
    )
    (question,) = quiz.questions
    assert (question.kind, plain(question.text), question.points) == ("single", "Which?", 2.0)
    assert (weights(question), codes) == ({"a": 0, "b": 1, "c": 0}, [])
    assert [plain(choice.feedback) for choice in question.choices] == ["", "Yes", ""]


def test_several_answers_all_or_nothing():
    inside = f"<and>{equal('a')}{equal('c')}<not>{equal('b')}</not></and>"
    quiz, codes = read(item(text("q") + lid(cardinality="Multiple"), [when(inside)]))
    assert (weights(quiz.questions[0]), codes) == ({"a": 0.5, "b": -1, "c": 0.5}, ["qti_all_or_nothing"])


def test_several_answers_with_points_of_their_own():
    rules = [when(equal("a"), 50, "Add"), when(equal("c"), 50, "Add"), when(equal("b"), -25, "Add")]
    quiz, codes = read(item(text("q") + lid(cardinality="Multiple"), rules))
    assert (weights(quiz.questions[0]), codes) == ({"a": 0.5, "b": -0.25, "c": 0.5}, [])


def test_true_false():
    body = text("q") + lid(options="x y").replace("text x", "False").replace("text y", "True")
    (question,) = read(item(body, [when(equal("y"))]))[0].questions
    assert (question.kind, weights(question)) == ("true_false", {"True": 1, "False": 0})


def test_short_answer_takes_each_of_its_texts():
    (question,) = read(item(text("q") + fib(), [when(equal("York") + equal("york*"))]))[0].questions
    assert [(answer.text, answer.weight) for answer in question.texts] == [("York", 1), ("york\\*", 1)]


def test_number_with_a_range():
    ends = "<vargte respident='response1'>3</vargte><varlte respident='response1'>4</varlte>"
    inside = f"<or>{equal('3.5')}<and>{ends}</and></or>"
    (question,) = read(item(text("q") + fib(), [when(inside)], kind="numerical_question"))[0].questions
    assert [(n.value, n.low, n.high) for n in question.numbers] == [
        (Decimal("3.5"), None, None),
        (None, Decimal(3), Decimal(4)),
    ]


def test_essay_is_open():
    (question,) = read(item(text("q") + fib(), [when("<other/>", 0)], kind="essay_question"))[0].questions
    assert question.kind == "open_text"


def test_matching():
    parts = "".join(lid(f"response_{n}", before=text(f"left {n}")) for n in "12")
    rules = [when(equal("b", "response_1"), 50, "Add"), when(equal("a", "response_2"), 50, "Add")]
    (question,) = read(item(text("Pair.") + parts, rules, kind="matching_question"))[0].questions
    pairs = [(pair.left and plain(pair.left), plain(pair.right)) for pair in question.pairs]
    assert pairs == [("left 1", "text b"), ("left 2", "text a"), (None, "text c")]


def test_blanks_in_a_text_are_one_question():
    parts = "".join(lid(f"response_{n}", before=text(n)) for n in ("x", "y"))
    rules = [when(equal("b", "response_x"), 50, "Add"), when(equal("a", "response_y"), 50, "Add")]
    quiz, codes = read(
        item(text("<p>One [x] two [y]. [x]</p>") + parts, rules, kind="multiple_dropdowns_question")
    )
    (question,) = quiz.questions
    first, second = question.gaps
    assert (question.kind, codes) == ("gaps", [])
    assert plain(question.text) == f"One [[{first.id}]] two [[{second.id}]]. [x]"
    assert [[plain(c.text) for c in gap.choices if c.weight > 0] for gap in question.gaps] == [
        ["text b"],
        ["text a"],
    ]


def test_blanks_of_which_one_has_no_key_are_questions_of_their_own():
    parts = "".join(lid(f"response_{n}", before=text(n)) for n in ("x", "y"))
    rules = [when(equal("b", "response_x"), 50, "Add")]
    quiz, codes = read(item(text("<p>One [x] two [y].</p>") + parts, rules))
    assert [(question.kind, plain(question.text)) for question in quiz.questions] == [
        ("single", "One _____ two (…)."),
        ("poll", "One (…) two _____."),
    ]
    assert codes == ["qti_split", "key_missing_poll"]


def test_order():
    inside = equal("c") + equal("a") + equal("b")
    (question,) = read(item(text("q") + lid(cardinality="Ordered"), [when(inside)]))[0].questions
    assert (question.kind, list(weights(question))) == ("ordering", ["c", "a", "b"])


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("calculated_question", fib(), "qti_template"),
        ("file_upload_question", fib(), "qti_interaction"),
        ("", "<response_xy ident='x'><render_hotspot/></response_xy>", "qti_interaction"),
        ("", lid(options="a"), "too_few_options"),
    ],
)
def test_what_cannot_be_asked_is_reported(kind, body, code):
    quiz, codes = read(item(text("q") + body, kind=kind))
    assert (quiz.questions, codes) == ((), [code])


def test_text_alone_is_a_page():
    quiz, codes = read(item(text("<p>Read this.</p>"), kind="text_only_question"))
    assert ([q.kind for q in quiz.questions], codes) == (["slide"], ["qti_no_interaction"])


def test_cartridge_with_pictures_and_without_href():
    body = text('<p><img src="$IMS-CC-FILEBASE$/pics/a.png?x=1" alt="sign"></p>') + lid()
    resource = '<resource identifier="r" type="imsqti_xmlv1p2"><file href="g/g.xml"/></resource>'
    manifest = f'<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><resources>{resource}</resources></manifest>'
    data = zipped(
        {
            "imsmanifest.xml": manifest,
            "g/g.xml": bank(item(body, [when(equal("a"))])),
            "g/assessment_meta.xml": "<quiz/>",
            "web_resources/pics/a.png": PNG,
        }
    )
    quiz, report = read_qti(data, "f", "t")
    assert qti_version(data) == "1.2"
    assert ([media.data for media in quiz.media.values()], report.lines) == ([PNG], [])
    assert 'src="media:' in quiz.questions[0].text.source


def test_plain_text_stays_plain():
    (question,) = read(item(text("1 < 2 & 3 > 2", "text/plain") + lid(), [when(equal("a"))]))[0].questions
    assert (question.text.source, question.text.format) == ("1 < 2 & 3 > 2", "plain")
