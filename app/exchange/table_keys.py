"""The cell that says which options are right: their texts, numbers or letters. One way for a whole table,
since '3' may be the third option or the option that reads 3.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from app.exchange.drafts import folded
from app.exchange.pasted_lines import letter_places
from app.numerals import western_digits

KeyMode = Literal["text", "number", "from_zero", "letter"]
Places = list[int]
Reader = Callable[[str, Sequence[str]], Places]

_LIST: Final = re.compile(r"\s*(?:[,;|/&+،؛\n]|\b(?:and|et|y|und|e)\b|(?<=\s)و(?=\s))\s*|\s+")
_TEXTS: Final = re.compile(r"\s*[;|\n؛]\s*")
_COMMAS: Final = re.compile(r"\s*[,،]\s*")
_WORD: Final = re.compile(
    r"(?:options?|answers?|choices?|reponses?|choix|propositions?|الخيار|الاجابه|الجواب|الاختيار)[ _.:n°-]*"
    r"(?=[0-9]|[a-z]\b|[ء-ي]\b)"
)
_INTEGER: Final = re.compile(r"([0-9]{1,3})(?:[.,]0+)?")
_PAIR: Final = re.compile(r"([1-9])\.([1-9])")
_LABELLED: Final = re.compile(r"[(\[]?([A-Za-z]|[ء-ي])[).:\]-]\s*(.*)", re.DOTALL)


LONGEST_KEY: Final = 1_000
LONGEST_LIST: Final = 5_000


def by_text(key: str, options: Sequence[str]) -> Places:
    """The places of the options whose text a key holds, [] if any part of it is none."""
    texts = [folded(option) for option in options]
    for parts in (
        [key],
        *((cut.split(key) for cut in (_TEXTS, _COMMAS)) if len(key) <= LONGEST_LIST else ()),
    ):
        # A mark of direction alone is nothing, as an empty option is.
        wanted = [words for part in parts if (words := folded(part))]
        if wanted and all(part in texts for part in wanted):
            return sorted({texts.index(part) for part in wanted})
    return []


def by_number(key: str, options: Sequence[str], first: int = 1) -> Places:
    """The places of numbers that count from `first`, [] if any part is none or stands for no option."""
    if len(key) > LONGEST_KEY:
        return []
    words = _WORD.sub("", western_digits(folded(key)))
    if pair := _PAIR.fullmatch(words):  # '1,3' that a spreadsheet took for a number
        words = f"{pair[1]},{pair[2]}"
    places = []
    for part in _LIST.split(words.strip(" .,;")):
        match = _INTEGER.fullmatch(part)
        place = int(match[1]) - first if match else -1
        if not 0 <= place < len(options) or not options[place]:
            return []
        places.append(place)
    return sorted(set(places))


def from_zero(key: str, options: Sequence[str]) -> Places:
    return by_number(key, options, first=0)


def by_letter(key: str, options: Sequence[str]) -> Places:
    """The places of letters, alone ('b'), in lists ('A, C', 'AC') or before a text ('B) Rabat')."""
    if len(key) > LONGEST_KEY:
        return []
    words = _WORD.sub("", folded(key)).strip(" .)(")
    labelled = _LABELLED.fullmatch(key.strip())
    if labelled and labelled[2] and len(_LIST.split(words)) != len(words.replace(",", "").replace(" ", "")):
        words = labelled[1]
    parts = [part.strip(".)(") for part in _LIST.split(words) if part]
    if len(parts) == 1 and 1 < len(parts[0]) <= len(options) and key.strip().isupper():
        parts = list(parts[0])
    places = []
    for part in parts:
        found = [place for place in letter_places(part) if place < len(options) and options[place]]
        if not found:
            return []
        places.append(found[0])
    return sorted(set(places))


READERS: Final[dict[KeyMode, Reader]] = {
    "text": by_text,
    "number": by_number,
    "from_zero": from_zero,
    "letter": by_letter,
}


def choose_mode(keys: Sequence[tuple[str, Sequence[str]]]) -> tuple[KeyMode, bool]:
    """The way in which most keys can be read, and whether numbers could as well have been texts.

    keys: each key with the texts of the option columns, '' for an empty one.
    """
    counts = {mode: sum(bool(read(key, options)) for key, options in keys) for mode, read in READERS.items()}
    if counts["number"] >= counts["from_zero"]:
        del counts["from_zero"]
    best = max(counts.values(), default=0)
    mode: KeyMode = next((mode for mode, count in counts.items() if count == best), "text")
    doubtful = (
        mode == "text"
        and counts.get("number") == best
        and any(by_text(key, options) != by_number(key, options) for key, options in keys)
    )
    return mode, doubtful


def read_key(key: str, options: Sequence[str], mode: KeyMode) -> Places:
    """The right places: in the table's way, else in the first other way that fits; [] when none does."""
    others: list[KeyMode] = [other for other in READERS if other not in (mode, "from_zero")]
    for way in (mode, *others):
        if way == "number" and mode == "from_zero":
            continue
        if places := READERS[way](key, options):
            return places
    digits = western_digits(key.strip())
    if digits.isdecimal() and len(set(digits)) == len(digits) <= len(options):  # '13' for '1,3'
        return by_number(",".join(digits), options)
    return []
