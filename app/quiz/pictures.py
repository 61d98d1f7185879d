"""Pictures of rich text: which are named, and which files are pictures that can be taken.

Knows no storage; nothing is ever fetched. Drawings (SVG) are cleaned by `app.quiz.svg`.
"""

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote

from app.quiz.html_parts import split_html
from app.quiz.kinds.base import Problem
from app.quiz.model import Media, RichText
from app.quiz.sounds import ADDRESSES
from app.quiz.svg import SvgRefused, clean_svg, looks_like_svg

LARGEST_PICTURE: Final = 10_000_000  # bytes
MEDIA: Final = "media:"
SVG: Final = "image/svg+xml"

_ATTRIBUTE: Final = re.compile(r"([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=`]++))")
MARKDOWN_PICTURE: Final = re.compile(r"!\[([^\[\]]{0,500})\]\(\s{0,9}<?([^\s()<>]{1,20000000})")
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


def named_pictures(text: RichText) -> list[str]:
    """The addresses of the pictures of a text, and of the quiz's sounds in it, in order; entities and percent
    signs decoded for `media:`."""
    addresses: list[str] = []
    if text.format == "plain" or ("<" not in text.source and "![" not in text.source):
        return addresses
    for part in split_html(text.source):
        if part.kind == "tag" and part.name == "img":
            addresses.append(attributes_of(part.source).get("src", ""))
        elif part.kind == "tag" and part.name in ADDRESSES and MEDIA in part.source:
            address = attributes_of(part.source).get(ADDRESSES[part.name], "")
            addresses += [address] * address.startswith(MEDIA)
        elif part.kind == "text" and text.format == "markdown":
            addresses += [match[2] for match in MARKDOWN_PICTURE.finditer(part.source)]
    return [unquote(address) if address.startswith(MEDIA) else address for address in addresses]


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, entities decoded; the first of equal names counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag):
        found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
    return found


def is_remote(address: str) -> bool:
    """Whether a picture lies on another computer."""
    return bool(re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", address.strip()))


def picture_type(data: bytes) -> tuple[str, str] | None:
    """Media type and file suffix by content, None if it is no picture that browsers show."""
    for magic, media_type, suffix in _MAGIC:
        if data.startswith(magic):
            return media_type, suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    return (SVG, "svg") if looks_like_svg(data) else None


@dataclass(frozen=True, slots=True)
class Picked:
    """A picture by the name that its content gives it; media None: refused. problems: `picture_refused`
    (`type`), `svg_refused` (`reason`: see `app.quiz.svg.SvgRefused`), `svg_cleaned` (`parts`)."""

    name: str = ""
    media: Media | None = None
    problems: tuple[Problem, ...] = ()


def take_picture(data: bytes, called: str = "?") -> Picked:
    """PNG, JPEG, GIF, WebP and SVG by their content; a drawing is cleaned. called: its type where it is none
    of these."""
    found = picture_type(data)
    if not found or len(data) > LARGEST_PICTURE:
        return Picked(problems=(Problem("picture_refused", {"type": called}),))
    problems: tuple[Problem, ...] = ()
    if found[0] == SVG:
        try:
            clean = clean_svg(data)
        except SvgRefused as refused:
            return Picked(problems=(Problem("svg_refused", {"reason": refused.reason}),))
        data = clean.data
        if clean.removed:
            problems = (Problem("svg_cleaned", {"parts": ", ".join(clean.removed[:10])}),)
    return Picked(f"{hashlib.sha256(data).hexdigest()[:16]}.{found[1]}", Media(found[0], data), problems)


def name_picture(data: bytes) -> tuple[str, Media] | None:
    """Name by content and media of a picture; None if browsers do not show it safely or it is too large."""
    taken = take_picture(data)
    return (taken.name, taken.media) if taken.media else None
