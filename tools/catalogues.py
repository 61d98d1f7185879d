"""Bring `resources/locale/*.po` up to date with the texts in the sources: `python tools/catalogues.py`.

Translations stay, texts that are gone leave, new ones come with an empty one (in English: themselves).
No guessing by likeness, no dates and no line numbers, so that a change of code changes no line here.
"""

import ast
import io
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
KEYWORDS = {
    "_": None,
    "mark": None,
    "translate": None,
    "_translate": None,
    "gettext": None,
    "ngettext": (1, 2),
}
OPTIONS = {"**.html": {"newstyle_gettext": "true", "trimmed": "true"}}


def extract_python(
    file: BinaryIO, keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """The marked texts of a Python file, for Babel. Its own reader does not look into f-strings."""
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in keywords:
            texts = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            yield node.lineno, name, tuple(text if isinstance(text, str) else None for text in texts), []


SOURCES = (
    ("app", [("**.py", extract_python)]),
    ("sync", [("**.py", extract_python)]),
    ("widgets", [("**.py", extract_python)]),
    ("resources/phone", [("**.html", "jinja2.ext:babel_extract")]),
)


def extract_texts() -> Catalog:
    """Every text that the sources mark for translation."""
    texts = Catalog(charset="utf-8")
    for folder, methods in SOURCES:
        found = extract_from_dir(str(ROOT / folder), methods, OPTIONS, keywords=KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            if message:
                texts.add(message)
    return texts


def read_catalogue(language: str) -> Catalog:
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_catalogue(language: str, texts: Catalog) -> Catalog:
    """The catalogue with exactly the texts of the sources and the translations known so far."""
    old, new = read_catalogue(language), Catalog(locale=language, charset="utf-8")
    for text in texts:
        if not text.id:
            continue
        known = old.get(text.id if isinstance(text.id, str) else text.id[0])
        if known and isinstance(known.id, str) is not isinstance(text.id, str):
            known = None  # it has a plural now, or none any more
        new.add(text.id, known.string if known and known.string else text.id if language == "en" else None)
    return new


def write_catalogue(language: str, catalogue: Catalog) -> bytes:
    """The `.po` file, with a header of our own: Babel's would hold dates and its own name."""
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    body = io.BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
    return header.encode() + body.getvalue().lstrip()


def main() -> int:
    texts = extract_texts()
    LOCALE.mkdir(parents=True, exist_ok=True)
    empty = 0
    for language in PLURALS:
        catalogue = update_catalogue(language, texts)
        (LOCALE / f"{language}.po").write_bytes(write_catalogue(language, catalogue))
        missing = [text.id for text in catalogue if text.id and not text.string]
        empty += len(missing)
        print(f"{language}: {len(catalogue)} texts, {len(missing)} without translation")
        for text in missing:
            print(f"    {text}")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
