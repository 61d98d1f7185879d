"""Formulas drawn as SVG pictures, offline. The only module that knows the drawing library.

A picture is black on nothing (style sheets invert the class `formula` on dark grounds) and as high as a whole
number of steps, so that classes can size and align it (the page's policy forbids style attributes):
`fh-N` is a height of N tenths of an em, `va-N` lowers it by N twentieths of an em (`formula_css`).
"""

import math
import re
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from importlib import import_module
from typing import Any, Final

from app.quiz.html_parts import words

LONGEST_TEX: Final = 2_000
MOST_WORK: Final = 1_500  # about a millisecond each
HIGHEST: Final = 120  # steps of a tenth of an em
LOWEST: Final = 120  # steps of a twentieth of an em
EM: Final = 16.0  # pixels of the picture per em

_ENVIRONMENT: Final = re.compile(r"\\begin\s*\{([^{}]*)\}")
_ENVIRONMENTS: Final = words(
    "matrix matrix* pmatrix pmatrix* bmatrix bmatrix* Bmatrix Bmatrix* vmatrix vmatrix* Vmatrix "
    "Vmatrix* smallmatrix array cases split align align* aligned gather gather* equation "
    "equation*"
)
_COMMAND: Final = re.compile(r"\\[A-Za-z]+")
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|\S", re.DOTALL)
_OPENERS: Final = {"{": 1, "\\left": 1, "\\begin": 2}
_CLOSERS: Final = {"}": 1, "\\right": 1, "\\end": 2}
_TAKE_ARGUMENTS: Final = words(
    "^ _ \\sqrt \\frac \\dfrac \\tfrac \\binom \\hat \\vec \\bar \\tilde \\dot \\ddot \\overline \\underline "
    "\\widehat \\overrightarrow \\mathbf \\mathrm \\mathit \\mathbb \\mathcal \\overset \\underset "
    "\\overbrace"
)
_MATHML_TEXT: Final = re.compile(r">([^<>]*)<")
_HEAD: Final = re.compile(r'<svg ([^>]*?)width="[^"]*" height="[^"]*" viewBox="([^"]*)">')
_ELEMENT: Final = re.compile(r"<([^/\s>]+)")
_DRAWN: Final = frozenset({"svg", "g", "path", "rect", "line", "polyline", "circle"})
_AMPERSAND: Final = re.compile(r"(?<!\\)&")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn formula. width and height in pixels at 16 px per em; steps as in the module's head."""

    svg: bytes
    width: int
    height: int
    height_steps: int
    depth_steps: int


@dataclass(frozen=True, slots=True)
class Undrawn:
    """Why a formula is shown as its source: `formula_unknown`, `formula_too_long` or `formula_wrong`."""

    code: str


@lru_cache(maxsize=1024)
def draw_formula(tex: str, display: bool) -> Drawing | Undrawn:
    """The picture of a formula, or why there is none. Takes bounded time for any `tex`."""
    if len(tex) > LONGEST_TEX or _work(tex) > MOST_WORK:
        return Undrawn("formula_too_long")
    if any(name not in _ENVIRONMENTS for name in _ENVIRONMENT.findall(tex)):
        return Undrawn("formula_unknown")
    if not _ENVIRONMENT.search(tex) and _AMPERSAND.search(tex):
        return Undrawn("formula_wrong")
    library = _library()
    try:
        formula = library.Latex(tex, size=EM, inline=not display)
        if not _is_known(formula):
            return Undrawn("formula_unknown")
        return _fit(formula.svg())
    except Exception:  # the library raises what happens to break: assertions, index, key and parse errors
        return Undrawn("formula_wrong")


@cache
def _library() -> Any:
    """The drawing library: slow to import, and most quizzes hold no formula."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own use of old names of Python's
        library = import_module("ziamath")
    library.config.svg2 = False  # <symbol> and <use> are not drawn by every viewer
    return library


def formula_css() -> str:
    """The style rules of the classes `fh-N` and `va-N`."""
    heights = [f".fh-{step}{{height:{step / 10:g}em;width:auto}}" for step in range(1, HIGHEST + 1)]
    depths = [f".va-{step}{{vertical-align:{-step / 20:g}em}}" for step in range(LOWEST + 1)]
    return "\n".join([*heights, *depths]) + "\n"


def _work(tex: str) -> int:
    """An upper estimate of the drawing's work: the library's doubles with each level of nesting."""
    work = depth = chain = 0
    for match in _TOKEN.finditer(tex):
        sign = match[0]
        if sign in _OPENERS:
            depth += _OPENERS[sign]
        elif sign in _CLOSERS:
            depth = max(depth - _CLOSERS[sign], 0)
        chain = chain + 1 if sign in _TAKE_ARGUMENTS else 0
        work += (3 if sign in "()[]|" else 1) << min(depth + chain, 20)
    return work


def _is_known(formula: Any) -> bool:
    """Whether no command was left as text and the font has every character."""
    texts = [unescape(text) for text in _MATHML_TEXT.findall(formula.mathmlstr())]
    characters = {character for text in texts for character in text if not character.isspace()}
    if any(_COMMAND.search(text) for text in texts):
        return False
    # Arabic glyphs would stand unjoined and in the wrong order, even if the font had them.
    return all(
        not 0x590 <= ord(character) <= 0x8FF
        and (formula.font.glyphindex(character) > 0 or ord(character) in _INVISIBLE)
        for character in characters
    )


_INVISIBLE: Final = frozenset({0x200B, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF, 0x20D7})


def _fit(svg: str) -> Drawing | Undrawn:
    """Give the picture a height and a depth below the baseline (at 0) in whole steps."""
    head = _HEAD.search(svg)
    if not head or not _is_harmless(svg):
        return Undrawn("formula_wrong")
    left, top, width, height = (float(number) for number in head[2].split())
    bottom = max(top + height, 0.0)
    depth_steps = math.ceil(bottom / EM * 20 - 1e-9)
    height_steps = math.ceil((max(-top, 0.0) / EM + depth_steps / 20) * 10 - 1e-9)
    if height_steps > HIGHEST or depth_steps > LOWEST or width > 400 * EM:
        return Undrawn("formula_too_long")
    total = height_steps / 10 * EM
    new_top = depth_steps / 20 * EM - total
    box = (
        f'width="{width:.3f}" height="{total:.3f}" viewBox="{left:.3f} {new_top:.3f} {width:.3f} {total:.3f}"'
    )
    text = svg[: head.start()] + '<svg xmlns="http://www.w3.org/2000/svg" ' + box + ">" + svg[head.end() :]
    return Drawing(text.encode(), math.ceil(width), math.ceil(total), height_steps, depth_steps)


def _is_harmless(svg: str) -> bool:
    """Whether it holds shapes only: a colour or link of the source must not bring anything else in."""
    return set(_ELEMENT.findall(svg)) <= _DRAWN
