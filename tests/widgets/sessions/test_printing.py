"""The report as Qt lays it out: words, direction, and ink that can be read on paper in a dark theme too."""

import pytest
from PySide6.QtGui import QColor

from app.reports.options import Options
from app.reports.paper import table_of
from tests.reports.samples import NAMES, ended_class
from widgets.sessions.export import file_name
from widgets.sessions.printing import MARGIN, document_of, make_document, write_document
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


def test_a_page_is_used_up_to_its_margins_and_a_long_report_goes_on_with_its_head(qapp, tmp_path):
    rows = (f"<tr><td>{number}</td></tr>" for number in range(120))
    document = document_of(table_of(["<tr><td>Head</td></tr>", *rows]), "Long", "fr")
    write_document(document, tmp_path / "long.pdf")
    pages = (tmp_path / "long.pdf").read_bytes().count(b"/Type /Page\n")
    assert 2 < pages < 6 and document.pageCount() == pages
    inch = 25.4 / 300
    assert document.pageSize().width() * inch == pytest.approx(210 - 2 * MARGIN, abs=1)
    write_document(document, tmp_path / "wide.pdf", landscape=True)
    assert document.pageSize().width() * inch == pytest.approx(297 - 2 * MARGIN, abs=1)
