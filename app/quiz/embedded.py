"""What stands inside a text itself, data URIs and drawings, taken out into media of the quiz. Knows no
storage; nothing is ever fetched.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import entities, escape, unescape
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from app.quiz.html_parts import Part, split_html
from app.quiz.kinds.base import Problem
from app.quiz.model import Media
from app.quiz.pictures import MARKDOWN_PICTURE, MEDIA, attributes_of, take_picture
from app.quiz.sounds import ADDRESSES, take_sound

_DATA_URI: Final = re.compile(
    r"data:([A-Za-z0-9.+/-]{0,99})((?:;[A-Za-z0-9.+=_-]{1,99}){0,9}),([^\s\"'<>()]*+)", re.IGNORECASE
)
_NAMED: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_TITLE: Final = re.compile(r"<title(?:\s[^<>]*+)?>([^<>]{1,200})</title>", re.IGNORECASE)
_PIXELS: Final = re.compile(r"([0-9]{1,4})(?:\.[0-9]{1,9})?(?:px)?")
_M4A: Final = ("audio/mp4", "audio/m4a", "audio/x-m4a")
_SPACES: Final = (("xmlns", "http://www.w3.org/2000/svg"), ("xmlns:xlink", "http://www.w3.org/1999/xlink"))


@dataclass(slots=True)
class Taken:
    """A text in which `media:NAME` stands for what was in it; media by name. sounds: names of those that were
    kept; problems: what was refused or changed, see `app.quiz.pictures.Picked`, and `sound_refused` (`type`).
    """

    source: str
    media: dict[str, Media] = field(default_factory=dict)
    sounds: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def take_embedded(source: str) -> Taken:
    """Take pictures and sounds out of HTML or Markdown, whatever they claim to be, and drawings (`<svg>`).

    Anything else of a data URI is refused, and its address becomes empty. A drawing that is refused goes.
    """
    taken = Taken(source)
    lowered = source.lower()
    if "<svg" in lowered:
        taken.source = "".join(_without_drawings(taken))
    if "data:" in lowered:
        taken.source = "".join(_without_data(part, taken) for part in split_html(taken.source))
    return taken


def _without_data(part: Part, taken: Taken) -> str:
    if part.kind == "tag":
        may_sound = part.name in ADDRESSES
        return _DATA_URI.sub(lambda match: _take_data(match, taken, may_sound), part.source)
    return MARKDOWN_PICTURE.sub(
        lambda picture: _DATA_URI.sub(lambda match: _take_data(match, taken, False), picture[0]), part.source
    )


def _take_data(match: re.Match[str], taken: Taken, may_sound: bool) -> str:
    """The address of what a data URI holds; '' with a problem."""
    called, data = match[1].lower() or "text/plain", _decode(match[2], match[3])
    if may_sound:
        if sound := take_sound(data, "sound.m4a" if called in _M4A else "sound"):
            taken.media[sound[0]] = sound[1]
            taken.sounds.append(sound[0])
            return MEDIA + sound[0]
        if called.startswith("audio/"):
            taken.problems.append(Problem("sound_refused", {"type": called}))
            return ""
    return _take_picture(data, called, taken)


def _take_picture(data: bytes, called: str, taken: Taken) -> str:
    picked = take_picture(data, called)
    taken.problems += picked.problems
    if picked.media is None:
        return ""
    taken.media[picked.name] = picked.media
    return MEDIA + picked.name


def _without_drawings(taken: Taken) -> Iterator[str]:
    """The text with a picture in the place of each drawing. One that never ends stays, to be cleaned away
    when the text is shown."""
    source, depth, begun, done = taken.source, 0, 0, 0
    opening = ""
    for part in split_html(source):
        if part.kind != "tag" or part.name != "svg":
            continue
        if not part.closes and not part.source.endswith("/>"):
            if not depth:
                begun, opening = part.start, part.source
            depth += 1
        elif part.closes and depth:
            depth -= 1
            if not depth:
                yield source[done:begun]
                yield _take_drawing(opening, source[begun + len(opening) : part.start], taken)
                done = part.start + len(part.source)
    if depth:
        taken.problems.append(Problem("svg_refused", {"reason": "incorrect"}))
    yield source[done:]


def _take_drawing(opening: str, inner: str, taken: Taken) -> str:
    """A picture of a drawing; '' with a problem. opening: its first tag, which in HTML may leave out the
    names of its spaces; inner: what follows it up to the last."""
    attributes = attributes_of(opening)
    missing = "".join(f' {name}="{value}"' for name, value in _SPACES if name not in attributes)
    whole = _NAMED.sub(_to_character, f"<svg{missing}{opening[4:]}{inner}</svg>")
    address = _take_picture(whole.encode("utf-8", "replace"), "image/svg+xml", taken)
    if not address:
        return ""
    title = _TITLE.search(inner)
    words = " ".join(unescape(title[1]).split()) if title else attributes.get("aria-label", "")
    sizes = ((name, _PIXELS.fullmatch(attributes.get(name, "").strip())) for name in ("width", "height"))
    size = "".join(f' {name}="{found[1]}"' for name, found in sizes if found)
    return f'<img src="{address}" alt="{escape(words)}"{size}>'


def _to_character(match: re.Match[str]) -> str:
    """Names of HTML that no XML knows, such as &nbsp;."""
    return match[0] if match[1] in _XML_ENTITIES else entities.html5.get(match[1] + ";", "")


def _decode(parameters: str, payload: str) -> bytes:
    """The content of a data URI, empty for what is none."""
    try:
        if parameters.lower().endswith(";base64"):
            return base64.b64decode(unquote(payload), validate=False)
        return unquote_to_bytes(payload)
    except (binascii.Error, ValueError):
        return b""
