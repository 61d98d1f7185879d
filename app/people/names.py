"""How names are shown, sorted, searched and compared, in any script.

Particles (El, Ben, de, van) belong to the family name and are sorted with it, as in school registers.
"""

import re
from typing import Final

from app.folding import Folding, fold
from app.people.model import Student

_FOLDING: Final = Folding()
_HAMZA: Final = str.maketrans("", "", "ء")
_JOINERS: Final = str.maketrans("-'\"_.,;،؛", "         ")
_WORD: Final = re.compile(r"\S+")
# Words that go with the capitals after them: "Jean de LA TOUR", "Sara el AMRANI".
_PARTICLE_WORDS: Final = (
    "de du des d' la le van von der den ter zu zur da do dos das di del della y e"
    " el al ben bin bint ibn bou abou abu ait aït ould"
)
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())


def fold_name(text: str) -> str:
    """A name as it is searched: without case, accents, Arabic vowels and forms of hamza; hyphens, points and
    apostrophes part words."""
    return " ".join(fold(text, _FOLDING).translate(_HAMZA).translate(_JOINERS).split())


def search_key(student: Student) -> str:
    """Everything that a student is found by, folded: number, names in both orders, address, groups."""
    parts = (
        student.number, student.name, student.given, student.family, student.given, student.email,
        *student.groups,
    )  # fmt: skip
    return " ".join(fold_name(part) for part in parts if part)


def sorting_key(student: Student) -> tuple[str, str, str, str]:
    """Family name, given name, then number: 'É' beside 'E', 'أ' beside 'ا', numbers by their length first."""
    family = fold_name(student.family or student.name)
    return family, fold_name(student.given), f"{len(student.number):03}{student.number}", student.id


def full_name_key(text: str) -> str:
    """Equal for the same name written in either order: its folded words, sorted."""
    return " ".join(sorted(fold_name(text).split()))


def name_key(student: Student) -> str:
    """`full_name_key` of a student."""
    both = f"{student.given} {student.family}" if student.family and student.given else ""
    return full_name_key(both or student.name or student.family or student.given)


def display_name(student: Student) -> str:
    """'Amina EL FASSI', 'أمينة الفاسي'; as it was written where its parts are not known, else the number."""
    if student.family and student.given:
        return f"{student.given} {student.family.upper()}"
    return student.name or student.family or student.given or student.number


def register_name(student: Student) -> str:
    """'EL FASSI Amina', as lists in the order of family names show it."""
    if student.family and student.given:
        return f"{student.family.upper()} {student.given}"
    return display_name(student)


def split_name(text: str) -> tuple[str, str]:
    """Family and given name of a full one, where its writing tells: 'EL FASSI Amina', 'Amina EL FASSI',
    'El Fassi, Amina'. Both '' where it does not; nothing is guessed."""
    family, comma, given = text.partition(",")
    if comma:
        return (family.strip(), given.strip()) if family.strip() and given.strip() else ("", "")
    words = _WORD.findall(text)
    capital = [_is_capital(word) for word in words]
    if not any(capital) or all(capital):
        return "", ""
    if capital[0]:
        end = capital.index(False)
        return ("", "") if any(capital[end:]) else (" ".join(words[:end]), " ".join(words[end:]))
    start = capital.index(True)
    if not all(capital[start:]):
        return "", ""
    while start > 1 and words[start - 1].lower() in _PARTICLES and words[start - 1][0].islower():
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def _is_capital(word: str) -> bool:
    """Whether a word is written in capitals; one letter alone ("J.") tells nothing."""
    return word.isupper() and sum(char.isalpha() for char in word) > 1
