"""The types of Moodle XML, each by a small file."""

import base64
from decimal import Decimal

import pytest

from app.errors import Refused
from app.exchange.moodle_xml import category_names, read_moodle_xml
from app.quiz.kinds import KINDS
from app.quiz.model import Unit
from app.quiz.plain import plain

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FILE = f'<file name="a b.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'


def read(*questions):
    return read_moodle_xml(f"<quiz>{''.join(questions)}</quiz>", "t")


def one(type_name, inside, text="Which?"):
    """The only question and the codes of the report."""
    quiz, report = read(
        f'<question type="{type_name}"><name><text>N</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>{inside}</question>'
    )
    (question,) = quiz.questions
    return question, [line.code for line in report.lines]


def answer(fraction, text, more=""):
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def choices_of(question):
    return [(plain(choice.text), choice.weight) for choice in question.choices]


@pytest.mark.parametrize(
    ("single", "kind"),
    [
        ("", "single"),
        ("<single>true</single>", "single"),
        ("<single>1</single>", "single"),
        ("<single>false</single>", "multiple"),
        ("<single>0</single>", "multiple"),
        ("<single/>", "multiple"),
    ],
)
def test_one_or_several_choices(single, kind):
    question, codes = one(
        "multichoice", single + answer(100, "a") + answer("-33,33333", "b") + answer("", "c")
    )
    assert question.kind == kind
    assert choices_of(question) == [("a", 1.0), ("b", -0.3333333), ("c", 0.0)]
    assert codes == []


def test_choices_without_a_right_one_are_a_poll():
    question, codes = one("multichoice", answer(0, "a") + answer(-50, "b"))
    assert (question.kind, choices_of(question)) == ("poll", [("a", 0.0), ("b", 0.0)])
    assert codes == ["nothing_right"]


def test_what_is_doubtful_in_choices_is_told():
    question, codes = one("multichoice", answer(150, "a") + answer("x", "b") + answer(0, "") + answer(0, "c"))
    assert choices_of(question) == [("a", 1.0), ("b", 0.0), ("c", 0.0)]
    assert sorted(codes) == ["choice_empty", "fraction_unreadable", "weight_too_large"]
    assert one("multichoice", answer(50, "a") + answer(0, "b"))[1] == ["weights_sum"]
    question, codes = one("multichoice", f"<answers>{answer(100, 'a')}{answer(0, 'b')}</answers>")
    assert (question.kind, codes) == ("single", ["answers_wrapped"])
    question, codes = one("multichoice", answer(100, "a"))
    assert (question.kind, codes) == ("slide", ["choices_too_few"])


@pytest.mark.parametrize(
    ("answers", "right", "codes"),
    [
        (answer(100, "true") + answer(0, "false"), "True", []),
        (answer(0, "true") + answer(100, "false"), "False", []),
        (answer(100, "false") + answer(0, "true"), "False", []),
        (answer(0, "Vrai") + answer(100, "Faux"), "False", []),
        (answer(0, "Verdadero") + answer(100, "Falso"), "False", ["true_false_order"] * 2),
        (answer(100, "true"), "True", ["true_false_doubtful"]),
    ],
)
def test_true_or_false(answers, right, codes):
    question, found = one("truefalse", answers)
    assert question.kind == "true_false"
    assert [plain(choice.text) for choice in question.choices if choice.weight == 1] == [right]
    assert found == codes


def test_short_answers():
    question, codes = one(
        "shortanswer",
        "<usecase>1</usecase>"
        + answer(100, "&lt;p&gt;Paris&lt;/p&gt;")
        + answer(50, "Lut*")
        + answer(0, "*", "<feedback><text>No</text></feedback>")
        + answer(0, ""),
    )
    assert [(item.text, item.weight) for item in question.texts] == [("Paris", 1.0), ("Lut*", 0.5)]
    assert (question.other_feedback.source, question.folding.case) == ("No", False)
    assert codes == ["tags_taken_off", "answer_empty_dropped"]


def test_numbers_with_tolerance_and_units():
    question, codes = one(
        "numerical",
        answer(100, "3,5", "<tolerance>0.1</tolerance>")
        + answer(50, "3.5", "<tolerance>-1</tolerance>")
        + answer(0, "abc")
        + answer(0, "*", "<feedback><text>No</text></feedback>")
        + "<units><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit>"
        "<unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>",
    )
    first, second = question.numbers
    assert (first.value, first.tolerance, second.tolerance) == (Decimal("3.5"), Decimal("0.1"), Decimal(1))
    assert question.units == (Unit("m"), Unit("cm", Decimal(100)))
    assert sorted(codes) == ["decimal_comma", "number_wrong", "tolerance_negative"]
    kind = KINDS["numeric"]
    for typed in ("3.5", "3,5 m", "350 cm"):
        assert kind.score(question, kind.parse(question, {"number": [typed]})) == 1
    question, codes = one("numerical", answer(100, "5") + "<tolerance>1</tolerance>")
    assert (question.numbers[0].tolerance, codes) == (1, ["tolerance_of_question"])
    question, codes = one("numerical", answer(100, "*"))
    assert kind.score(question, kind.parse(question, {"number": ["-7e12"]})) == 1
    assert codes == ["any_number"]


def test_pairs_and_what_belongs_to_nothing():
    def side(left, right):
        return f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"

    for name in ("matching", "match", "ddmatch"):
        question, codes = one(
            name, side("sky", "blue") + side("grass", "gr&amp;amp;n") + side("", "red") + side("", "")
        )
        assert [(pair.left and pair.left.source, pair.right.source) for pair in question.pairs] == [
            ("sky", "blue"),
            ("grass", "gr&n"),
            (None, "red"),
        ]
        assert codes == []
    assert one("matching", side("a", "b"))[1] == ["pairs_too_few"]


def test_order():
    question, codes = one(
        "ordering",
        "<selecttype>RANDOM</selecttype><selectcount>2</selectcount>"
        + answer("1.0", "a")
        + answer("2.0", "b")
        + answer("3.0", "c"),
    )
    assert [plain(choice.text) for choice in question.choices] == ["a", "b", "c"]
    assert codes == ["ordering_subset"]


def test_essay_slide_and_types_that_no_class_can_be_asked():
    assert one("essay", "<graderinfo><text>x</text></graderinfo>")[1] == ["grader_notes_dropped"]
    assert one("description", "")[0].kind == "slide"
    for name, code in (("stack", "type_unknown"), ("", "type_missing"), ("ddmarker", "type_as_slide")):
        question, codes = one(name, FILE if name == "ddmarker" else "")
        assert (question.kind, codes) == ("slide", [code])
    assert "media:" in question.text.source
    quiz, report = read('<question type="random"><name><text>R</text></name></question>')
    assert [(line.code, line.severity, line.text) for line in report.lines] == [
        ("type_left_out", "error", "R")
    ]
    assert quiz.questions == ()


def test_the_type_that_moodle_has_is_kept_beside_ours():
    quiz, report = read(
        '<question type="gapselect"><questiontext><text>[[1]]</text></questiontext>'
        "<selectoption><text>a</text></selectoption></question>",
        '<question type="matching"></question>',
        '<question type="multianswer"><questiontext><text>{1:SA:=a}</text></questiontext></question>',
    )
    kinds = [(q.kind, report.moodle_kinds.get(q.id)) for q in quiz.questions]
    assert kinds == [("gaps", "gapselect"), ("slide", "matching"), ("gaps", None)]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("$course$/top/A/B//C", ("A", "B/C")),
        ("$cat1$/Default for Miscellaneous", ("Default for Miscellaneous",)),
        ("top", ()),
        ("", ()),
        ("Just a name", ("Just a name",)),
        ("$system$/top/&lt;b&gt;x", ("<b>x",)),
    ],
)
def test_categories(path, names):
    assert category_names(path) == names


def test_a_category_counts_for_what_follows():
    quiz, _ = read(
        '<question type="description"><questiontext><text>1</text></questiontext></question>',
        '<question type="category"><category><text>$course$/A</text></category></question>',
        '<question type="description"><questiontext><text>2</text></questiontext></question>',
        '<question type="category"><name><text>B</text></name></question>',
        '<question type="description"><questiontext><text>3</text></questiontext></question>',
    )
    assert [question.category for question in quiz.questions] == [(), ("A",), ("B",)]


def test_texts_come_in_four_formats_and_three_ways_of_protection():
    for source, meant in (
        ("<![CDATA[<p>a &amp; b</p>]]>", "<p>a &amp; b</p>"),
        ("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "<p>a &amp; b</p>"),
        ("<p>a &amp; b</p>", "<p>a &amp; b</p>"),
        ("<![CDATA[x]]]]><![CDATA[>y]]>", "x]]>y"),
    ):
        quiz, _ = read(
            f'<question type="description"><questiontext><text>{source}</text></questiontext></question>'
        )
        assert quiz.questions[0].text.source == meant
    for name, text_format in (
        ("html", "html"),
        ("plain_text", "plain"),
        ("markdown", "markdown"),
        ("moodle_auto_format", "moodle"),
        ("unheard", "html"),
    ):
        quiz, _ = read(
            f'<question type="multichoice"><questiontext format="{name}"><text>t</text></questiontext>'
            '<answer fraction="100"><text>a</text></answer><answer><text>b</text></answer></question>'
        )
        assert quiz.questions[0].text.format == quiz.questions[0].choices[0].text.format == text_format


def test_tags_protected_twice_are_tags_where_they_surround_all():
    question, codes = one("description", "", "&lt;p&gt;a &amp;lt; b&lt;/p&gt;")
    assert (question.text.source, codes) == ("<p>a &lt; b</p>", ["protected_twice"])
    question, codes = one("description", "", "What does &lt;p&gt; mean?")
    assert (question.text.source, codes) == ("What does &lt;p&gt; mean?", [])


def test_texts_without_a_text_element():
    quiz, report = read(
        '<question type="multichoice"><name>N</name><questiontext><p>Which <b>one</b>?</p></questiontext>'
        '<answer fraction="100"><p>a</p><feedback>fine</feedback></answer><answer>b</answer></question>'
    )
    (question,) = quiz.questions
    assert (question.title, question.text.source) == ("N", "<p>Which <b>one</b>?</p>")
    assert [choice.text.source for choice in question.choices] == ["<p>a</p>", "b"]
    assert question.choices[0].feedback.source == "fine"
    assert report.lines == []


def test_pictures_by_name_and_without():
    quiz, report = read(
        '<question type="description"><questiontext format="html"><text>'
        '<![CDATA[<img src="@@PLUGINFILE@@/a%20b.png" alt="x"> <img src="@@PLUGINFILE@@/no.png">]]></text>'
        f"{FILE}</questiontext></question>",
        f'<question type="description"><questiontext format="plain_text"><text>a &lt; b</text>{FILE}'
        "</questiontext></question>",
        '<question type="description"><questiontext><text>c</text></questiontext><image>m.png</image>'
        f"<image_base64>\n{base64.b64encode(PNG).decode()}\n</image_base64></question>",
        '<question type="description"><questiontext><text>d</text><file name="x.pdf" encoding="base64">'
        'JVBERi0=</file><file name="y.png" encoding="base64">!!!</file></questiontext></question>',
    )
    assert [media.data for media in quiz.media.values()] == [PNG]
    (name,) = quiz.media
    assert [question.text.source for question in quiz.questions] == [
        f'<img src="media:{name}" alt="x"> <img src="@@PLUGINFILE@@/no.png">',
        f'a &lt; b<p><img src="media:{name}" alt="a b.png"></p>',
        f'c<p><img src="media:{name}" alt="m.png"></p>',
        "d",
    ]
    assert [(line.code, list(line.params.values())) for line in report.lines] == [
        ("picture_missing", ["no.png"]),
        ("file_dropped", ["x.pdf"]),
        ("file_damaged", ["y.png"]),
    ]


def test_what_phones_cannot_show_is_told():
    _, codes = one("description", "", '<video src="x"></video> <script>1</script> <math><mi>x</mi></math> w')
    assert codes == ["embedded_dropped"] * 3


def test_words_to_choose_are_shuffled_and_equal_words_are_one():
    question, codes = one(
        "ddwtos",
        "".join(
            f"<dragbox><text>{word}</text><group>{group}</group></dragbox>"
            for word, group in [("cat", 1), ("sat", 2), ("cat", 1), ("dog", 1)]
        ),
        "The [[1]] [[2]] on a [[3]] [[9]]",
    )
    assert [[plain(c.text) for c in gap.choices] for gap in question.gaps] == [
        ["cat", "dog"],
        ["sat"],
        ["cat", "dog"],
    ]
    assert all(gap.shuffle for gap in question.gaps)
    assert codes == ["gap_without_option", "gap_one_choice"]
    kind = KINDS["gaps"]
    right = {gap.id: next(c.id for c in gap.choices if c.weight == 1) for gap in question.gaps}
    assert kind.score(question, {"gaps": right}) == 1


def test_the_gapfill_plugin():
    question, codes = one("gapfill", "", "The [cat|dog] sat")
    assert [answer.text for answer in question.gaps[0].texts] == ["cat", "dog"]
    question, codes = one(
        "gapfill",
        "<answerdisplay>dropdown</answerdisplay>" + answer(100, "cat") + answer(0, "cow"),
        "A [cat]",
    )
    assert [plain(choice.text) for choice in question.gaps[0].choices] == ["cat", "cow"]
    assert codes == []


DATASETS = (
    "<dataset_definitions>"
    + "".join(
        f"<dataset_definition><name><text>{name}</text></name><dataset_items><dataset_item><number>2</number>"
        f"<value>9</value></dataset_item><dataset_item><number>1</number><value>{value}</value></dataset_item>"
        "</dataset_items></dataset_definition>"
        for name, value in (("a", "2"), ("b", "0.5"))
    )
    + "</dataset_definitions>"
)


@pytest.mark.parametrize(
    ("kind", "low", "high"), [(1, "2.25", "2.75"), (2, "2.4", "2.6"), (3, "2.27272727273", "2.75")]
)
def test_calculated_questions_take_the_first_row(kind, low, high):
    question, codes = one(
        "calculated",
        answer(100, "{a}+{b}", f"<tolerance>0.1</tolerance><tolerancetype>{kind}</tolerancetype>") + DATASETS,
        "{a} + {b} = ? ({={a}*2})",
    )
    assert question.text.source == "2 + 0.5 = ? (4)"
    item = question.numbers[0]
    if item.value is None:
        assert (item.low, item.high) == (Decimal(low), Decimal(high))
    else:
        assert (item.value - item.tolerance, item.value + item.tolerance) == (Decimal(low), Decimal(high))
    assert codes == ["calculated_once"]


def test_calculated_choices_and_what_cannot_be_worked_out():
    question, _ = one(
        "calculatedmulti", answer(100, "{={a}+{b}}") + answer(0, "{={a}*{b}} cm") + DATASETS, "{a}, {b}"
    )
    assert choices_of(question) == [("2.50", 1.0), ("1.00 cm", 0.0)]
    assert one("calculated", answer(100, "evil({a})") + DATASETS)[1] == ["formula_not_worked_out"]
    assert one("calculated", answer(100, "{a}"))[1] == ["dataset_missing"]


def test_what_is_the_same_everywhere_is_told_once():
    hint = "<hint><text>h</text></hint>"
    question = f'<question type="essay"><questiontext><text>q</text></questiontext>{hint}{hint}</question>'
    _, report = read(question, question)
    assert [(line.code, line.severity) for line in report.lines] == [("hints_dropped", "info")]


def test_progress_and_cancelling():
    source = (
        "<quiz>"
        + '<question type="essay"><questiontext><text>q</text></questiontext></question>' * 5
        + "</quiz>"
    )
    seen = []

    def note(done, total):
        seen.append((done, total))
        return len(seen) < 3

    with pytest.raises(Refused, match="import_cancelled"):
        read_moodle_xml(source, "t", progress=note)
    assert [total for _, total in seen] == [len(source)] * 3
    assert sorted(seen) == seen
