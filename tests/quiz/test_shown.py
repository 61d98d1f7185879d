"""What the preview is drawn from."""

import pytest

from app.errors import Trouble
from app.quiz.model import Question, RichText
from app.quiz.shown import problems_of, show_question
from tests.helpers.questions import KIND_NAMES, sample_question


@pytest.mark.parametrize("name", KIND_NAMES)
def test_every_kind_is_shown_with_its_solution(name):
    shown = show_question(sample_question(name), frozenset())
    assert shown.public.kind == name and shown.problems == ()
    assert "In general" in shown.solution.html


def test_formulas_are_drawn_and_pictures_named():
    text = RichText("$x^2$ ![cat](media:cat.png) ![dog](media:dog.png)", "markdown")
    shown = show_question(Question("q", "slide", text), frozenset({"cat.png"}))
    (address,) = shown.drawn
    assert f'src="{address}"' in shown.public.html and b"<svg" in shown.drawn[address]
    assert 'src="media:cat.png"' in shown.public.html
    assert [problem.code for problem in shown.problems] == ["picture_missing"]


def test_a_kind_of_a_newer_program_is_kept_and_not_shown():
    question = Question("q", "hologram", RichText("?"))
    assert problems_of(question) == []
    with pytest.raises(Trouble, match="kind_unknown"):
        show_question(question, frozenset())
