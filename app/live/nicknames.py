"""Nicknames as students type them: cleaned of what would deceive or break a page, and unique in a class."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from app.errors import Refused

MAX_NICKNAME: Final = 30  # characters
_JOINERS: Final = {"\u200c", "\u200d"}  # needed inside words of some scripts and in emoji


def clean_nickname(text: str) -> str:
    """NFC, white space folded, without control and direction characters; 1 to 30 characters.

    Raises `Refused('nickname_empty')`; a longer one is cut.
    """
    kept = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text[: 20 * MAX_NICKNAME])
        if char.isspace() or char in _JOINERS or unicodedata.category(char)[0] != "C"
    )
    name = " ".join(kept.split())[:MAX_NICKNAME].strip()
    if not any(char.isalnum() or unicodedata.category(char) == "So" for char in name):
        raise Refused("nickname_empty")
    return name


def fold_nickname(name: str) -> str:
    """What makes two nicknames the same for the eye of a class: case and width do not count."""
    return unicodedata.normalize("NFKC", name).casefold()


def free_nickname(wished: str, taken: Iterable[str]) -> str:
    """`wished`, or with the first free number from 2 behind it."""
    known = {fold_nickname(name) for name in taken}
    if fold_nickname(wished) not in known:
        return wished
    number = 2
    while True:
        suffix = f" {number}"
        name = wished[: MAX_NICKNAME - len(suffix)] + suffix
        if fold_nickname(name) not in known:
            return name
        number += 1
