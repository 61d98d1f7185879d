r"""Writes what people meant but GIFT forbids as strict GIFT: braces and `=` of unescaped formulas, `\neq`
inside a formula, `=` in attributes of HTML tags, braces of marks of languages. No
line is added or taken away. Every change is noted.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from app.exchange.gift_text import mask_escapes
from app.quiz.html_parts import split_html
from app.quiz.languages import MARK
from app.quiz.tex import Found, find_formulas

# Commands that begin with n: the escape for a line break takes their first letter away.
_TEX_AFTER_N: Final = re.compile(
    r"\\n(?=(?:abla|eq|e|u|ot|otin|eg|i|mid|leq|geq|leqslant|geqslant|less|gtr|exists|parallel|subseteq"
    r"|supseteq|prec|succ|sim|cong|earrow|warrow|ewline|olimits|onumber|atural)(?![A-Za-z]))"
)
# Outside formulas only what can hardly be the beginning of a line.
_CLEAR_TEX_AFTER_N: Final = re.compile(r"\\n(?=(?:abla|eq|otin|eg|earrow|leq|geq|exists)(?![A-Za-z]))")
# In bare TeX a new row of a table, a brace that is shown; `\\` before a letter is an escaped command.
_BARE_TEX: Final = re.compile(r"(?<!\\)(?:\\\\(?![A-Za-z\\)\]])|\\[{}])")
_ANSWERS_BEGIN: Final = re.compile(r"\{\s*+(?:[=~#>}]|T\}|F\}|TRUE|FALSE)")
_MARKS: Final = re.compile(r"[{}=~#]")
_BRACKETS: Final = {"(": ")", "{": "}"}


@dataclass(frozen=True, slots=True)
class Mended:
    """The text as strict GIFT; notes: code and offset in the result (`maths_unescaped`, `tex_line_break`,
    `tag_equals`, `mlang_unescaped`)."""

    text: str
    notes: tuple[tuple[str, int], ...] = ()


def mend(text: str) -> Mended:
    """Escape what stands in formulas and tags; the text as it is when that is not clearly meant."""
    if not any(sign in text for sign in ("$", "\\(", "\\[", "<", "\\n", "mlang")):
        return Mended(text)
    mask = mask_escapes(text)
    marks = [place for found in MARK.finditer(mask) for place in (found.start(), found.end() - 1)]
    formulas = [found for found in find_formulas(mask) if _is_formula(mask, found)]
    braces = [place for found in formulas for place in _places(mask, found.start, found.end, "{}")]
    hidden = {*braces, *marks}
    answers = next((at for at in _places(mask, 0, len(mask), "{") if at not in hidden), -1)
    if braces and answers < 0 and _answers_stand_in(mask, braces):
        return Mended(text)
    notes = [("maths_unescaped", place) for place in braces[:1]]
    notes += [("mlang_unescaped", place) for place in marks[:1]]
    edits = [*braces, *marks]
    if answers >= 0:
        for found in formulas:
            if found.start > answers:
                places = _places(mask, found.start, found.end, "=~#")
                notes += [("maths_unescaped", place) for place in places[:1]]
                edits += places
        tags = _tag_places(text, mask, answers)
        notes += [("tag_equals", place) for place in tags[:1]]
        edits += tags
    lines, line_notes = _tex_line_breaks(text, mask, formulas)
    rows = _rows(text, mask, formulas)
    return _apply(text, sorted([*{*edits, *lines}, *rows, *rows]), notes + line_notes)


def _is_formula(mask: str, found: Found) -> bool:
    source = mask[found.start : found.end]
    if not _balanced(source, "{"):
        return False
    if source.startswith("$") and not source.startswith("$$"):
        # Prices and variables of programs: `=$a ~$b`, `=f($a) =f($b)`.
        if "\n" in source or "~" in source or source[-2] in "=#" or "->" in source:
            return False
        if "=" in source and not _balanced(source, "("):
            return False
    return not _ANSWERS_BEGIN.search(source)


def _balanced(source: str, opening: str) -> bool:
    depth = 0
    closing = _BRACKETS[opening]
    for character in source:
        if character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


def _places(mask: str, start: int, end: int, marks: str) -> list[int]:
    return [match.start() for match in _MARKS.finditer(mask, start, end) if match[0] in marks]


def _answers_stand_in(mask: str, braces: list[int]) -> bool:
    """Whether the only braces of a block more likely hold its answers: `{T}` between two dollar signs."""
    opening, closing = braces[0], braces[-1]
    return mask[opening + 1 : closing].strip() in ("T", "F", "TRUE", "FALSE", "")


def _rows(text: str, mask: str, formulas: list[Found]) -> list[int]:
    """Row breaks and shown braces of formulas in bare TeX: their own backslash would be lost as an escape."""
    return [
        match.start()
        for found in formulas
        if _places(mask, found.start, found.end, "{")
        for match in _BARE_TEX.finditer(text, found.start, found.end)
        if mask[match.start()] == "\x01"
    ]


def _tag_places(text: str, mask: str, answers: int) -> list[int]:
    if "<" not in text[answers:]:
        return []
    places: list[int] = []
    for part in split_html(text[answers:]):
        if part.kind == "tag" and "{" not in part.source and "}" not in part.source:
            start = answers + part.start
            places += _places(mask, start, start + len(part.source), "=~#")
    return places


def _tex_line_breaks(text: str, mask: str, formulas: list[Found]) -> tuple[list[int], list[tuple[str, int]]]:
    r"""Where `\n` begins a command of a formula; outside formulas it is only noted."""
    if "\\n" not in text:
        return [], []
    edits: list[int] = []
    for found in formulas:
        for match in _TEX_AFTER_N.finditer(text, found.start, found.end):
            if mask[match.start() : match.end()] == "\x01\x01":
                edits.append(match.start())
    known = set(edits)
    notes = [("tex_line_break_mended", place) for place in edits[:1]]
    for match in _CLEAR_TEX_AFTER_N.finditer(text):
        if match.start() not in known and mask[match.start() : match.end()] == "\x01\x01":
            notes.append(("tex_line_break", match.start()))
            break
    return edits, notes


def _apply(text: str, edits: list[int], notes: list[tuple[str, int]]) -> Mended:
    if not edits and not notes:
        return Mended(text)
    pieces: list[str] = []
    done = 0
    for place in edits:
        pieces.append(text[done:place])
        done = place
    pieces.append(text[done:])
    seen: dict[str, int] = {}
    for code, place in sorted(notes, key=lambda note: note[1]):
        if code not in seen:
            seen[code] = place + bisect_left(edits, place)
    return Mended("\\".join(pieces), tuple(seen.items()))
