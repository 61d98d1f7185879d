"""Numbers as people in three languages type them, and as they read them. Knows nothing of quizzes."""

import re
from decimal import Decimal
from typing import Final

MAX_LENGTH: Final = 60
"""Characters of a number that is still read; longer text is never a number."""

MAX_EXPONENT: Final = 300
"""Largest power of ten, either way, as in a double: 1e999999999 must not become work."""

# Only these are digits: others that Python knows (fullwidth, Devanagari, ...) are more likely a mistake.
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_MINUS: Final = dict.fromkeys(map(ord, "−‐‑–﹣-"), "-")
# Every space there is, and the Arabic thousands separator.
_GROUP_SPACES: Final = dict.fromkeys(
    [9, 10, 13, 0xA0, 0x1680, *range(0x2002, 0x200B), 0x202F, 0x205F, 0x3000, 0x66C], " "
)
# Marks of direction, which Arabic keyboards put around numbers, and other characters without width.
_INVISIBLE: Final = dict.fromkeys(
    [0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
_APOSTROPHES: Final = {ord("’"): "'"}
_TABLE: Final = _DIGITS | _MINUS | _GROUP_SPACES | _INVISIBLE | _APOSTROPHES

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

_POWER: Final = re.compile(
    r"(?P<mantissa>.*?)(?:"
    r" ?[eE] ?(?P<exponent>[+-]? ?[0-9]+)"
    r"|(?P<times> ?[×xX*·⋅] ?)?10(?:\^ ?(?P<power>[+-]? ?[0-9]+)|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
    r")"
)
_SPACES: Final = re.compile(" +")
_SIGN: Final = re.compile(r"([+-]?) ?(.*)")
_PLAIN: Final = re.compile(r"[0-9]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}([ ,.'])[0-9]{3}(?:\1[0-9]{3})*")
_GROUPED_FRACTION: Final = re.compile(r"[0-9]{3}(?: [0-9]{3})* [0-9]{1,3}")


def western_digits(text: str) -> str:
    """`text` with Arabic-Indic and Eastern Arabic-Indic digits as 0 to 9; all else unchanged."""
    return text.translate(_DIGITS)


def parse_number(text: str) -> Decimal | None:
    """The number that `text` writes, exactly; None when it is none.

    Decimal point, comma or ٫; digits 0-9, ٠-٩, ۰-۹; groups of three parted by spaces of any width, ٬ or an
    apostrophe. When point and comma both occur, the last is the decimal mark; a mark that occurs twice parts
    groups; a mark that occurs once is the decimal mark (`1,234` is a little more than one).
    Powers of ten: `1e3`, `1.5×10^3`, `1,5·10⁻³`, `10^3`. No units, no fractions, no NaN, no infinity.
    Powers beyond `MAX_EXPONENT` and texts beyond `MAX_LENGTH` characters are not numbers.
    """
    if len(text) > MAX_LENGTH:
        return None
    text = _SPACES.sub(" ", text.translate(_TABLE)).strip(" ")
    exponent = 0
    match = _POWER.fullmatch(text)
    if match:
        text = match["mantissa"]
        if match["exponent"] is None and not match["times"]:
            # 10^3 alone, perhaps with a sign; but not 210^3 for 2·10^3
            if text not in ("", "+", "-", "+ ", "- "):
                return None
            text += "1"
        digits = match["exponent"] or match["power"] or match["raised"].translate(_SUPERSCRIPTS)
        exponent = int(digits.replace(" ", ""))
    signed = _SIGN.fullmatch(text)
    if not signed or abs(exponent) > MAX_EXPONENT:
        return None
    unsigned = _read_unsigned(signed[2])
    if unsigned is None:
        return None
    number = Decimal(f"{signed[1]}{unsigned}e{exponent}")
    if abs(number.adjusted()) > MAX_EXPONENT:
        return None
    return number if number else Decimal(0)


def _read_unsigned(text: str) -> str | None:
    """Digits with at most a '.', from digits with groups and any decimal mark; None when malformed."""
    whole, fraction = _split(text)
    if not whole and not fraction:
        return None
    if whole and not _PLAIN.fullmatch(whole):
        grouped = _GROUPED.fullmatch(whole)
        if not grouped:
            return None
        whole = whole.replace(grouped[1], "")
    if fraction and not _PLAIN.fullmatch(fraction):
        if not _GROUPED_FRACTION.fullmatch(fraction):
            return None
        fraction = fraction.replace(" ", "")
    return f"{whole or '0'}.{fraction or '0'}"


def _split(text: str) -> tuple[str, str]:
    """What stands before the decimal mark and what stands after it."""
    if "٫" in text:
        whole, _, fraction = text.partition("٫")
        return whole, fraction
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text, ""
    mark, other = (".", ",") if text[last] == "." else (",", ".")
    if text.count(mark) > 1 and other not in text:
        return text, ""
    return text[:last], text[last + 1 :]


def canonical_number(value: Decimal) -> str:
    """The one way in which a number is stored and compared as text: '3.14', '-0.5', '1e21', never '-0'.

    Powers of ten are written from 1e21 up and below 1e-6, as JavaScript does.
    """
    if not value:
        return "0"
    sign, digits, _ = value.as_tuple()
    significant = "".join(map(str, digits)).strip("0")
    adjusted = value.adjusted()
    minus = "-" if sign else ""
    if not -7 < adjusted < 21:
        rest = f".{significant[1:]}" if len(significant) > 1 else ""
        return f"{minus}{significant[0]}{rest}e{adjusted}"
    if adjusted < 0:
        return f"{minus}0.{'0' * (-adjusted - 1)}{significant}"
    whole = significant[: adjusted + 1].ljust(adjusted + 1, "0")
    fraction = significant[adjusted + 1 :]
    return f"{minus}{whole}.{fraction}" if fraction else f"{minus}{whole}"


def format_number(value: Decimal | int | float, language: str) -> str:
    """`value` (finite) as readers of 'fr', 'ar' or 'en' write it.

    French takes the comma; so does Arabic, with Western digits, as schools in Morocco do.
    """
    text = canonical_number(value if isinstance(value, Decimal) else Decimal(str(value)))
    return text.replace(".", ",") if language in ("fr", "ar") else text


def format_fixed(value: Decimal, decimals: int, language: str) -> str:
    """`value`, which has no more, with exactly so many decimals: '12,50', as marks stand below each other."""
    text = f"{value:.{decimals}f}"
    return text.replace(".", ",") if language in ("fr", "ar") else text
