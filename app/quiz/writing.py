"""Rich text as it stands in a field where people type, and back. A line break that is typed is a line break.

Other formats than Markdown are shown as they are; `simplify` makes Markdown of simple HTML.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Final

from app.quiz.formula_marks import Marks, markdown_html
from app.quiz.html_parts import Part, split_html, words
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Gap, RichText
from app.quiz.pictures import attributes_of

_BREAK: Final = re.compile(r"[ \t]{2,}\n(?=[^\n])")
_TYPED_BREAK: Final = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*\S)")
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#&~|])")
_LIST_START: Final = re.compile(r"^(\s*)([-+]|\d{1,9}[.)])(?=\s)", re.MULTILINE)
_SHOWN_GAP: Final = re.compile(r"\[\[(\d{1,3})\]\]")


def show_source(text: RichText, gaps: Sequence[Gap] = ()) -> str:
    """What stands in the field; gaps as `[[1]]`, `[[2]]`..., in their order."""
    source = _BREAK.sub("\n", text.source) if text.format == "markdown" else text.source
    for number, gap in enumerate(gaps, start=1):
        source = source.replace(gap_mark(gap.id), f"[[{number}]]")
    return source


def read_source(before: RichText, shown: str, gaps: Sequence[Gap] = ()) -> RichText:
    """The text after the field holds `shown`. What was empty plain text becomes Markdown."""
    markdown = before.format == "markdown" or (before.format == "plain" and not before.source)

    def mark(match: "re.Match[str]") -> str:
        number = int(match[1])
        return gap_mark(gaps[number - 1].id) if 1 <= number <= len(gaps) else match[0]

    source = _SHOWN_GAP.sub(mark, shown) if gaps else shown
    if markdown:
        source = _TYPED_BREAK.sub("  \n", source)
    return RichText(source, "markdown" if markdown else before.format)


def to_markdown(text: RichText) -> RichText:
    """Plain text as Markdown that looks the same; other formats stay."""
    if text.format != "plain":
        return text
    return replace(text, source=_TYPED_BREAK.sub("  \n", _escape(text.source)), format="markdown")


def _escape(source: str) -> str:
    """Words in which Markdown finds no sign of its own; formulas stay as they are."""
    pieces = re.split(r"(\$[^$\n]+\$|\\\([^\n]*?\\\)|\\\[[^\n]*?\\\])", source)
    return "".join(
        piece if place % 2 else _LIST_START.sub(_escape_list, _SPECIAL.sub(r"\\\1", piece))
        for place, piece in enumerate(pieces)
    )


def _escape_list(match: "re.Match[str]") -> str:
    sign = match[2]
    return match[1] + (f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}")


_STRONG: Final = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_KNOWN: Final = words("p br div b strong i em img ul ol li")


def simplify(text: RichText) -> tuple[RichText, bool]:
    """HTML as Markdown that people can edit, and whether nothing of its looks is lost by that."""
    if text.format in ("plain", "markdown"):
        return to_markdown(text), True
    source = text.source.replace("\r\n", "\n")
    if text.format == "moodle":
        source = source.replace("\n", "<br>")
    writer = _Writer()
    for part in split_html(source):
        writer.take(part)
    made = RichText(writer.finish(), "markdown")
    same = _looks(source) == _looks(markdown_html(made.source, Marks(keep=True)))
    return made, writer.lossless and same


def _looks(html: str) -> str:
    """What a reader sees of simple HTML: words, paragraphs, strong parts, items and pictures."""
    pieces = []
    for part in split_html(html):
        name, closes = part.name, part.closes
        if part.kind == "text":
            pieces.append(re.sub(r"\s+", " ", unescape(part.source)))
        elif name in _STRONG:
            pieces.append(f"{'/' if closes else ''}{_STRONG[name]}")
        elif name == "img":
            pieces.append(str(sorted(attributes_of(part.source).items())))
        elif name == "li":
            pieces.append("¶" if closes else "¶•")
        elif part.kind == "tag":
            pieces.append("↵" if name == "br" else "¶")
    return re.sub(r"\s*¶[¶\s]*", "¶", re.sub(r"\s*↵\s*", "↵", "".join(pieces))).strip("¶ ")


class _Writer:
    """Markdown of the parts of an HTML text, as far as people type it."""

    def __init__(self) -> None:
        self.lossless = True
        self._pieces: list[str] = []
        self._lists: list[int] = []  # the next number, 0 for bullets

    def take(self, part: Part) -> None:
        if part.kind == "text":
            self._pieces.append(_escape(unescape(re.sub(r"\s+", " ", part.source))))
        elif part.kind == "tag":
            self._take_tag(part)

    def _take_tag(self, part: Part) -> None:
        attributes = attributes_of(part.source)
        kept = {"src", "alt"} if part.name == "img" else set()
        if part.name not in _KNOWN or not attributes.keys() <= kept:
            self.lossless = False
        if part.name in _STRONG:
            self._pieces.append(_STRONG[part.name])
        elif part.name == "br":
            self._pieces.append("  \n")
        elif part.name == "img":
            alt = re.sub(r"[\[\]\n]", " ", attributes.get("alt", ""))
            self._pieces.append(f"![{alt}]({attributes.get('src', '')})")
        elif part.name in ("ul", "ol"):
            self._turn_list(part)
        elif part.name == "li" and not part.closes:
            self._begin_item()
        elif part.name in ("p", "div", "table", "tr", "h1", "h2", "h3", "h4", "pre", "blockquote"):
            self._pieces.append("\n\n")
        elif part.name in ("td", "th"):
            self._pieces.append(" ")

    def _turn_list(self, part: Part) -> None:
        if not part.closes:
            self.lossless = self.lossless and not self._lists
            self._lists.append(1 if part.name == "ol" else 0)
        elif self._lists:
            self._lists.pop()
        self._pieces.append("\n\n")

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self._pieces.append(f"\n{number}. " if number else "\n- ")

    def finish(self) -> str:
        text = "".join(self._pieces)
        text = re.sub(r"[ \t]*\n[ \t]*\n\s*", "\n\n", text)
        text = re.sub(r"(?<! )[ \t]\n|\n[ \t]+", "\n", text)
        return text.strip()
