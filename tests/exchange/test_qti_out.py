"""Quizzes as QTI packages come back equal, and what is lost is said."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from app.errors import Trouble
from app.exchange import qti_out
from app.exchange.qti import qti_version, read_qti
from app.quiz.model import Media, Quiz, RichText
from app.quiz.plain import plain
from tests.helpers.qti_samples import PNG
from tests.helpers.questions import any_question, quizzes, sample_question


def there_and_back(*questions, media=None):
    quiz = Quiz("q", "Exam", questions, media or {})
    data = qti_out.write(quiz)
    assert qti_version(data) == "3.0"
    back, report = read_qti(data, "f", "t")
    return back, [line.code for line in qti_out.losses(quiz).lines], report


def fold(text):
    return " ".join(plain(text).split())


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


def test_pictures_and_html_come_back():
    text = RichText('<p>Look <img src="media:a.png" alt="sign"> <b>x&lt;y</b><br>z', "html")
    back, losses, report = there_and_back(
        sample_question("single", text=text), media={"a.png": Media("image/png", PNG)}
    )
    ((name, media),) = back.media.items()
    assert (media.data, report.lines, losses) == (PNG, [], [])
    assert f'src="media:{name}"' in back.questions[0].text.source
    assert "<b>x&lt;y</b>" in back.questions[0].text.source


@given(any_question)
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
