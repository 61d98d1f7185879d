"""Nicknames as students type them: cleaned of what would deceive or break a page, and unique in a class."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Final

from app.errors import Refused

MAX_NICKNAME: Final = 30  # characters
MAX_MARKS: Final = 3  # accents and vowel signs on one letter; a tower of them would hide other lines
_JOINERS: Final = frozenset("\u200c\u200d")  # needed inside words of some scripts and in emoji
_NEW_EMOJI: Final = re.compile("[\U0001f000-\U0001faff]")  # phones know more of them than we do

# Letters, marks and symbols by their category that nobody sees: fillers of Hangul and Khmer, a blank of
# Braille, separators of Mongolian, the grapheme joiner.
_UNSEEN: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)  # fmt: skip

# What makes no difference for the eye: joiners and the selectors of a glyph's variant.
_INDIFFERENT: Final = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def clean_nickname(text: str) -> str:
    """NFC, white space folded, without control, direction and unseen characters; 1 to 30 characters.

    Raises `Refused('nickname_empty')`; a longer one is cut.
    """
    stays = "".join(" " if char.isspace() else char for char in text[: 20 * MAX_NICKNAME] if _may_stay(char))
    level = "".join(_without_towers(unicodedata.normalize("NFC", stays)))
    name = _cut(" ".join(level.split()), MAX_NICKNAME)
    if not any(_is_seen(char) for char in name):
        raise Refused("nickname_empty")
    return name


@lru_cache(maxsize=10_000)  # every joining student is compared with all others
def fold_nickname(name: str) -> str:
    """What makes two nicknames the same for the eye of a class: case, width and joiners do not count."""
    plain = unicodedata.normalize("NFKC", _INDIFFERENT.sub("", name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def free_nickname(wished: str, taken: Iterable[str]) -> str:
    """`wished`, or with the first free number from 2 behind it."""
    return free_among(wished, {fold_nickname(name) for name in taken})


def free_among(wished: str, known: Set[str]) -> str:
    """The same for those who know the names in use folded, as `fold_nickname` gives them."""
    name, number = wished, 2
    while fold_nickname(name) in known:
        suffix = f" {number}"
        name = _cut(wished, MAX_NICKNAME - len(suffix)) + suffix
        number += 1
    return name


def _may_stay(char: str) -> bool:
    if char in _UNSEEN:
        return False
    if unicodedata.category(char)[0] != "C":
        return True
    return char.isspace() or char in _JOINERS or bool(_NEW_EMOJI.match(char))


def _is_seen(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) == "So" or bool(_NEW_EMOJI.match(char))


def _without_towers(text: str) -> Iterator[str]:
    marks = 0
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
            if marks > MAX_MARKS:
                continue
        elif char not in _JOINERS:
            marks = 0
        yield char


def _cut(name: str, length: int) -> str:
    """At most so many characters, without joiners and spaces at either end: they would join nothing."""
    return name[:length].strip(" \u200c\u200d")
