"""QTI items of every sort, packages, hostile files, and the corpus."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused, Trouble
from app.exchange.formats import read_file
from app.exchange.qti import qti_version, read_qti
from app.quiz.plain import plain
from tests.helpers.corpora import CORPORA, needs_corpora, rows_of
from tests.helpers.qti_samples import (
    PNG,
    as_version_3,
    choices,
    declare,
    item,
    manifest,
    mapping,
    rules,
    zipped,
)

ROWS = rows_of("qti")


def read(data):
    data = data.encode() if isinstance(data, str) else data
    quiz, report = read_qti(data, "f", "t")
    return quiz, [line.code for line in report.lines]


def one(body, **parts):
    quiz, codes = read(item(body, **parts))
    (question,) = quiz.questions
    return question, codes


def weights(question):
    return {plain(choice.text).removeprefix("text "): choice.weight for choice in question.choices}


def test_a_package_is_read_with_progress_and_stopped_when_wished():
    files = {f"q{n}.xml": item(choices(), declared=declare("A")) for n in range(4)}
    data, told = zipped({"imsmanifest.xml": manifest(*files), **files}), []
    read_qti(data, "p", "t", progress=lambda done, of: not told.append(done / of))
    assert told == sorted(told) and len(told) == 9 and told[-1] <= 1
    for last in (2, 7):
        left = iter(range(last))
        with pytest.raises(Refused, match="import_cancelled"):
            read_qti(data, "p", "t", progress=lambda done, of, left=left: next(left, None) is not None)


def test_one_choice():
    question, codes = one(f"<p>Look.</p>{choices()}", declared=declare("B"))
    assert (question.kind, question.shuffle, question.title, question.id_number) == (
        "single",
        True,
        "T",
        "i1",
    )
    assert (plain(question.text), weights(question)) == ("Look. Which?", {"A": 0, "B": 1, "C": 0})
    assert codes == []


def test_version_3_reads_the_same():
    text = item(choices(), declared=declare("B"))
    quiz, codes = read(as_version_3(text))
    assert qti_version(as_version_3(text).encode()) == "3.0"
    assert (weights(quiz.questions[0]), codes) == ({"A": 0, "B": 1, "C": 0}, [])


def test_several_choices_share_the_credit():
    question, codes = one(
        choices(most=0), declared=declare("A", "C", kind="multiple"), rules=rules("match_correct")
    )
    assert weights(question) == {"A": 0.5, "B": -1, "C": 0.5}
    assert codes == ["qti_all_or_nothing"]


def test_mapped_points_are_shares_of_the_best():
    points = mapping({"A": 2, "B": -1, "C": 2}, lowerBound=0, defaultValue=-4)
    declared = declare("A", "C", kind="multiple", mapping=points)
    question, codes = one(choices("A B C D", most=0), declared=declared, rules=rules("map_response"))
    assert (weights(question), codes) == ({"A": 0.5, "B": -0.25, "C": 0.5, "D": -1}, [])


def test_mapping_without_its_rule_does_not_count():
    declared = declare("B", mapping=mapping({"A": 1, "B": 3}))
    assert weights(one(choices(), declared=declared)[0]) == {"A": 0, "B": 1, "C": 0}
    assert weights(one(choices(), declared=declared, rules=rules("map_response"))[0])["A"] == pytest.approx(
        1 / 3
    )


def test_inline_rules_name_the_right_answer():
    rule = (
        '<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/>'
        '<baseValue baseType="identifier">C</baseValue></match><setOutcomeValue identifier="SCORE">'
        '<baseValue baseType="float">2</baseValue></setOutcomeValue></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    question, codes = one(choices(), declared=declare(), rules=rule)
    assert (weights(question), codes) == ({"A": 0, "B": 0, "C": 1}, [])


def test_truth_is_true_first():
    body = choices().replace("text A", "Faux").replace("text B", "Vrai")
    body = body.replace('<simpleChoice identifier="C">text C</simpleChoice>', "")
    question, _ = one(body, declared=declare("A"))
    assert (question.kind, weights(question)) == ("true_false", {"Vrai": 0, "Faux": 1})
    assert [plain(choice.text) for choice in question.choices] == ["Vrai", "Faux"]


def test_poll_where_nothing_is_right():
    question, codes = one(choices(), declared=declare())
    assert (question.kind, codes) == ("poll", ["key_missing_poll"])


def inline(name, options="A B"):
    inner = "".join(
        f'<inlineChoice identifier="{option}">text {option}</inlineChoice>' for option in options.split()
    )
    return f'<inlineChoiceInteraction responseIdentifier="{name}">{inner}</inlineChoiceInteraction>'


SENTENCE = f"<p>One {inline('R1')} two <textEntryInteraction responseIdentifier='R2'/>.</p>"


def test_gaps_of_a_sentence_are_one_question():
    declared = declare("A", name="R1") + declare("x*y", name="R2", base="string")
    question, codes = one(SENTENCE, declared=declared)
    first, second = question.gaps
    assert (question.kind, plain(question.text), codes) == (
        "gaps",
        f"One [[{first.id}]] two [[{second.id}]].",
        [],
    )
    assert {plain(choice.text)[-1]: choice.weight for choice in first.choices} == {"A": 1, "B": 0}
    assert ([t.text for t in second.texts], question.title, question.points) == (["x\\*y"], "T", 1)


def test_gaps_weigh_what_their_mappings_say():
    mapped = '<mapping><mapEntry mapKey="{}" mappedValue="{}"/></mapping>'
    declared = declare(name="R1", mapping=mapped.format("A", 3)) + declare(
        name="R2", base="string", mapping=mapped.format("x", 1)
    )
    question, _ = one(SENTENCE, declared=declared)
    assert [gap.weight for gap in question.gaps] == [3, 1]


def test_gaps_beside_another_interaction():
    declared = declare("A", name="R1") + declare("x", name="R2", base="string") + declare("A")
    quiz, codes = read(item(SENTENCE + choices(), declared=declared))
    assert [(q.kind, q.title) for q in quiz.questions] == [("gaps", "T (1/2)"), ("single", "T (2/2)")]
    assert plain(quiz.questions[0].text).endswith(".") and codes == ["qti_split"]


def test_gaps_of_which_one_is_open_are_questions_of_their_own():
    body = SENTENCE + "<p><textEntryInteraction responseIdentifier='R3'/></p>"
    declared = declare("A", name="R1") + declare("x*y", name="R2", base="string")
    quiz, codes = read(item(body, declared=declared))
    first, second, _ = quiz.questions
    assert (plain(first.text), first.title, weights(first)) == (
        "One _____ two (…) . (…)",
        "T (1/3)",
        {"A": 1, "B": 0},
    )
    assert (plain(second.text), second.texts[0].text) == ("One (…) two _____. (…)", "x\\*y")
    assert codes == ["qti_split", "open_question"]


@pytest.mark.parametrize(
    ("base", "value", "kind"),
    [
        ("float", "3.5", "numeric"),
        ("integer", "4", "numeric"),
        ("string", "4", "short_text"),
        ("float", "x", "short_text"),
    ],
)
def test_typed_answers(base, value, kind):
    body = '<p>q <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    assert one(body, declared=declare(value, base=base))[0].kind == kind


def test_tolerance_of_numbers():
    rule = (
        "<responseProcessing><responseCondition><responseIf>"
        '<equal toleranceMode="absolute" tolerance="0.5 0.5">'
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    body = '<p>q <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    question, _ = one(body, declared=declare("3", base="float"), rules=rule)
    assert str(question.numbers[0].tolerance) == "0.5"


def test_capitals_count_where_they_change_the_points():
    body = '<p>q <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    declared = declare("York", base="string", mapping=mapping({"York": 1, "york": 0.5}))
    question, _ = one(body, declared=declared, rules=rules("map_response"))
    assert ({t.text: t.weight for t in question.texts}, question.folding.case) == (
        {"York": 1, "york": 0.5},
        False,
    )


def sides(*sets):
    return "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{n}" matchMax="1">text {n}</simpleAssociableChoice>'
            for n in side
        )
        + "</simpleMatchSet>"
        for side in sets
    )


def match(*sets):
    start = '<matchInteraction responseIdentifier="RESPONSE"><prompt>Pair.</prompt>'
    return f"{start}{sides(*sets)}</matchInteraction>"


def pairs(question):
    return [(pair.left and plain(pair.left), plain(pair.right)) for pair in question.pairs]


def test_pairs_and_what_belongs_to_nothing():
    declared = declare("A x", "y B", kind="multiple", base="directedPair")
    question, codes = one(match("AB", "xyz"), declared=declared)
    assert pairs(question) == [("text A", "text x"), ("text B", "text y"), (None, "text z")]
    assert codes == []


def test_one_left_side_with_several_right_sides_is_turned_round():
    declared = declare("A x", "A y", "B z", kind="multiple", base="directedPair")
    question, _ = one(match("AB", "xyz"), declared=declared)
    assert pairs(question) == [("text x", "text A"), ("text y", "text A"), ("text z", "text B")]


def test_gap_match_numbers_its_gaps():
    body = (
        '<gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="a">one</gapText>'
        '<gapText identifier="b">two</gapText>'
        '<p>First <gap identifier="G1"/>, then <gap identifier="G2"/>.</p>'
        "</gapMatchInteraction>"
    )
    question, _ = one(body, declared=declare("b G1", "a G2", kind="multiple", base="directedPair"))
    assert plain(question.text) == "First (1) _____, then (2) _____."
    assert pairs(question) == [("(1)", "two"), ("(2)", "one")]


def test_order():
    body = choices().replace("choiceInteraction", "orderInteraction")
    question, _ = one(body, declared=declare("C", "A", "B", kind="ordered"))
    assert (question.kind, list(weights(question))) == ("ordering", ["C", "A", "B"])


@pytest.mark.parametrize(
    "name",
    ["hotspot", "selectPoint", "graphicOrder", "upload", "drawing", "media", "custom", "positionObject"],
)
def test_what_cannot_be_asked_is_reported(name):
    quiz, codes = read(
        item(f'<{name}Interaction responseIdentifier="RESPONSE"/>{choices()}', declared=declare("A"))
    )
    assert "qti_interaction" in codes
    assert [question.kind for question in quiz.questions] == ["single"]


def test_run_time_values_are_left_out():
    quiz, codes = read(item("<p><printedVariable identifier='X'/></p>" + choices(), declared=declare("A")))
    assert (quiz.questions, codes) == ((), ["qti_template"])


def test_feedback_goes_to_right_and_wrong_choices():
    feedback = (
        '<modalFeedback outcomeIdentifier="F" identifier="correct">Yes</modalFeedback>'
        '<modalFeedback outcomeIdentifier="F" identifier="incorrect">No</modalFeedback>'
        '<modalFeedback outcomeIdentifier="F" identifier="other">Hm</modalFeedback>'
    )
    body = choices().replace(
        "text C", 'text C<feedbackInline identifier="C" outcomeIdentifier="F">Own</feedbackInline>'
    )
    question, codes = one(body, declared=declare("B"), rules=feedback)
    assert [plain(choice.feedback) for choice in question.choices] == ["No", "Yes", "Own"]
    assert (weights(question), codes) == ({"A": 0, "B": 1, "C": 0}, ["qti_feedback"])


def math(inner):
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'


@pytest.mark.parametrize(
    ("inner", "tex"),
    [
        ("<mfrac><mn>1</mn><mi>x</mi></mfrac>", r"\frac{1}{x}"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>≤</mo><msqrt><mi>y</mi></msqrt>", r"x^{2}\le \sqrt{y}"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>", r"\sum_{i}^{n}"),
        (
            "<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\pi</annotation></semantics>",
            r"\pi",
        ),
    ],
)
def test_formulas(inner, tex):
    question, codes = one(f"<p>q {math(inner)}</p>{choices()}", declared=declare("A"))
    assert (f"\\({tex}\\)" in question.text.source, codes) == (True, [])


def test_involved_formula_is_reported():
    assert one(f"<p>q {math('<mmultiscripts/>')}</p>{choices()}", declared=declare("A"))[1] == [
        "mathml_not_taken"
    ]


def test_pictures_of_a_package_beside_the_item():
    body = "<p><img src='pics/a%20b.png' alt='sign'/><img src='no.png' alt=''/></p>" + choices()
    files = {
        "deep/imsmanifest.xml": manifest("items/one.xml"),
        "deep/items/one.xml": item(body, declared=declare("A")),
        "deep/items/pics/a b.png": PNG,
        "__MACOSX/deep/._one.xml": b"\0\0",
    }
    quiz, codes = read(zipped(files))
    ((name, media),) = quiz.media.items()
    assert (media.type, media.data, codes) == ("image/png", PNG, ["picture_missing"])
    assert f'src="media:{name}"' in quiz.questions[0].text.source


def test_package_in_the_order_of_its_test():
    test = (
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" title="Exam"><testPart>'
        '<assessmentSection title="S"><assessmentItemRef href="b.xml"/><assessmentItemRef href="gone.xml"/>'
        '<assessmentItemRef href="a.xml"/></assessmentSection></testPart></assessmentTest>'
    )
    files = {"imsmanifest.xml": manifest("a.xml", "t.xml", "b.xml"), "t.xml": test}
    files |= {f"{name}.xml": item(choices(), declared=declare("A"), title=name) for name in "abc"}
    quiz, codes = read(zipped(files))
    assert [(q.title, q.category) for q in quiz.questions] == [("b", ("S",)), ("a", ("S",)), ("c", ())]
    assert (quiz.title, codes) == ("Exam", ["item_missing", "item_undeclared"])


def test_damaged_item_of_a_package_is_left_out_with_a_line():
    files = {"imsmanifest.xml": manifest("a.xml", "b.xml"), "a.xml": item(choices(), declared=declare("A"))}
    quiz, report = read_qti(zipped({**files, "b.xml": item(choices())[:-20]}), "f", "t")
    assert len(quiz.questions) == 1
    assert [(line.severity, line.code, line.text) for line in report.lines] == [
        ("error", "qti_xml_incorrect", "b.xml")
    ]


def test_package_without_a_manifest():
    quiz, codes = read(zipped({"x/a.xml": item(choices(), declared=declare("A"))}))
    assert (len(quiz.questions), codes) == (1, ["manifest_missing"])


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "a/../../evil.xml"])
def test_names_that_lead_out_are_not_read(name):
    files = {"imsmanifest.xml": manifest("a.xml"), "a.xml": item(choices(), declared=declare("A"))}
    quiz, codes = read(zipped({**files, name: item(choices(), declared=declare("A"), name="evil")}))
    assert ([question.id_number for question in quiz.questions], codes) == (["i1"], ["package_unsafe"])


def bomb():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return item("&l9;", head=f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]>')


HOSTILE = {
    "laughs": (bomb(), "qti_xml_definitions"),
    "external": (
        item("&x;", head='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "qti_xml_definitions",
    ),
    "deep": (item("<div>" * 5_000 + "</div>" * 5_000), "qti_xml_too_large"),
    "wide": (item("<br/>" * 400_000), "qti_xml_too_large"),
    "truncated": (item(choices())[:300], "qti_xml_incorrect"),
    "zip bomb": (
        zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": b" " * 40_000_000}),
        "archive_too_large",
    ),
    "nothing in it": (zipped({"imsmanifest.xml": manifest("a.xml")}), "package_empty"),
    "bad item": (zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": bomb()}), "package_empty"),
    "test alone": ('<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>', "qti_test_alone"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason_in_bounded_time(tmp_path, name):
    data, code = HOSTILE[name]
    path = tmp_path / "quiz"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    start = time.process_time()
    with pytest.raises(Trouble) as caught:
        read_file(path)
    assert caught.value.code == code
    assert time.process_time() - start < 5


def test_harmless_doctype_and_names_of_html_are_read():
    head = '<!DOCTYPE assessmentItem SYSTEM "qti.dtd">'
    question, codes = one(f"<p>caf&eacute;&nbsp;?</p>{choices()}", declared=declare("A"), head=head)
    assert ("café" in plain(question.text), codes) == (True, [])


def test_truncated_package_is_damaged(tmp_path):
    whole = zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": item(choices(), declared=declare("A"))})
    for cut in range(40, len(whole) - 1, 97):
        path = tmp_path / f"{cut}.zip"
        path.write_bytes(whole[:cut])
        with pytest.raises(Trouble):
            read_file(path)


bodies = st.recursive(
    st.sampled_from(
        ["x", "&lt;", choices(), "<br/>", inline("RESPONSE"), "<img src='x.png'/>", "<prompt>p</prompt>"]
    ),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(
            ["p", "div", "feedbackBlock", "rubricBlock", "hottextInteraction", "gapMatchInteraction", "math"]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(bodies, st.sampled_from(["single", "multiple", "ordered", "record"]))
def test_every_item_gives_questions_or_a_line_for_each_interaction(body, kind):
    quiz, codes = read(item(body, declared=declare("A", kind=kind)))
    assert quiz.questions or codes


@needs_corpora
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["n_questions"] != "0"], ids=lambda row: row["file"]
)
def test_corpus(row):
    imported = read_file(CORPORA / "qti" / row["file"])
    assert imported.format == f"qti{row['file'][3]}.{row['file'][4]}" or row["file"] == "qti22-match.xml"
    questions = imported.quiz.questions
    parts = [line.params["number"] - 1 for line in imported.report.lines if line.code == "qti_split"]
    assert len(questions) - sum(parts) == int(row["n_questions"])
    expected = Counter()
    for part in row["questions_by_type"].split("; "):
        name, _, number = part.partition("=")
        expected[name] += int(number)
    several = [q for q in questions if q.gaps]
    assert len(questions) - len(several) + sum(len(q.gaps) for q in several) == expected.total()
    gaps = [gap for q in questions for gap in q.gaps]
    typed = [q for q in questions if q.kind in ("open_text", "short_text", "numeric")]
    wanted = expected["extendedTextInteraction"] + expected["textEntryInteraction"]
    assert len(typed) + sum(not gap.choices for gap in gaps) == wanted
    paired = [q for q in questions if q.kind == "matching"]
    assert len(paired) == sum(expected[f"{n}Interaction"] for n in ("match", "associate", "gapMatch"))


@needs_corpora
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["n_questions"] == "0"], ids=lambda row: row["file"]
)
def test_corpus_of_bad_packages(row):
    with pytest.raises(Trouble, match="package_empty"):
        read_file(CORPORA / "qti" / row["file"])


CROWDS = {
    "parts": (choices() * 2_000, declare("A")),
    "options": (choices(" ".join(f"C{n}" for n in range(40_000))), declare("C1")),
    "values": (choices(), declare(*(f"C{n}" for n in range(60_000)), kind="multiple")),
    "feedback": (
        "<feedbackBlock>" * 130 + "<feedbackBlock/>" * 60_000 + choices() + "</feedbackBlock>" * 130,
        declare("A"),
    ),
    "pictures": ("".join(f"<img src='{n}.png'/>" for n in range(60_000)) + choices(), declare("A")),
}


@pytest.mark.parametrize("name", CROWDS)
def test_crowded_items_take_bounded_time(name):
    body, declared = CROWDS[name]
    start = time.process_time()
    quiz, codes = read(item(body, declared=declared))
    assert time.process_time() - start < 10
    assert codes if name != "feedback" else len(quiz.questions) == 1
