import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.tex import find_formulas, formula_at


def found(text):
    return [(formula.tex, formula.display) for formula in find_formulas(text)]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x^2$", [("x^2", False)]),
        ("a $x$ b $y$.", [("x", False), ("y", False)]),
        ("$$ x $$", [("x", True)]),
        ("\\(x\\) and \\[y\\]", [("x", False), ("y", True)]),
        ("H$_2$O, 2$\\times$ a", [("_2", False), ("\\times", False)]),
        ("$a\\$b$", [("a\\$b", False)]),
        ("$5 + 3 = x$", [("5 + 3 = x", False)]),
    ],
)
def test_formulas(text, formulas):
    assert found(text) == formulas


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "costs $5, then 6$ there",
        "5$/kg and 6$/kg",
        "$5 million, not 6$",
        "$ x$ and $x $",
        "\\$x$",
        "$$",
        "$",
        "\\(x",
        "\\(\\)",
        "$a\n\nb$",
    ],
)
def test_text_that_is_none(text):
    assert found(text) == []


@given(st.text(alphabet="$\\()[] a5\n"))
def test_formulas_do_not_overlap_and_stand_where_they_say(text):
    end = 0
    for formula in find_formulas(text):
        assert formula.start >= end
        assert formula.tex in text[formula.start : formula.end]
        assert formula_at(text, formula.start) == formula
        end = formula.end
