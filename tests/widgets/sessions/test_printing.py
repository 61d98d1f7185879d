"""The report as Qt lays it out: words, direction, and ink that can be read on paper in a dark theme too."""

import pytest
from PySide6.QtGui import QColor

from app.reports.options import Options
from tests.reports.samples import NAMES, ended_class
from widgets.sessions.export import file_name
from widgets.sessions.printing import make_document
from widgets.theme import apply_theme


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_report_holds_every_name_and_question(qapp, language):
    words = make_document(ended_class().state, Options(language)).toPlainText()
    for name in NAMES[:-1]:
        assert name in words
    assert "1. \u2068=1+1 capital?\u2069" in words and ("13.33" if language == "en" else "13,33") in words


def test_ink_is_dark_whatever_the_theme(qapp):
    apply_theme(qapp, "dark")
    document = make_document(ended_class().state, Options())
    block = document.begin()
    while block.isValid():
        for piece in block:
            shade = piece.fragment().charFormat().foreground().color()
            assert QColor(shade).lightnessF() < 0.5, piece.fragment().text()
        block = block.next()


@pytest.mark.parametrize(
    ("title", "beginning"),
    [('a/b\\c:"d"?', "a b c d "), ("...", "session "), ("x" * 200, "x" * 68), ("بيولوجيا", "بيولوجيا ")],
)
def test_a_file_is_named_as_every_system_allows(title, beginning):
    state = ended_class().state
    state.title = title
    name = file_name(state)
    assert name.startswith(beginning) and len(name) < 90 and not set(name) & set('\\/:*?"<>|')
