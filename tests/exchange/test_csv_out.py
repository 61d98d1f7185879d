"""Quizzes as tables come back equal, and what is lost is said."""

from dataclasses import replace

from hypothesis import given

from app.exchange import csv_out
from app.exchange.csv_quiz import read_csv
from app.quiz.model import Quiz, RichText
from app.quiz.plain import plain
from tests.helpers.questions import KIND_NAMES, any_question, sample_question

TAGS = [("difficulty:easy", "cells"), ("صعب",), (), ("cells",)]


def there_and_back(*questions):
    quiz = Quiz("q", "t", questions)
    text = csv_out.write(quiz).decode("utf-8-sig")
    back, report = read_csv(text, "t")
    return back.questions, csv_out.losses(quiz), report


def shape(question):
    return (
        question.kind,
        " ".join(question.text.source.split()),
        [(" ".join(choice.text.source.split()), round(choice.weight, 9)) for choice in question.choices],
        [(answer.value, answer.tolerance, answer.low, answer.high) for answer in question.numbers],
        [answer.text for answer in question.texts],
        [(pair.left and pair.left.source, pair.right.source) for pair in question.pairs],
        question.time_limit,
        question.points,
    )


def bare(question):
    """Without what a table does not carry."""
    drop = {"feedback": RichText()}
    return replace(
        question,
        choices=tuple(replace(c, weight=float(c.weight > 0), **drop) for c in question.choices),
        numbers=tuple(replace(n, weight=1.0, **drop) for n in question.numbers),
        texts=tuple(replace(t, weight=1.0, **drop) for t in question.texts),
        other_feedback=RichText(),
    )


def test_each_kind_comes_back_equal():
    questions = [bare(sample_question(kind)) for kind in KIND_NAMES if kind in csv_out._CAN.kinds]
    questions = [q if q.kind != "multiple" else sample_question("multiple") for q in questions]
    back, _, report = there_and_back(*questions)
    assert [shape(question) for question in back] == [shape(question) for question in questions]
    assert [(q.title, plain(q.feedback)) for q in back] == [(q.title, plain(q.feedback)) for q in questions]
    assert report.clean


@given(any_question)
def test_any_question_is_kept_or_its_loss_is_said(question):
    back, losses, _ = there_and_back(question)
    codes = {line.code for line in losses.lines}
    if "loss_left_out" in codes:
        assert back == ()
        return
    (found,) = back
    assert found.kind == question.kind
    assert len(found.choices) == len(question.choices)
    rights = [choice.weight > 0 for choice in question.choices]
    if question.kind in ("single", "multiple", "true_false") and (
        question.kind != "true_false" or sum(rights) == 1
    ):
        assert [choice.weight > 0 for choice in found.choices] == rights or question.kind != "multiple"
    if "loss_weights" not in codes and question.kind == "single":
        assert [choice.weight for choice in found.choices] == [choice.weight for choice in question.choices]


def test_no_cell_is_a_formula():
    choices = sample_question("single").choices
    question = sample_question(
        "single", text=RichText("=1+1"), choices=(replace(choices[0], text=RichText("-2")), *choices[1:])
    )
    text = csv_out.write(Quiz("q", "t", (question,))).decode("utf-8-sig")
    assert ",'=1+1,'-2," in text
    assert there_and_back(question)[0][0].text.source == "=1+1"


def test_options_that_are_numbers_keep_their_key():
    choices = sample_question("single").choices
    texts = [replace(choice, text=RichText(text)) for choice, text in zip(choices, "231", strict=True)]
    (found,), _, _ = there_and_back(sample_question("single", choices=tuple(texts)))
    assert [choice.text.source for choice in found.choices if choice.weight > 0] == ["3"]


def test_losses_are_named():
    question = sample_question(
        "single", text=RichText("<b>q</b> <img src='media:a.png'>", "html"), shuffle=True
    )
    codes = [line.code for line in csv_out.losses(Quiz("q", "t", (question,))).lines]
    assert codes == ["loss_shuffle", "loss_pictures", "loss_formatting", "loss_weights", "loss_feedback"]


def test_the_difficulty_has_a_column_and_comes_back_with_the_tags():
    asked = [sample_question("single", id=f"q{n}", tags=tags) for n, tags in enumerate(TAGS)]
    back, losses, _ = there_and_back(*asked)
    assert [question.tags for question in back] == TAGS
    assert "loss_tags" not in [line.code for line in losses.lines]
    written = csv_out.write(Quiz("q", "t", tuple(asked))).decode("utf-8-sig").splitlines()
    assert written[0].endswith(",difficulty,tags")
    assert [row.split(",")[-3] for row in written if "difficulty:" in row] == ["easy"]
