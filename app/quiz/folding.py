"""Wildcards in the accepted texts of a question; what texts may differ in is in `app.folding`.

Bounded work: a pattern is matched piece by piece without going back.
"""

import re
from typing import Final

from app.folding import Folding, clean_text, fold, is_visible

__all__ = ["Pattern", "clean_text", "fold", "is_visible", "split_pattern"]

_WILDCARD: Final = "\U0010fffd"  # a private character, taken out of patterns before it stands for `*`
_STAR: Final = re.compile(r"(?<!\\)\*+")


def split_pattern(pattern: str) -> list[str]:
    """The literal pieces between the wildcards of `pattern`; one piece when it has none.

    `*` is a wildcard, `\\*` a star; a backslash before anything else is itself, as in Moodle.
    """
    return [piece.replace("\\*", "*") for piece in _STAR.split(pattern)]


class Pattern:
    """An accepted text, folded once, to be compared with many answers."""

    def __init__(self, text: str, folding: Folding) -> None:
        pieces = [piece.replace(_WILDCARD, "") for piece in split_pattern(text)]
        # Folded as one text, so that a space before a wildcard is not trimmed away.
        self.pieces = fold(_WILDCARD.join(pieces), folding).split(_WILDCARD)

    def matches(self, folded: str) -> bool:
        """Whether a folded text matches. First and last piece are fixed; the others are taken where they
        first occur, which never misses a match (greedy matching of `*`) and never goes back."""
        first, *rest = self.pieces
        if not rest:
            return folded == first
        *middle, last = rest
        if len(folded) < len(first) + len(last) or not folded.startswith(first) or not folded.endswith(last):
            return False
        position, end = len(first), len(folded) - len(last)
        for piece in middle:
            found = folded.find(piece, position, end)
            if found < 0:
                return False
            position = found + len(piece)
        return True
