"""Quizzes as QTI packages come back equal, and what is lost is said."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from app.errors import Trouble
from app.exchange import qti_out
from app.exchange.cloze_out import as_tolerance
from app.exchange.qti import qti_version, read_qti
from app.exchange.xhtml import FORBIDDEN
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Choice, Gap, Media, NumericAnswer, Quiz, RichText, TextAnswer
from app.quiz.plain import plain
from tests.helpers.qti_samples import PNG
from tests.helpers.questions import any_question, questions, quizzes, sample_question


def there_and_back(*questions, media=None):
    quiz = Quiz("q", "Exam", questions, media or {})
    data = qti_out.write(quiz)
    assert qti_version(data) == "3.0"
    back, report = read_qti(data, "f", "t")
    return back, [line.code for line in qti_out.losses(quiz).lines], report


def fold(text):
    """Its words, without characters that no XML holds."""
    return " ".join(plain(replace(text, source=FORBIDDEN.sub("", text.source))).split())


def shape(question):
    return (
        question.kind,
        fold(question.text),
        [(fold(choice.text), round(choice.weight, 5), fold(choice.feedback)) for choice in question.choices],
        [(pair.left and fold(pair.left), fold(pair.right)) for pair in question.pairs],
        question.points,
        fold(question.feedback),
    )


def test_each_kind_comes_back_equal():
    kinds = ("single", "true_false", "multiple", "poll", "ordering", "matching", "open_text", "slide")
    questions = [sample_question(kind) for kind in kinds if kind != "poll"]
    back, losses, _ = there_and_back(*questions)
    assert [shape(question) for question in back.questions] == [shape(question) for question in questions]
    assert back.title == "Exam"
    assert losses == []


def test_numbers_and_ranges():
    back, losses, _ = there_and_back(sample_question("numeric"))
    (found,) = back.questions
    assert [(n.value, n.tolerance, n.weight) for n in found.numbers] == [
        (Decimal("3.14"), Decimal("0.01"), 1.0),
        (Decimal("3.5"), Decimal("0.5"), 0.5),
    ]
    assert losses == ["loss_range", "loss_feedback"]


def test_short_texts():
    back, losses, _ = there_and_back(sample_question("short_text"))
    assert [(t.text, t.weight) for t in back.questions[0].texts] == [("Paris", 1.0)]
    assert losses == ["loss_wildcards", "loss_feedback"]


def bare(text):
    """Without white space: for some a control character is such."""
    return fold(text).replace(" ", "")


def gap_shapes(question):
    whole = sum(gap.weight for gap in question.gaps)
    return [
        (
            [(bare(c.text), round(c.weight, 5), bare(c.feedback)) for c in gap.choices],
            sorted((round(n.weight, 5), *as_tolerance(n)) for n in gap.numbers),
            [(bare(RichText(t.text)), round(t.weight, 5)) for t in gap.texts],
            bool(gap.choices) and gap.shuffle,
            round(gap.weight / whole, 5),
        )
        for gap in question.gaps
    ]


def gap_text(question):
    """Its words with a number for each gap."""
    source = question.text.source
    for number, gap in enumerate(question.gaps):
        source = source.replace(gap_mark(gap.id), f"[[{number}]]")
    return fold(replace(question.text, source=source))


def test_texts_with_gaps_stay_one_question():
    city, river, number = (
        Gap(
            "g1",
            choices=(
                Choice("a", RichText("Rabat"), 1.0, RichText("Yes")),
                Choice("b", RichText("فاس <x>")),
            ),
            shuffle=True,
        ),
        Gap("g2", texts=(TextAnswer("Sebou"), TextAnswer("5\\*", 0.5)), weight=2.0),
        Gap("g3", numbers=(NumericAnswer(Decimal(5), Decimal("0.1")), NumericAnswer(Decimal(6), weight=0.5))),
    )
    lone = Gap("g4", choices=(Choice("c", RichText("alone"), 1.0),), weight=0.5)
    text = RichText('<p>[[g2]] <b title="[[g1]]">and</b> [[g1]]<br>x &lt; y: [[g3]]</p>', "html")
    question = sample_question("gaps", text=text, gaps=(city, river, number, lone), points=4.5)
    back, losses, report = there_and_back(question)
    (found,) = back.questions
    assert (found.kind, found.points, losses, report.lines) == ("gaps", 4.5, [], [])
    assert [gap.weight for gap in found.gaps] == [2, 1, 1, 0.5]  # in the order of the text
    shapes = gap_shapes(question)
    assert gap_shapes(found) == [shapes[1], shapes[0], *shapes[2:]]
    assert re.sub(r"\[\[\w+\]\]", "_", found.text.source) == (
        "<div><p>_ <b>and</b> _<br>x &lt; y: _</p><p>_</p></div>"
    )


@settings(max_examples=40)
@given(questions("gaps"))
def test_any_text_with_gaps_comes_back(question):
    back, losses, _ = there_and_back(question)
    apart = sum(gap.several for gap in question.gaps)
    if {"loss_wildcards", "loss_weights", "loss_one_gap"} & set(losses):
        assert len(back.questions) >= 1
    elif apart:
        assert len(back.questions) == apart + bool(len(question.gaps) - apart)
    else:
        (found,) = back.questions
        assert found.kind == "gaps"
        assert gap_text(found) == gap_text(question)
        if "loss_formatting" not in losses:
            assert gap_shapes(found) == gap_shapes(question)


def test_a_gap_with_several_choices_follows_the_text():
    one, several = sample_question("gaps").gaps[0], sample_question("multiple").choices
    question = sample_question(
        "gaps",
        text=RichText("A [[g1]], b [[g2]], c [[g3]]"),
        gaps=(one, Gap("g2", choices=several, several=True), replace(one, id="g3")),
    )
    back, losses, _ = there_and_back(question)
    assert "loss_gap_apart" in losses
    assert [found.kind for found in back.questions] == ["gaps", "multiple"]
    assert gap_text(back.questions[0]) == "A [[0]], b [2] _____, c [[1]] [2]"
    assert [c.weight for c in back.questions[1].choices] == [c.weight for c in several]


def test_pictures_and_html_come_back():
    text = RichText('<p>Look <img src="media:a.png" alt="sign"> <b>x&lt;y</b><br>z', "html")
    back, losses, report = there_and_back(
        sample_question("single", text=text), media={"a.png": Media("image/png", PNG)}
    )
    ((name, media),) = back.media.items()
    assert (media.data, report.lines, losses) == (PNG, [], [])
    assert f'src="media:{name}"' in back.questions[0].text.source
    assert "<b>x&lt;y</b>" in back.questions[0].text.source


@given(any_question.filter(lambda question: question.kind != "gaps"))
def test_any_question_is_kept_or_its_loss_is_said(question):
    if any(line.code == "loss_left_out" for line in qti_out.losses(Quiz("q", "Exam", (question,))).lines):
        with pytest.raises(Trouble, match="package_empty"):
            there_and_back(question)
        return
    back, losses, _ = there_and_back(question)
    (found,) = back.questions
    same = {question.kind} | (
        {"open_text"} if "loss_wildcards" in losses or "loss_weights" in losses else set()
    )
    if question.kind == "true_false":
        same.add("single")  # the words of its choices are free, those of a reader's are not
    assert found.kind in same
    assert len(found.choices) == len(question.choices)
    assert len(found.pairs) >= len([pair for pair in question.pairs if pair.left])
    if not {"loss_weights", "loss_formatting"} & set(losses) and question.kind in ("single", "multiple"):
        assert [round(c.weight, 5) for c in found.choices] == [round(c.weight, 5) for c in question.choices]


@given(quizzes)
def test_every_file_of_a_package_is_correct_and_declared(quiz):
    with zipfile.ZipFile(io.BytesIO(qti_out.write(quiz))) as archive:
        names = set(archive.namelist())
        roots = {name: fromstring(archive.read(name)) for name in names if name.endswith(".xml")}
        manifest = archive.read("imsmanifest.xml").decode()
    declared = set(re.findall(r'<file href="([^"]+)"', manifest))
    assert declared == names - {"imsmanifest.xml"}
    assert roots["imsmanifest.xml"].tag.endswith("}manifest")


def test_what_xml_cannot_hold_is_left_out():
    back, _, _ = there_and_back(sample_question("single", text=RichText("a\0b\x0bc ]]> <!-- d")))
    assert fold(back.questions[0].text) == "abc ]]> <!-- d"


def test_same_quiz_gives_the_same_bytes():
    quiz = Quiz("q", "t", (replace(sample_question("single"), title="x"),))
    assert qti_out.write(quiz) == qti_out.write(quiz)
