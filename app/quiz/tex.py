"""Where formulas stand in a text: `$..$`, `$$..$$`, `\\(..\\)` and `\\[..\\]`. Does not draw them.

"It costs $5 and $6" holds no formula: the opening `$` needs a character that is not a space after it, the
closing one such a character before it and no digit after it. Formulas in a text are found in linear time.
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_SEARCH: Final = 10_000  # characters; a formula that is not closed by then is text
_OPENING: Final = re.compile(r"\$\$?|\\[(\[]")
_CLOSING: Final = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_TEX_SIGNS: Final = re.compile(r"[\\^_{=+<>]")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Found:
    """A formula at `start` (its opening mark) up to `end` (after its closing mark)."""

    start: int
    end: int
    tex: str
    display: bool


def find_formulas(text: str) -> list[Found]:
    """All formulas of `text`, in order, not overlapping."""
    found: list[Found] = []
    position = 0
    while match := _OPENING.search(text, position):
        formula = formula_at(text, match.start())
        if formula:
            found.append(formula)
        position = formula.end if formula else match.end()
    return found


def formula_at(text: str, start: int) -> Found | None:
    """The formula whose opening mark stands at `start`, if there is one."""
    match = _OPENING.match(text, start)
    if not match or _is_escaped(text, start):
        return None
    mark, inside = match[0], match.end()
    if mark == "$":
        return _dollar_formula(text, start)
    end = text.find(_CLOSING[mark], inside, inside + LONGEST_SEARCH)
    tex = text[inside:end].strip()
    if end < 0 or not tex:
        return None
    return Found(start, end + 2, tex, mark in ("$$", "\\["))


def _dollar_formula(text: str, start: int) -> Found | None:
    end = text.find("$", start + 1, start + LONGEST_SEARCH)
    while end > 0 and _is_escaped(text, end):
        end = text.find("$", end + 1, start + LONGEST_SEARCH)
    tex = text[start + 1 : max(end, 0)]
    if not tex or tex[0].isspace() or tex[-1].isspace() or "\n\n" in tex:
        return None
    if text[end + 1 : end + 2].isdigit():
        return None
    before = text[start - 1 : start] if start else ""
    if before.isdigit() and tex[0] not in "\\^_":
        return None  # "5$/kg and 6$/kg"
    if tex[0].isdigit() and not _TEX_SIGNS.search(tex) and _WORD.search(tex):
        return None  # "$5 million, not 6$"
    return Found(start, end + 1, tex, False)


def _is_escaped(text: str, position: int) -> bool:
    count = 0
    while position - count > 0 and text[position - count - 1] == "\\" and count < 8:
        count += 1
    return count % 2 == 1
