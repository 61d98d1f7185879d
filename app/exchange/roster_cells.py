"""Single cells of a roster: numbers that keep their zeros, addresses, groups, languages, extra time."""

import re
from typing import Final

from app.folding import Folding, clean_text, fold
from app.numerals import parse_number, western_digits
from app.people.model import LEAST_TIME, LONGEST_TEXT, MOST_GROUPS, MOST_TIME
from app.people.names import fold_name

USUAL_EXTRA: Final = 1.33  # a third more, as school rules mostly give it

_FOLDING: Final = Folding()
_FORMULA_TEXT: Final = re.compile(r'="([^"]*)"')  # how some programs keep zeros in a CSV
_NUMBER: Final = re.compile(r"[A-Za-z]{0,4}[ ./-]?[0-9][0-9 ./-]{0,24}[A-Za-z]{0,3}")
_SPOILT: Final = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]{1,2}")
_EMAIL: Final = re.compile(r"[^\s@<>()\",;:]{1,64}@[^\s@<>()\",;:]+\.[^\s@<>()\",;:.]{2,24}")
_PARTS: Final = re.compile(r"[,;|،؛\n]")
_FACTOR: Final = re.compile(r"[x×*]? ?([0-9]+(?:[.,][0-9]+)?)")
_PERCENT: Final = re.compile(r"(\+?) ?([0-9]+(?:[.,][0-9]+)?) ?%")

_LANGUAGES: Final = {
    "fr": "fr fra francais francaise french الفرنسيه فرنسيه",
    "ar": "ar ara arabe arabic العربيه عربيه",
    "en": "en eng anglais anglaise english الانجليزيه انجليزيه الانكليزيه",
}
_LANGUAGE_OF: Final = {word: code for code, words in _LANGUAGES.items() for word in words.split()}
_YES_WORDS: Final = "oui yes o y x vrai true نعم ✓ ✔ tiers-temps 1/3 tiers third الثلث ثلث"
_NO_WORDS: Final = "non no n - faux false لا neant aucun 0"
_YES: Final = frozenset(_YES_WORDS.split())
_NO: Final = frozenset(_NO_WORDS.split())
# Lines under a list, which are no students.
_FOOTERS: Final = re.compile(
    r"(?:total|effectif|nombre|moyenne|signature|page|fait a|count|average|المجموع|عدد|المعدل|توقيع|صفحه)\b.*"
)


def read_number_cell(cell: str) -> str | None:
    """A student's number as text, with its zeros; None where a spreadsheet has spoilt it (1,3E+08)."""
    match = _FORMULA_TEXT.fullmatch(cell)
    text = clean_text(western_digits(match[1] if match else cell.lstrip("'")))
    return None if _SPOILT.fullmatch(text) else " ".join(text.split())[:LONGEST_TEXT]


def read_name_cell(cell: str) -> str:
    """A name on one line."""
    return " ".join(clean_text(cell.lstrip("'")).split())[:LONGEST_TEXT]


def is_number(cell: str) -> bool:
    """Whether a cell looks like a student's number: digits, with a few letters at most."""
    text = western_digits(cell.lstrip("'"))
    return bool(_NUMBER.fullmatch(text) or _FORMULA_TEXT.fullmatch(text) or _SPOILT.fullmatch(text))


def is_email(cell: str) -> bool:
    return bool(_EMAIL.fullmatch(cell.strip()))


def is_person(cell: str) -> bool:
    """Whether a cell may be a name: letters, no digits, no signs of other texts."""
    letters = any(char.isalpha() for char in cell)
    odd = any(char.isdigit() or char in ":@/=<>%€" for char in cell)
    return letters and not odd and len(cell) <= LONGEST_TEXT and not is_footer(cell)


def is_footer(cell: str) -> bool:
    """Whether a cell is the beginning of what stands under a list: a total, a signature."""
    return bool(_FOOTERS.fullmatch(fold_name(cell)))


def read_groups(cells: list[str]) -> tuple[str, ...]:
    """Each group once; several in a cell are parted by commas, semicolons or bars."""
    found = (read_name_cell(part) for cell in cells for part in _PARTS.split(cell))
    return tuple(dict.fromkeys(group for group in found if group))[:MOST_GROUPS]


def read_language(cell: str) -> str | None:
    """'fr', 'ar', 'en', '' for an empty cell; None for another one."""
    words = fold_name(cell)
    return _LANGUAGE_OF.get(words.split(" ")[0]) if words else ""


def read_extra_time(cell: str) -> float | None:
    """The factor on time limits: '1,33', 'x 1.5', '+33 %', '133 %', 'oui'; 1.0 for an empty cell or a no.

    None where it is none of these or beyond 1 to 5.
    """
    text = western_digits(fold(cell, _FOLDING)).replace("٪", "%")
    if not text or text in _NO:
        return LEAST_TIME
    if text.replace(" ", "-") in _YES or text in _YES:
        return USUAL_EXTRA
    if match := _PERCENT.fullmatch(text):
        number = parse_number(match[2])
        value = float(number) / 100 if number is not None else 0.0
        value += 1.0 if match[1] or value < 1 else 0.0
    elif match := _FACTOR.fullmatch(text):
        number = parse_number(match[1])
        value = float(number) if number is not None else 0.0
    else:
        return None
    return round(value, 4) if LEAST_TIME <= value <= MOST_TIME else None
