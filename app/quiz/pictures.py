"""Pictures inside rich text: which are named, and data URIs taken out into media of the quiz.

Knows no storage; nothing is ever fetched.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from app.quiz.html_parts import split_html
from app.quiz.kinds.base import Problem
from app.quiz.model import Media, RichText

LARGEST_PICTURE: Final = 10_000_000  # bytes
MEDIA: Final = "media:"

_ATTRIBUTE: Final = re.compile(r"([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=`]++))")
_MARKDOWN_PICTURE: Final = re.compile(r"!\[([^\[\]]{0,500})\]\(\s{0,9}<?([^\s()<>]{1,20000000})")
_DATA_URI: Final = re.compile(
    r"data:([A-Za-z0-9.+/-]{0,99})((?:;[A-Za-z0-9.+=_-]{1,99}){0,9}),([^\s\"'<>()]*+)", re.IGNORECASE
)
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A text whose data URIs were replaced by `media:NAME`; media by name; what was refused."""

    source: str
    media: dict[str, Media]
    problems: tuple[Problem, ...]


def take_data_uris(source: str) -> Taken:
    """Take pictures out of a text. PNG, JPEG, GIF and WebP by their content, whatever they claim to be.

    Anything else (SVG too: it may carry scripts and references) is refused as `picture_refused` with
    `type`, and its address becomes empty.
    """
    if "data:" not in source and "DATA:" not in source:
        return Taken(source, {}, ())
    media: dict[str, Media] = {}
    problems: list[Problem] = []

    def take(match: re.Match[str]) -> str:
        picture = _decode(match[2], match[3])
        if picture is None:
            problems.append(Problem("picture_refused", {"type": match[1] or "text/plain"}))
            return ""
        name, content = picture
        media[name] = content
        return MEDIA + name

    def take_in_tag(tag: str) -> str:
        return _DATA_URI.sub(take, tag)

    pieces = [
        take_in_tag(part.source)
        if part.kind == "tag"
        else _MARKDOWN_PICTURE.sub(lambda match: take_in_tag(match[0]), part.source)
        for part in split_html(source)
    ]
    return Taken("".join(pieces), media, tuple(problems))


def named_pictures(text: RichText) -> list[str]:
    """The addresses of the pictures of a text, in order, entities and percent signs decoded for `media:`."""
    addresses: list[str] = []
    if text.format == "plain" or ("<" not in text.source and "![" not in text.source):
        return addresses
    for part in split_html(text.source):
        if part.kind == "tag" and part.name == "img":
            addresses.append(attributes_of(part.source).get("src", ""))
        elif part.kind == "text" and text.format == "markdown":
            addresses += [match[2] for match in _MARKDOWN_PICTURE.finditer(part.source)]
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
    """Media type and file suffix by content, None if it is no picture that browsers show safely."""
    for magic, media_type, suffix in _MAGIC:
        if data.startswith(magic):
            return media_type, suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    return None


def name_picture(data: bytes) -> tuple[str, Media] | None:
    """Name by content and media of a picture; None if browsers do not show it safely or it is too large."""
    found = picture_type(data)
    if not found or len(data) > LARGEST_PICTURE:
        return None
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{found[1]}", Media(found[0], data)


def _decode(parameters: str, payload: str) -> tuple[str, Media] | None:
    try:
        if parameters.lower().endswith(";base64"):
            data = base64.b64decode(unquote(payload), validate=False)
        else:
            data = unquote_to_bytes(payload)
    except (binascii.Error, ValueError):
        return None
    return name_picture(data)
