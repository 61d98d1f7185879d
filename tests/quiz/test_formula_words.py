"""Formulas as a line of signs: what a reader sees in lists and tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quiz.formula_words import LONGEST, read_formula, read_formulas
from app.quiz.model import RichText
from app.quiz.plain import readable


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{x^2+1}{2} \le \sqrt{3}", "(x² + 1)/2 ≤ √3"),
        (r"E=mc^2", "E = mc²"),
        (r"a_1 + a_{12} - b_{max}", "a₁ + a₁₂ - bₘₐₓ"),
        (r"x^{2n+1}", "x²ⁿ⁺¹"),
        (r"e^{i\pi} = -1", "e^(iπ) = -1"),
        (r"2^{\frac12}", "2^(1/2)"),
        (r"\sqrt[3]{a+b}", "³√(a + b)"),
        (r"\vec{F} = m\vec{a}", "F⃗ = ma⃗"),
        (r"f : \mathbb{R} \to \mathbb{R}", "f:ℝ → ℝ"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "lim_(x → 0) (sin x)/x"),
        (r"\int_0^1 x\,dx", "∫₀¹x dx"),
        (r"\sum_{i=1}^{n} i^2", "∑ᵢ₌₁ⁿi²"),
        (r"90^\circ", "90°"),
        (r"\text{débit en } m^3/s", "débit en m³/s"),
        (r"\left( \frac{a}{b} \right)", "(a/b)"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "(1, 2; 3, 4)"),
        (r"H_2O \rightarrow H^+", "H₂O → H⁺"),
        (r"\unknown{x}", "unknown x"),
        (r"\{1;2\}", "{1;2}"),
        ("x}", "x"),
        ("{", "{"),
    ],
)
def test_a_formula_is_read(tex, words):
    assert read_formula(tex) == words


def test_only_formulas_of_a_text_are_read():
    assert read_formulas(r"How much is \(2^3\), for $5 and $6?") == "How much is 2³, for $5 and $6?"
    assert readable(RichText(r"<p>Solve $$x^2 = \frac{1}{4}$$</p>", "html")) == "Solve x² = 1/4"
    assert readable(RichText("أوجد $(a+b)/2$ الآن")) == "أوجد \u2066(a + b)/2\u2069 الآن"


def test_what_cannot_be_read_stays_as_it_is():
    deep = "{" * 60 + "x" + "}" * 60
    long = "x" * (LONGEST + 1)
    assert (read_formula(deep), read_formula(long)) == (deep, long)


@given(st.text(alphabet="\\{}[]^_&~ frac sqrt begin left vec x12+=é", max_size=120))
def test_any_formula_is_read_without_failing(tex):
    assert isinstance(read_formula(tex), str)
