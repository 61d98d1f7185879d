"""Formulas are looked at through the projector's viewer, so that empty pictures are noticed."""

import re

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.quiz.formulas import Drawing, Undrawn, draw_formula, formula_css


def paint(drawing):
    """The picture at 8 times its size, black on white."""
    renderer = QSvgRenderer(QByteArray(drawing.svg))
    assert renderer.isValid()
    image = QImage(drawing.width * 8, drawing.height * 8, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def dark_share(image, left=0.0, right=1.0):
    columns = range(int(image.width() * left), int(image.width() * right))
    points = [(x, y) for x in columns for y in range(image.height())]
    return sum(image.pixelColor(x, y).lightness() < 128 for x, y in points) / len(points)


@pytest.mark.parametrize(
    "tex",
    [
        "x",
        r"\frac{a+b}{2}",
        r"\sqrt{b^2-4ac}",
        r"\sum_{i=1}^{n} i^2",
        r"\begin{cases} x + y = 5 \\ x - y = 1 \end{cases}",
        r"\text{été}",
        r"\vec{AB}",
        r"90°",
    ],
)
def test_glyphs_are_drawn(tex, qapp):
    drawing = draw_formula(tex, False)
    assert isinstance(drawing, Drawing)
    image = paint(drawing)
    assert 0.01 < dark_share(image) < 0.6
    # From the first glyph to the last, not only a line or a bracket.
    for part in range(3):
        assert dark_share(image, part / 3, (part + 1) / 3) > 0.003


def test_another_formula_is_another_picture(qapp):
    assert paint(draw_formula("x", False)) != paint(draw_formula("y", False))


@pytest.mark.parametrize(
    ("tex", "code"),
    [
        (r"\foo{x}", "formula_unknown"),
        (r"\ce{H2O}", "formula_unknown"),
        (r"\begin{tikzpicture}x\end{tikzpicture}", "formula_unknown"),
        ("س + 1", "formula_unknown"),
        (r"\text{مساحة}", "formula_unknown"),
        ("中", "formula_unknown"),
        (r"\frac{1", "formula_wrong"),
        ("x^", "formula_wrong"),
        ("a & b", "formula_wrong"),
        (r"\left( x", "formula_wrong"),
        ("x" * 2001, "formula_too_long"),
        ("{" * 30 + "x" + "}" * 30, "formula_too_long"),
        (r"\sqrt" * 40 + "x", "formula_too_long"),
        (r"\left(" * 12 + "x" + r"\right)" * 12, "formula_too_long"),
    ],
)
def test_what_cannot_be_drawn(tex, code):
    assert draw_formula(tex, False) == Undrawn(code)


@pytest.mark.parametrize("tex", [r"\color{red}x", r"\href{http://e.org}{y}", r"x < y"])
def test_pictures_hold_shapes_only(tex):
    drawing = draw_formula(tex, False)
    assert isinstance(drawing, Drawing)
    assert set(re.findall(rb"<(\w+)", drawing.svg)) <= {b"svg", b"path", b"rect", b"g"}
    assert b"e.org" not in drawing.svg


def test_sizes_are_whole_steps_and_the_baseline_fits():
    drawing = draw_formula("y", False)
    box = re.search(rb'viewBox="([^"]*)"', drawing.svg)[1].split()
    top, height = float(box[1]), float(box[3])
    assert height == pytest.approx(drawing.height_steps * 1.6, abs=0.01)
    assert top + height == pytest.approx(drawing.depth_steps * 0.8, abs=0.01)
    css = formula_css()
    assert f".fh-{drawing.height_steps}{{" in css
    assert f".va-{drawing.depth_steps}{{" in css
    assert ".fh-15{height:1.5em;width:auto}" in css
    assert ".va-6{vertical-align:-0.3em}" in css


def test_formulas_are_drawn_once():
    assert draw_formula("x+1", True) is draw_formula("x+1", True)
