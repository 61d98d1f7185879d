"""What two texts may differ in and still count as the same: answers, names, words that are searched.

Bounded work: each step is linear in the text. Steps can be switched off.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from app.numerals import western_digits

# Control characters but tab and line ends, and halves of surrogate pairs, which are no characters.
_CONTROLS: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]
)

# Zero-width characters and marks of direction: nobody sees them, keyboards insert them.
_INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)

_QUOTES: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼ`´", "'") | dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‐‑‒–−", "-")
)

# Marks over and under letters of alphabets. Not the vowel signs of Indian scripts nor the voicing marks of
# kana: those are letters. Arabic has its own switch.
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_LETTERS: Final = str.maketrans({
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ı": "i", "ĳ": "ij",
    "Ĳ": "IJ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
})  # fmt: skip

_ARABIC_MARKS: Final = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_ARABIC_FORMS: Final = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]+")
_ARABIC_LETTERS: Final = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ؤ": "و", "ئ": "ي", "ة": "ه", "ک": "ك",
    "٫": ".", "،": ",", "؛": ";", "؟": "?", "٪": "%",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folding:
    """What texts may differ in and still be the same. Each can be switched off."""

    case: bool = True
    space: bool = True  # runs of white space, also at both ends
    accents: bool = True  # é = e, and the like in every script but Arabic
    arabic: bool = True  # short vowels, tatweel, forms of hamza, alef maqsura, ta marbuta


def clean_text(text: str) -> str:
    """Text from a phone as it is stored: NFC, one kind of line break, trimmed, no control characters."""
    text = text.translate(_CONTROLS).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def is_visible(text: str) -> bool:
    """Whether `text` shows anything at all."""
    return any(char.isprintable() and not char.isspace() for char in text)


def fold(text: str, folding: Folding) -> str:
    """`text` such that two texts which count as the same become equal. Folding twice changes nothing.

    Always: NFC, trimmed, invisible characters removed. space: also typographic quotes and dashes.
    """
    text = unicodedata.normalize("NFC", text.translate(_CONTROLS).translate(_INVISIBLE))
    if folding.arabic:
        text = _ARABIC_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", text))
        text = western_digits(text.translate(_ARABIC_LETTERS))
    if folding.case:
        text = text.casefold()
    if folding.accents:
        text = _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_LETTERS)
        if folding.case:
            text = text.casefold()  # taking a mark away can uncover a letter with another lower case
    text = unicodedata.normalize("NFC", text)
    if folding.space:
        text = " ".join(text.translate(_QUOTES).split())
    return text.strip()
