import json
from dataclasses import replace
from decimal import Decimal

import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from app.quiz.kinds.gaps import number_gaps
from app.quiz.model import Choice, Gap, RichText, TextAnswer
from tests.helpers.questions import sample_question

KIND = KINDS["gaps"]
QUESTION = sample_question("gaps")
RIGHT = {"gap-g1": ["paris"], "gap-g2": ["c2"], "gap-g3": ["20"], "gap-g4": ["c1", "c2"]}


def test_typed_words_are_kept_apart_from_what_was_chosen():
    answer = KIND.parse(QUESTION, RIGHT)
    assert answer == {
        "gaps": {"g2": "c2", "g3": "20", "g4": ["c1", "c2"]},
        "text": json.dumps({"g1": "paris", "g3": "20"}),
    }
    assert KIND.personal_keys == ("text",)
    assert "text" not in KIND.parse(QUESTION, {"gap-g2": ["c2"]})


def test_figures_stay_when_the_words_of_a_student_are_erased():
    answer = KIND.parse(QUESTION, RIGHT)
    erased = {"gaps": answer["gaps"]}
    assert KIND.score(QUESTION, erased) == pytest.approx(4 / 5)
    assert KIND.describe(QUESTION, erased) == "[2] France; [3] 20; [4] large; old"


@pytest.mark.parametrize(
    ("changes", "credit"),
    [
        ({}, 1.0),
        ({"gap-g1": ["Pariser"]}, 0.9),
        ({"gap-g2": ["c1"]}, 0.6),
        ({"gap-g2": [""]}, 0.6),
        ({"gap-g3": ["21"]}, 0.8),
        ({"gap-g4": ["c1"]}, 0.9),
        ({"gap-g4": ["c3"]}, 0.8),
    ],
)
def test_credit_is_the_weighted_share(changes, credit):
    assert KIND.score(QUESTION, KIND.parse(QUESTION, RIGHT | changes)) == pytest.approx(credit)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"gap-g2": ["c9"]}, "answer_impossible"),
        ({"gap-g2": ["c1", "c2"]}, "answer_impossible"),
        ({"gap-g9": ["x"]}, "answer_impossible"),
        ({"gap-g3": ["twenty"]}, "answer_not_a_number"),
        ({"gap-g1": ["x" * 1001]}, "answer_too_long"),
        ({"gap-g1": [""], "gap-g2": []}, "answer_empty"),
    ],
)
def test_what_fits_no_gap_is_refused(fields, code):
    with pytest.raises(Refused, match=code):
        KIND.parse(QUESTION, fields)


def test_the_text_shows_numbered_blanks_and_no_gap_is_lost():
    html = number_gaps('<p title="[[g1]]">[[g2]] and [[g9]]</p>', (Gap("g1"), Gap("g2")))
    assert '<p title="[[g1]]"><b class="gap">[2]' in html
    assert "[[g9]]" in html
    assert html.endswith('<p><b class="gap">[1]\u00a0_____</b></p>')


def test_shuffled_choices_do_not_tell_the_written_order():
    gap = QUESTION.gaps[3]
    mirrored = replace(gap, choices=gap.choices[::-1])
    for choices in (gap, mirrored):
        public = KIND.public(replace(QUESTION, gaps=(choices,)), lambda text: text.source, list)
        assert [choice.id for choice in public.gaps[0].choices] == ["c1", "c2", "c3"]


def test_the_solution_names_each_gap():
    solution = KIND.solution(QUESTION, str)
    assert solution.accepted == ("[1] Paris / Pari… (50 %)", "[2] France", "[3] 20", "[4] large + old")


def test_feedback_of_every_gap():
    gap = Gap("g1", texts=(TextAnswer("a", feedback=RichText("Yes")),), other_feedback=RichText("No"))
    question = replace(QUESTION, gaps=(gap,))
    assert KIND.feedback(question, KIND.parse(question, {"gap-g1": ["a"]})) == [RichText("Yes")]
    assert KIND.feedback(question, KIND.parse(question, {"gap-g1": ["b"]})) == [RichText("No")]


def test_problems():
    def problems(*gaps):
        return [(p.code, p.params) for p in KIND.check(replace(QUESTION, gaps=gaps))]

    one = (Choice("c1", RichText("a"), 0.0),)
    assert problems() == [("no_gaps", {})]
    assert problems(Gap("g1", choices=one)) == [("gap_wrong", {"number": 1})]
    assert problems(Gap("g1", texts=(TextAnswer("a"),), weight=0.0)) == [("no_right_answer", {})]
    assert Decimal(20) == QUESTION.gaps[2].numbers[0].value
