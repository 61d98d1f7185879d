"""Rich text as plain words, for lists, exports and comparison. Draws nothing and checks nothing."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

from app.quiz.model import RichText

_HIDDEN: Final = frozenset({"script", "style", "template", "head"})
_BREAKS: Final = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "figcaption", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
})  # fmt: skip

_MARKDOWN_LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,500}\")?\)")
_MARKDOWN_HEAD: Final = re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE)
_MARKDOWN_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})(?<=\S)\1")

_PICTURE: Final = re.compile(r"<(?:img|svg|object|video|audio|iframe)\b|!\[", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z]")
_WRAPPER: Final = re.compile(r"</?(?:p|div|span|br)\b[^<>]*>", re.IGNORECASE)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "img":
            self.parts.append(next((value or "" for name, value in attrs if name == "alt"), ""))
        elif tag in _BREAKS:
            self.parts.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HIDDEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BREAKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain(text: RichText) -> str:
    """The words of `text` on one line: no tags, entities decoded, pictures by their description.

    Markdown loses links, heading marks and bold marks; the rest of its marks stay, people read them.
    """
    source = text.source
    if text.format == "markdown":
        source = _MARKDOWN_LINK.sub(r"\1", source)
        source = _MARKDOWN_HEAD.sub("", source)
        source = _MARKDOWN_STRONG.sub(r"\2", source)
    if text.format != "plain":
        if _TAG.search(source) or "<!" in source or "</" in source:
            words = _Words()
            words.feed(source)
            words.close()
            source = "".join(words.parts)
        else:
            source = unescape(source)
    return " ".join(source.split())


def has_picture(text: RichText) -> bool:
    """Whether `text` shows something that is not words (a picture, a drawing, a sound)."""
    return text.format != "plain" and _PICTURE.search(text.source) is not None


def is_blank(text: RichText) -> bool:
    """Whether a reader would see nothing at all."""
    return not plain(text) and not has_picture(text)


def same_key(text: RichText) -> str:
    """Equal for texts that look the same to a reader, different for others.

    Words alone decide only where nothing but paragraphs surrounds them: x² and x2 have the same words, and
    two pictures without a description have none.
    """
    source = "" if text.format == "plain" else _WRAPPER.sub("", text.source)
    if has_picture(text) or _TAG.search(source):
        return " ".join(text.source.split())
    return plain(text)
