"""Formulas set aside while a text is turned into HTML and cleaned: words stand for them meanwhile."""

import secrets
from collections.abc import Callable
from functools import cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from app.quiz.tex import Found, find_formulas, formula_at


class Marks:
    """Words that stand for formulas while the text is turned into HTML and cleaned. They hold letters and
    digits only, so nothing changes them, and are random, so no text can contain one by intent."""

    def __init__(self, keep: bool = False) -> None:
        self.word = f"formula{secrets.token_hex(8)}x"
        self.found: list[Found] = []
        self.sources: list[str] = []
        self.keep = keep

    def put(self, formula: Found, source: str) -> str:
        """The word for a formula, or its source if formulas are to be kept."""
        if self.keep:
            return source
        self.found.append(formula)
        self.sources.append(source)
        return f"{self.word}{len(self.found) - 1}x"

    def pattern(self) -> str:
        return self.word + r"(\d+)x"


def mark_formulas(source: str, marks: Marks, decode: bool, encode: Callable[[str], str]) -> str:
    """The text with words for its formulas. decode: entities in them; encode: for the text between."""
    pieces: list[str] = []
    done = 0
    for formula in find_formulas(source):
        pieces.append(encode(source[done : formula.start]))
        tex = unescape(formula.tex) if decode else formula.tex
        original = source[formula.start : formula.end]
        mark = marks.put(
            Found(formula.start, formula.end, tex, formula.display),
            unescape(original) if decode else original,
        )
        pieces.append(mark)
        done = formula.end
    pieces.append(encode(source[done:]))
    return "".join(pieces)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "formula", _markdown_formula)
    return parser


def _markdown_formula(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    formula = formula_at(state.src, state.pos)
    if not formula:
        return False
    if not silent:
        token = state.push("text", "", 0)
        token.content = state.env["marks"].put(formula, state.src[formula.start : formula.end])
    state.pos = formula.end
    return True


def markdown_html(source: str, marks: Marks) -> str:
    """HTML of Markdown, not cleaned, with words for its formulas."""
    return str(_markdown().render(source, {"marks": marks}))
