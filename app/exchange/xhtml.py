"""Rich text as well-formed XML, with pictures named by where they lie beside it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from app.exchange.qti_content import balance
from app.quiz.html_parts import split_html, words
from app.quiz.model import RichText
from app.quiz.pictures import MEDIA, attributes_of
from app.quiz.plain import plain
from app.quiz.sounds import sound_of

_KEPT: Final = words(
    "a audio b blockquote br caption code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li ol p pre q samp "
    "small source span strong sub sup table tbody td tfoot th thead tr u ul var"
)
_ATTRIBUTES: Final = words("alt width height colspan rowspan dir")
_VOID: Final = words("br hr img source")
# What no XML file may hold.
FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_xhtml(text: RichText, place: Callable[[str], str]) -> str:
    """XML of a text. place: address of a picture by its address in the quiz, '' to leave it out.

    Markdown gives its words only.
    """
    if text.format == "markdown":
        return lines(plain(text))
    if text.format == "plain":
        return lines(text.source.strip())
    pieces = []
    for part in split_html(balance(text.source.strip())):
        if part.kind == "text":
            clean = xml_text(unescape(part.source))
            pieces.append(clean.replace("\n", "<br/>") if text.format == "moodle" else clean)
        elif part.kind == "tag":
            if part.name not in ("audio", "source") and (sound := sound_of(part.source)):
                pieces.append(f"<audio src={xml_attribute(place(MEDIA + quote(sound)))}></audio>")
            if part.name in _KEPT:
                pieces.append(_tag(part.source, part.name, part.closes, place))
    return "".join(pieces)


def _tag(source: str, name: str, closes: bool, place: Callable[[str], str]) -> str:
    if closes:
        return "" if name in _VOID else f"</{name}>"
    attributes = attributes_of(source)
    kept = {key: value for key, value in attributes.items() if key in _ATTRIBUTES}
    if name == "img":
        address = place(attributes.get("src", ""))
        if not address:
            return xml_text(attributes.get("alt", ""))
        kept = {"src": address, "alt": attributes.get("alt", ""), **kept}
    elif name in ("audio", "source"):
        address = place(attributes.get("src", ""))
        kept = {"src": address} if address else {}
        if name == "source" and not address:
            return ""
    inner = "".join(f" {key}={xml_attribute(value)}" for key, value in kept.items())
    empty = name in _VOID or source.rstrip(">").endswith("/")
    return f"<{name}{inner}/>" if empty else f"<{name}{inner}>"


def lines(source: str) -> str:
    """Plain words, their line breaks kept."""
    return xml_text(source).replace("\r\n", "\n").replace("\n", "<br/>")


def xml_text(source: str) -> str:
    return escape(FORBIDDEN.sub("", source))


def xml_attribute(source: str) -> str:
    """A value with its quotes."""
    return quoteattr(FORBIDDEN.sub("", source))
