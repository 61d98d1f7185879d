"""The catalogues are whole: every text of the sources, translated, with the same placeholders."""

import re

import pytest

from tools import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.fixture(scope="module")
def texts():
    return {text.id for text in catalogues.extract_texts() if text.id}


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_catalogue_has_exactly_the_texts_of_the_sources(language, texts):
    known = {text.id for text in catalogues.read_catalogue(language) if text.id}
    assert known == texts, "run tools/catalogues.py"


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_every_text_is_translated_with_its_placeholders(language):
    for text in catalogues.read_catalogue(language):
        if not text.id:
            continue
        assert text.string, text.id
        assert not text.fuzzy, text.id
        if isinstance(text.id, str):
            assert set(PLACEHOLDER.findall(text.string)) == set(PLACEHOLDER.findall(text.id)), text.id


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_writing_a_catalogue_again_changes_nothing(language):
    path = catalogues.LOCALE / f"{language}.po"
    updated = catalogues.update_catalogue(language, catalogues.extract_texts())
    assert catalogues.write_catalogue(language, updated) == path.read_bytes()


def test_no_header_tells_of_a_machine_or_a_day():
    for language in catalogues.PLURALS:
        head = (catalogues.LOCALE / f"{language}.po").read_text(encoding="utf-8").split("\n\n")[0]
        assert "Date" not in head
        assert "Generated" not in head
