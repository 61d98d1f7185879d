"""The pieces of pages that QTextDocument draws: paragraphs, rows and cells with directions of writing."""

from collections.abc import Iterable
from html import escape
from typing import Final

LINE: Final = "#E4DFD6"
SOFT: Final = "#5A6675"
INK: Final = "#1B2430"


def row_of(cells: Iterable[str], direction: str) -> str:
    """A row of a table. Qt turns paragraphs but no tables, so that cells are turned here."""
    made = [cell if cell.startswith("<td") else f'<td dir="{direction}">{cell}</td>' for cell in cells]
    return f"<tr>{''.join(reversed(made) if direction == 'rtl' else made)}</tr>"


def paragraph(html: str, direction: str) -> str:
    return f'<p dir="{direction}"><font color="{SOFT}">{html}</font></p>'


def isolated(text: str) -> str:
    """Somebody's words, kept from turning round what stands beside them."""
    return f"&#x2068;{escape(text)}&#x2069;"


def table_of(rows: Iterable[str], padding: int = 4) -> str:
    """Rows as `row_of` makes them, with lines around the cells, as wide as the page. The first one is the
    head, which every page begins with."""
    head, *rest = rows
    look = f'border="1" bordercolor="{LINE}" cellspacing="0" cellpadding="{padding}" width="100%"'
    look += ' style="margin-top:8px"'
    return f"<table {look}><thead>{head}</thead>{''.join(rest)}</table>"


def head_of(words: Iterable[str], widths: Iterable[int], direction: str) -> str:
    """The head of a table. widths: per cent of the line."""
    cells = (
        f'<td dir="{direction}" width="{width}%"><b>{escape(word)}</b></td>'
        for word, width in zip(words, widths, strict=True)
    )
    return row_of(cells, direction)


def page_of(parts: Iterable[str], direction: str) -> str:
    return f'<html><body dir="{direction}" style="color:{INK}">{"".join(parts)}</body></html>'
