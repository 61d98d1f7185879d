"""Our reader of catalogues reads what the library that writes them means."""

import io
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.i18n import LANGUAGES, Catalogue
from app.paths import RESOURCES

COUNTS = (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 1000, 2_000_000)
AWKWARD = {
    'He said "no"': 'Il a dit \\"non\\" \\ "oui"',
    "back\\slash and\nnew line\tand tab": "\\n is no line;\r\nthis is",
    " ": "",
    "long " * 60: "longue " * 60,
    "msgid": 'msgstr "x"',
    "": "",
}


def by_babel(data: bytes, language: str) -> GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(data), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_our_catalogues_is_read_alike(language):
    data = (RESOURCES / "locale" / f"{language}.po").read_bytes()
    ours, theirs = Catalogue(data.decode()), by_babel(data, language)
    several = 0
    for message in read_po(io.BytesIO(data), locale=language):
        if isinstance(message.id, tuple):
            several += 1
            for count in COUNTS:
                assert ours.ngettext(*message.id, count) == theirs.ngettext(*message.id, count)
        elif message.id:
            assert ours.gettext(message.id) == theirs.gettext(message.id)
    assert several > 20


def test_awkward_texts_come_through():
    written = Catalog(locale="fr", charset="utf-8")
    for text, translation in AWKWARD.items():
        if text:
            written.add(text, translation)
    file = io.BytesIO()
    write_po(file, written, width=60)
    ours = Catalogue(file.getvalue().decode())
    for text, translation in AWKWARD.items():
        assert ours.gettext(text) == (translation or text)
    assert ours.gettext("not there") == "not there"
    assert [ours.ngettext("one", "many", count) for count in (1, 2)] == ["one", "many"]
