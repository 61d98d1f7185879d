"""Letters of choices, numbers, shares and directions of writing, the same on phones, walls and desktop."""

import html
import re
from collections.abc import Mapping
from typing import Final

LETTERS: Final[Mapping[str, str]] = {
    "ar": "أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت",
    "": "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
}


def letter(language: str, index: int) -> str:
    """What the choice at `index` (from 0) is called; numbers go on where the alphabet ends."""
    letters = LETTERS.get(language, LETTERS[""]).split(" ")
    return letters[index] if index < len(letters) else str(index + 1)


def show_number(language: str, value: float) -> str:
    """At most two decimals, none where they are zero; the decimal comma of French and Arabic."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")
    return text if language == "en" else text.replace(".", ",")


def show_numeral(language: str, text: str) -> str:
    """A text made of numbers (3.14 ± 0.01) with the decimal comma of French and Arabic."""
    return text if language == "en" else re.sub(r"(?<=\d)\.(?=\d)", ",", text)


def show_percent(language: str, part: int, whole: int) -> str:
    share = round(100 * part / whole) if whole else 0
    return f"{share}\N{NARROW NO-BREAK SPACE}%" if language == "fr" else f"{share}%"


def direction_of(*rich: str) -> str:
    """'rtl' where most letters of the quiz's own words are Arabic or Hebrew, else 'ltr'.

    `dir=auto` looks at the first letter only, and a question may well begin with "ATP".
    """
    text = re.sub(r"<[^>]*>|&\w+;", "", " ".join(rich))
    right = len(re.findall("[\u0590-\u08ff\ufb1d-\ufeff]", text))
    left = len(re.findall("[A-Za-z\u00c0-\u02af\u0370-\u052f]", text))
    return "rtl" if right > left else "ltr"


def turn_arrows(text: str) -> str:
    """Arrows do not turn with the direction of writing by themselves: in Arabic words they point left."""
    return text.replace("→", "←") if direction_of(text) == "rtl" else text


def plain_text(rich: str) -> str:
    """Safe HTML as the words of a list entry, which can hold no markup; pictures by their description."""
    text = re.sub(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>', r" \1 ", rich)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
