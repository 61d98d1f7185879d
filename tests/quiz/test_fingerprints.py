"""What makes another question of a question, and what does not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.fingerprints import prints_of
from app.quiz.kinds import KINDS
from app.quiz.model import Choice, NumericAnswer, Question, RichText
from tests.helpers.questions import questions, sample_question


def with_other_ids(question: Question) -> Question:
    """As a second import gives it."""
    text = question.text
    for gap in question.gaps:
        text = RichText(text.source.replace(f"[[{gap.id}]]", f"[[new-{gap.id}]]"), text.format)
    return replace(
        question,
        id="new",
        text=text,
        choices=tuple(replace(choice, id=f"new-{choice.id}") for choice in question.choices),
        pairs=tuple(
            replace(pair, left_id=f"new-{pair.left_id}", right_id=f"new-{pair.right_id}")
            for pair in question.pairs
        ),
        gaps=tuple(replace(gap, id=f"new-{gap.id}") for gap in question.gaps),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ids_make_no_difference(kind):
    question = sample_question(kind)
    assert prints_of(with_other_ids(question)) == prints_of(question)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_question_has_prints(kind, data):
    assert len(prints_of(data.draw(questions(kind))).whole) == 32


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Other", "points": 3.0, "time_limit": 20, "tags": ("x",), "line": 7, "shuffle": True},
        {"feedback": RichText("Other")},
        {"text": RichText("<p>Capital of  Morocco?</p>", "html")},
        {"choices": sample_question("single").choices[::-1]},
    ],
)
def test_what_makes_no_difference(changes):
    question = sample_question("single")
    assert prints_of(replace(question, **changes)) == prints_of(question)


def choices(*texts_and_weights):
    return tuple(Choice(str(n), RichText(text), weight) for n, (text, weight) in enumerate(texts_and_weights))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (choices(("ou", 1.0), ("où", 0.0)), choices(("ou", 0.0), ("où", 1.0))),
        (choices(("mA", 1.0), ("MA", 0.0)), choices(("mA", 0.0), ("MA", 1.0))),
        (choices(("a", 1.0), ("b", 0.0)), choices(("a", 1.0), ("b", -0.5))),
    ],
)
def test_another_key_is_another_question_of_the_same_text(one, other):
    first, second = (prints_of(sample_question("single", choices=c)) for c in (one, other))
    assert first.text == second.text
    assert first.whole != second.whole


def test_the_order_counts_where_it_is_the_answer():
    question = sample_question("ordering")
    turned = replace(question, choices=question.choices[::-1])
    assert prints_of(turned).whole != prints_of(question).whole


def test_a_number_is_the_same_however_it_is_written():
    one, other, wider = (
        prints_of(sample_question("numeric", numbers=(NumericAnswer(Decimal(value), Decimal(tolerance)),)))
        for value, tolerance in (("1.5", "0.1"), ("1.50", "0.10"), ("1.5", "0.2"))
    )
    assert one == other
    assert one.whole != wider.whole


def test_another_kind_is_another_question():
    single = sample_question("single")
    assert prints_of(replace(single, kind="multiple")).whole != prints_of(single).whole


def test_a_text_without_words_has_no_print_but_its_picture_has():
    assert prints_of(sample_question("single", text=RichText("  "))).text == ""
    picture = RichText('<img src="media:cell.png">', "html")
    assert prints_of(sample_question("single", text=picture)).text
