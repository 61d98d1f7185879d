"""Rich text as plain words, for lists, exports and comparison. Draws nothing and checks nothing."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from app.quiz.formula_words import read_formulas
from app.quiz.languages import in_language, languages_in
from app.quiz.model import RichText
from app.quiz.sounds import show_sounds

_HIDDEN: Final = frozenset({"script", "style", "template", "title"})
_BREAKS: Final = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "figcaption", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
})  # fmt: skip

_MARKDOWN_LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,500}\")?\)")
_MARKDOWN_HEAD: Final = re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE)
_MARKDOWN_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})(?<=\S)\1")

_ELEMENT: Final = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
_SIGN: Final = re.compile("[<>\"']")
_PATIENCE: Final = 8  # times the length of a text, for looking after the ends of elements that have none
_COMMENT_END: Final = re.compile("-->")
_ALT: Final = re.compile(r"""\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')""", re.IGNORECASE)

_PICTURE: Final = re.compile(r"<(?:img|svg|object|video|audio|iframe)\b|!\[", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z]")
_WRAPPER: Final = re.compile(r"</?(?:p|div|span|br)\b[^<>]*>", re.IGNORECASE)


def _strip_tags(source: str) -> str:
    """The words of HTML, read as browsers do but in one pass, whatever is sent: the library's parser takes
    minutes for some texts of 80 kB and fails on others. A `<` that begins no tag is a `<`."""
    parts: list[str] = []
    position, spent = 0, 0
    while (start := source.find("<", position)) >= 0:
        parts.append(unescape(source[position:start]))
        end = -1
        if source.startswith("<!--", start):
            closing = _COMMENT_END.search(source, start + 4)
            end = closing.end() if closing else 0
        elif source.startswith(("<!", "<?"), start):
            end = source.find(">", start) + 1
        elif tag := _ELEMENT.match(source, start):
            name, (end, reached) = tag[2].lower(), _find_end(source, tag.end())
            if not end:
                spent += reached - start
                if spent > _PATIENCE * len(source):
                    return "".join([*parts, unescape(source[start:])])
                parts.append("<")
                end = start + 1
            elif name in _HIDDEN and not tag[1]:
                closing = re.compile(f"</{name}[^<>]*>", re.IGNORECASE).search(source, end)
                end = closing.end() if closing else 0
            elif name == "img":
                alt = _ALT.search(source, tag.end(), end)
                parts.append(unescape(alt[1] or alt[2] or "") if alt else "")
            elif name in _BREAKS:
                parts.append(" ")
        else:
            parts.append("<")
            end = start + 1
        if end <= start:  # what was opened is never closed: the rest is part of it
            return "".join(parts)
        position = end
    parts.append(unescape(source[position:]))
    return "".join(parts)


def _find_end(source: str, position: int) -> tuple[int, int]:
    """Behind the `>` of an element whose attributes begin at `position`, 0 where it has none; and how far
    was looked. Quotes may hold anything; outside of them no `<`, so that a missing `>` is noticed soon."""
    while sign := _SIGN.search(source, position):
        if sign[0] == ">":
            return sign.end(), sign.end()
        if sign[0] == "<":
            return 0, sign.end()
        position = source.find(sign[0], sign.end()) + 1
        if not position:
            break
    return 0, len(source)


def plain(text: RichText, languages: Sequence[str] = ()) -> str:
    """The words of `text` on one line: no tags, entities decoded, pictures by their description.

    languages: as in `app.quiz.languages`.

    Markdown loses links, heading marks and bold marks; the rest of its marks stay, people read them.
    """
    text = in_language(text, languages)
    source = text.source
    if text.format == "markdown":
        source = _MARKDOWN_LINK.sub(r"\1", source)
        source = _MARKDOWN_HEAD.sub("", source)
        source = _MARKDOWN_STRONG.sub(r"\2", source)
    if text.format != "plain":
        source = _strip_tags(show_sounds(source))
    return " ".join(source.split())


def readable(text: RichText, languages: Sequence[str] = ()) -> str:
    """As `plain`, with formulas as people read them instead of their source: for lists and reports."""
    return read_formulas(plain(text, languages))


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
    if len(languages_in(text)) > 1 or has_picture(text) or _TAG.search(source):
        return " ".join(text.source.split())
    return plain(text)
