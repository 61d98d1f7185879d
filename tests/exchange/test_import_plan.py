"""What an import takes: beside what is there already, with its notices and its pictures."""

from dataclasses import replace

import pytest

from app.errors import Refused
from app.exchange.formats import Imported, read_file, read_text
from app.exchange.import_plan import make_plan, take_into, take_new
from app.quiz.model import Media, Question, Quiz, RichText
from app.quiz.shelf import SameQuestion, SameReport

GIFT = """::One:: 1 + 1? {=2 ~3}

::Two:: 2 + 2? {=4 ~5}

::Broken:: nothing right here {=}

::Three:: Which are even? {~%50%2 ~%50%4 ~5}
"""


def plan_of(imported, *states):
    """states: of each question; every one that is not new is said to be in quiz 'old'."""
    asked = imported.quiz.questions
    states = states or ("new",) * len(asked)
    same = [
        SameQuestion(question.id, state, *(("old", "Old", f"o{n}") if state != "new" else ()))
        for n, (question, state) in enumerate(zip(asked, states, strict=True))
    ]
    return make_plan(imported, SameReport(tuple(same)))


def test_what_is_left_out_is_listed_with_its_line_and_the_rest_is_taken():
    plan = plan_of(read_text(GIFT, "Sums"))
    assert [item.question.title for item in plan.items] == ["One", "Two", "Three"]
    assert all(item.taken for item in plan.items) and plan.count == 3
    assert [(line.line, line.severity) for line in plan.left_out] == [(5, "error")]
    assert plan.mode == "new" and plan.title == "Sums"


def test_a_notice_belongs_to_the_question_in_whose_lines_it_stands():
    text = "1. Capital?\na) Rabat\nb) Fez\n\n2. Prime?\na) 4\nb) 5*\n"
    plan = plan_of(read_text(text, "Pasted"))
    assert [len(item.notices) for item in plan.items] == [1, 0]
    assert plan.items[0].notices[0].code == "key_missing_poll" and plan.items[0].severity == "warning"


def test_the_same_file_again_brings_nothing_in_unless_wished():
    plan = plan_of(read_text(GIFT, "Sums"), "same", "same", "same")
    assert plan.mode == "skip" and plan.count == 0
    plan.mode = "new"
    plan.items[0].taken = True
    assert [question.title for question in take_new(plan).questions] == ["One"]


def test_an_edited_file_updates_its_quiz_and_doubles_nothing():
    imported = read_text(GIFT, "Sums")
    present = Quiz("old", "Old", tuple(Question(f"o{n}", "slide", RichText(f"old {n}")) for n in range(2)))
    plan = plan_of(imported, "same", "changed", "new")
    assert plan.mode == "update" and plan.target == "old"
    assert [item.taken for item in plan.items] == [False, False, True]
    for item in plan.items:
        item.taken = True
    assert plan.count == 2  # the same one is there
    after = take_into(plan, present)
    assert [question.id for question in after.questions[:2]] == ["o0", "o1"]
    assert [question.title or question.text.source for question in after.questions] == [
        "old 0",
        "Two",
        "Three",
    ]


def test_pictures_come_with_their_questions_and_never_replace_others():
    picture = '<img src="media:a%20b.png">'
    shown = Question("q1", "slide", RichText(picture, "html"))
    quiz = Quiz(
        "new", "New", (shown, Question("q2", "slide", RichText("words"))),
        {"a b.png": Media("image/png", b"new"), "unused.png": Media("image/png", b"no")},
    )  # fmt: skip
    plan = plan_of(Imported(quiz, read_text(GIFT, "Sums").report, "gift", ""))
    assert list(take_new(plan).media) == ["a b.png"]
    present = Quiz("old", "Old", (replace(shown, id="q1"),), {"a b.png": Media("image/png", b"old")})
    plan.mode, plan.target = "update", "old"
    after = take_into(plan, present)
    assert len({question.id for question in after.questions}) == 3
    assert after.media == {
        "a b.png": Media("image/png", b"old"),
        "a b-2.png": Media("image/png", b"new"),
    }
    assert after.questions[0].text.source == picture
    assert after.questions[1].text.source == '<img src="media:a%20b-2.png">'


def test_reading_gift_is_stopped_in_the_middle(tmp_path):
    file = tmp_path / "many.gift"
    file.write_text("\n\n".join(f"::{n}:: {n}? {{={n}}}" for n in range(5_000)), encoding="utf-8")
    told = []

    def half(done, total):
        told.append(done / total)
        return done < total / 2

    with pytest.raises(Refused) as refused:
        read_file(file, half)
    assert refused.value.code == "import_cancelled"
    assert 0.49 < told[-1] < 0.52 and told == sorted(told)


def test_words_of_no_format_are_told_line_by_line():
    plan = plan_of(read_text("Only some words\n\nand others", "Pasted"))
    assert plan.items == [] and [line.line for line in plan.left_out] == [1, 3]
