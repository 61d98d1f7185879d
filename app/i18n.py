"""Catalogues of the three languages, read from `.po` files when first needed; no build step.

Knows nothing of what is translated. `mark` only marks a text for the catalogues (`N_` of gettext).
"""

import re
from collections.abc import Callable
from functools import cache
from gettext import NullTranslations, c2py
from typing import Final

from app.paths import RESOURCES

LANGUAGES: Final = ("fr", "ar", "en")
DEFAULT_LANGUAGE: Final = "fr"
RIGHT_TO_LEFT: Final = frozenset({"ar"})

Translate = Callable[[str], str]

_ESCAPED: Final = re.compile(r"\\(.)")


def mark(text: str) -> str:
    """Mark `text` for the catalogues and give it back unchanged."""
    return text


class Catalogue(NullTranslations):
    """The texts of a `.po` file as `tools/catalogues.py` writes it: no contexts, nothing fuzzy. A library
    that reads every such file takes five times as long, and each start of the program waits for it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._texts: dict[str, list[str]] = {}
        parts: dict[str, str] = {}
        name = ""
        for line in (*source.splitlines(), ""):
            if line.startswith("msg"):
                name, _, line = line.partition(" ")
                parts[name] = ""
            if line.startswith('"'):
                parts[name] += _ESCAPED.sub(_unescape, line[1:-1])
            elif parts:
                forms = [text for name, text in parts.items() if name.startswith("msgstr") and text]
                self._texts[parts["msgid"]] = forms
                parts = {}
        (head,) = self._texts.pop("")
        self._choose = c2py(head.partition("plural=")[2].partition(";")[0])

    def gettext(self, message: str) -> str:
        forms = self._texts.get(message)
        return forms[0] if forms else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._texts.get(msgid1)
        return forms[self._choose(n)] if forms else super().ngettext(msgid1, msgid2, n)


def _unescape(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r"}.get(found[1], found[1])


@cache
def load_catalogue(language: str) -> NullTranslations:
    """The catalogue of `language` ('fr', 'ar' or 'en'); an unknown one gives untranslated English."""
    path = RESOURCES / "locale" / f"{language}.po"
    if language not in LANGUAGES or not path.exists():
        return NullTranslations()
    return Catalogue(path.read_text(encoding="utf-8"))


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
