"""Catalogues of the three languages, read from `.po` files when first needed; no build step.

Knows nothing of what is translated. `mark` only marks a text for the catalogues (`N_` of gettext).
"""

import io
import re
from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.paths import RESOURCES

LANGUAGES: Final = ("fr", "ar", "en")
DEFAULT_LANGUAGE: Final = "fr"
RIGHT_TO_LEFT: Final = frozenset({"ar"})

Translate = Callable[[str], str]


def mark(text: str) -> str:
    """Mark `text` for the catalogues and give it back unchanged."""
    return text


@cache
def load_catalogue(language: str) -> NullTranslations:
    """The catalogue of `language` ('fr', 'ar' or 'en'); an unknown one gives untranslated English."""
    path = RESOURCES / "locale" / f"{language}.po"
    if language not in LANGUAGES or not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def translator(language: str) -> Translate:
    """A function from the English text to its translation."""
    return load_catalogue(language).gettext


def text_direction(language: str) -> str:
    """'rtl' or 'ltr'."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def choose_language(accept_language: str, default: str = DEFAULT_LANGUAGE) -> str:
    """The best of our languages for an `Accept-Language` header (RFC 9110, section 12.5.4)."""
    wishes: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        match = re.fullmatch(r"\s*([A-Za-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part)
        if match:
            quality = float(match[2]) if match[2] else 1.0
            wishes.append((-quality, position, match[1].lower()))
    for minus_quality, _, language in sorted(wishes):
        if language in LANGUAGES and minus_quality < 0:
            return language
    return default
