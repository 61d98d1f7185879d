"""Gaps put in, taken out and filled in another way."""

from decimal import Decimal

import pytest

from app.quiz.blank import blank_gap
from app.quiz.gap_editing import add_gap, change_form, filling, is_placed, remove_gap
from app.quiz.kinds import find_kind
from app.quiz.kinds.gaps import form_of, gap_mark
from app.quiz.model import Choice, Gap, NumericAnswer, Question, RichText, TextAnswer


def test_gaps_stand_in_the_order_of_the_text():
    old, new = Gap("old", texts=(TextAnswer("b"),)), blank_gap("a")
    question = Question("q", "gaps", RichText("x [[old]]"), gaps=(old,))
    after = add_gap(question, RichText(f"{gap_mark(new.id)} x [[old]]"), new)
    assert after.gaps == (new, old)
    assert not find_kind("gaps").check(after)


def test_a_gap_that_is_removed_leaves_its_words():
    question = Question("q", "gaps", RichText("a [[g]] c"), gaps=(Gap("g", texts=(TextAnswer("b"),)),))
    after = remove_gap(question, "g")
    assert after.text.source == "a b c" and after.gaps == ()
    assert remove_gap(after, "g") is after


def test_a_gap_without_its_mark_is_known():
    gap = Gap("g")
    assert not is_placed(Question("q", "gaps", RichText("no mark"), gaps=(gap,)), gap)


@pytest.mark.parametrize("form", ["text", "choice", "several", "number"])
@pytest.mark.parametrize(
    "gap",
    [
        Gap("g", texts=(TextAnswer("12"),)),
        Gap("g", choices=(Choice("a", RichText("12"), 1.0), Choice("b", RichText("13")))),
        Gap("g", numbers=(NumericAnswer(Decimal(12)),)),
    ],
)
def test_another_way_of_filling_keeps_the_answer(gap, form):
    changed = change_form(gap, form)
    assert form_of(changed) == form and filling(changed) == "12" and changed.id == "g"


def test_words_that_are_no_number_become_nought():
    assert change_form(Gap("g", texts=(TextAnswer("cat"),)), "number").numbers[0].value == 0
