"""Sounds of a quiz: kept with the question and exported again, not played in a class. A text that holds one
shows a line with its name in its place.

In texts a sound is `<audio src="media:NAME">`, `<source src=...>` in one, or a link to it.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from app.quiz.html_parts import Part, split_html
from app.quiz.model import Media

LARGEST_SOUND: Final = 20_000_000  # bytes
ADDRESSES: Final = {"audio": "src", "source": "src", "a": "href", "object": "data", "embed": "src"}
"""In which attribute an element names a sound."""

_SUFFIXES: Final = (".mp3", ".ogg", ".m4a", ".wav")
_WORDS: Final = {"fr": "audio", "ar": "صوت", "en": "audio"}
_DIGEST: Final = re.compile(r"^[0-9a-f]{16}-?")
_UNWANTED: Final = re.compile(r"[^\w.-]+")
_SOURCE: Final = re.compile(r"(?:src|href|data)\s*+=\s*+[\"']?media:([^\"'<>\s]++)", re.IGNORECASE)


def sound_type(data: bytes, called: str = "") -> tuple[str, str] | None:
    """Media type and suffix of an MP3, Ogg, M4A or WAV file by its content; None for anything else.

    called: the file's name; it tells an M4A from a film in the same container.
    """
    head = data[:16]
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg", ".mp3"
    if head.startswith(b"OggS") and b"\x80theora" not in data[:200]:
        return "audio/ogg", ".ogg"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav", ".wav"
    if head[4:8] == b"ftyp" and (head[8:11] in (b"M4A", b"M4B") or called.lower().endswith(".m4a")):
        return "audio/mp4", ".m4a"
    return None


def take_sound(data: bytes, called: str) -> tuple[str, Media] | None:
    """A name made of content and file name, and the sound; None for what is none or is too large."""
    found = sound_type(data, called)
    if not found or len(data) > LARGEST_SOUND:
        return None
    stem = shown_name(called.replace("\\", "/").rpartition("/")[2])
    stem = _UNWANTED.sub("_", stem.rpartition(".")[0] or stem).strip("._-")[:60]
    digest = hashlib.sha256(data).hexdigest()[:16]
    return (f"{digest}-{stem}" if stem else digest) + found[1], Media(found[0], data)


def shown_name(name: str) -> str:
    """The name as people know it."""
    return _DIGEST.sub("", name)


def is_sound(name: str) -> bool:
    """Whether a name of the quiz's media is that of a sound."""
    return name.lower().endswith(_SUFFIXES)


def sound_of(tag: str) -> str:
    """The name of the sound that a tag of `ADDRESSES` names, '' without one."""
    found = _SOURCE.search(tag)
    name = unquote(found[1]) if found else ""
    return name if is_sound(name) else ""


def show_sounds(source: str, language: str = "") -> str:
    """HTML (or Markdown) in which each sound is a line that names it."""
    if "media:" not in source or not any(suffix in source.lower() for suffix in _SUFFIXES):
        return source
    word = _WORDS.get(language, _WORDS["en"])
    return "".join(_lines(list(split_html(source)), word))


def _lines(parts: list[Part], word: str) -> Iterator[str]:
    holder = ""  # the element that is being left out, for the line in its place
    for place, part in enumerate(parts):
        if holder:
            holder = "" if part.kind == "tag" and part.closes and part.name == holder else holder
            continue
        if part.kind != "tag" or part.name not in ADDRESSES or part.closes:
            yield part.source
            continue
        name = sound_of(part.source)
        if part.name == "audio" and not name:
            name = next((sound_of(p.source) for p in parts[place + 1 : place + 9] if p.name == "source"), "")
        if not name:
            yield part.source
            continue
        yield f"<p>♪ {word}: {shown_name(name)}</p>"
        closed = any(p.closes and p.name == part.name for p in parts[place + 1 : place + 40])
        holder = part.name if part.name != "source" and closed else ""
