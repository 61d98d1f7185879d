"""Formulas, pictures and tags within Arabic text run from left to right. Qt would set their signs the other
way round, so invisible marks keep each of them apart; they are in the box only, never in the text."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

FORMULA: Final = re.compile(r"\$\$?[^$\n]+\$\$?|\\\(.+?\\\)|\\\[.+?\\\]")
SIGNS: Final = re.compile(r"!\[[^\]\n]*\]\(media:[^)\s]*\)|<[^<>\n]+>")
_APART: Final = re.compile(f"{FORMULA.pattern}|{SIGNS.pattern}")
BEGIN: Final = "\N{LEFT-TO-RIGHT ISOLATE}"
END: Final = "\N{POP DIRECTIONAL ISOLATE}"
_MARKS: Final = str.maketrans("", "", BEGIN + END)
_UNITS: Final = tuple(mark.encode("utf-16-le") for mark in (BEGIN, END))


def has_marks(text: str) -> bool:
    return BEGIN in text or END in text


def without_marks(text: str) -> str:
    return text.translate(_MARKS)


def with_marks(line: str) -> str:
    """A line without marks as it is shown; as it is where nothing in it runs from right to left."""
    if not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in line):
        return line
    return _APART.sub(lambda found: f"{BEGIN}{found[0]}{END}", line)


def isolate_signs(document: QTextDocument) -> None:
    """Put marks where they belong, and take them away elsewhere. Cursors stay with their letters."""
    block = document.begin()
    while block.isValid():
        shown = block.text()
        wanted = with_marks(without_marks(shown))
        if wanted != shown:
            _change(block, shown, wanted)
        block = block.next()


def plain_place(document: QTextDocument, place: int) -> int:
    """A place in the document as one of the text without marks."""
    return place - sum(unit in _UNITS for unit in _units(document.toPlainText())[:place])


def shown_place(document: QTextDocument, place: int) -> int:
    """The other way round; at the end where the text is shorter."""
    units = _units(document.toPlainText())
    plain = (number for number, unit in enumerate(units) if unit not in _UNITS)
    return next((number for count, number in enumerate(plain) if count == place), len(units))


def is_mark(document: QTextDocument, place: int) -> bool:
    return place >= 0 and document.characterAt(place) in (BEGIN, END)


def _units(text: str) -> list[bytes]:
    """What Qt counts places in: a letter beyond the first 65,536 has two."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [data[place : place + 2] for place in range(0, len(data), 2)]


def _change(block: QTextBlock, shown: str, wanted: str) -> None:
    cursor = QTextCursor(block)
    start = block.position()
    for place, mark in _edits(_units(shown), _units(wanted)):
        cursor.setPosition(start + place)
        if mark:
            cursor.insertText(mark)
        else:
            cursor.deleteChar()


def _edits(shown: list[bytes], wanted: list[bytes]) -> Iterator[tuple[int, str]]:
    """From the end on: a mark to put in before a place, or '' for one to take away there."""
    here, there = len(shown), len(wanted)
    while here or there:
        mine = shown[here - 1] if here else b""
        theirs = wanted[there - 1] if there else b""
        if mine == theirs:
            here, there = here - 1, there - 1
        elif mine in _UNITS:
            here -= 1
            yield here, ""
        else:
            there -= 1
            yield here, theirs.decode("utf-16-le")
