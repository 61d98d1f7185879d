"""What the readers of one Moodle question share: its parts, the report, texts with their files, new ids."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import unquote

from app.exchange.report import Report, Severity
from app.exchange.xml_tree import Element, content, decode_entities
from app.quiz.embedded import take_embedded
from app.quiz.html_parts import split_html, words
from app.quiz.markup import plain
from app.quiz.model import Media, NewId, RichText
from app.quiz.pictures import (
    MEDIA,
    is_remote,
    named_pictures,
    take_picture,
)
from app.quiz.sounds import is_sound, shown_name, sound_of, take_sound

FORMATS: Final = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "moodle",
}
_STORED: Final = re.compile(r"@@PLUGINFILE@@/([^\"'<>\n]*)")
_STORED_MARKDOWN: Final = re.compile(r"@@PLUGINFILE@@/([^\"'<>\s)]*)")
# What no phone is shown; the words inside stay where there are any.
_EMBEDDED: Final = frozenset(
    {"script", "iframe", "object", "embed", "video", "audio", "applet", "svg", "math"}
)
_WORTH_A_LOOK: Final = re.compile(rf"<img|!\[|<(?:{'|'.join(sorted(_EMBEDDED))})\b", re.IGNORECASE)
_TWICE: Final = re.compile(r"&lt;(p|div|span)(?:\s[^&]*+)?&gt;.*&lt;/\1&gt;", re.DOTALL)
_SPACE: Final = re.compile(r"\s+")


class NotTaken(Exception):
    """An element that makes no question of its type. code and params as in the report."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass
class Tally:
    """What would be reported for every question alike: code to the first line and how many questions."""

    found: dict[str, tuple[int, int]] = field(default_factory=dict)

    def count(self, code: str, line: int) -> None:
        first, questions = self.found.get(code, (line, 0))
        self.found[code] = (first, questions + 1)


@dataclass
class Reading:
    """One question being read. source: the whole file; format: of the question's text, the default."""

    source: str
    element: Element
    report: Report
    tally: Tally
    media: dict[str, Media]
    new_id: NewId
    format: str = "html"

    def tell(self, severity: Severity, code: str, element: Element | None = None, **params: Any) -> None:
        """Report a finding about an element (the question itself without one)."""
        about = element or self.element
        text = self.text(about) if element else self.text(self.element.first("name") or self.element)
        self.report.add(about.line, severity, code, _SPACE.sub(" ", text[:2_000]).strip(), **params)

    def inside(self, element: Element) -> str:
        return self.source[element.start : element.end]

    def text(self, element: Element | None) -> str:
        """The text of a container (`<text>` in it, else what stands in it) or of a plain element."""
        if element is None:
            return ""
        holder = element.first("text")
        part = None if holder else next((c for c in element.children if c.name in _STRUCTURE), None)
        if part:
            # Text beside other parts: what stands before the first of them.
            end = self.source.rfind("<", element.start, part.start)
            return content(self.source[element.start : end])[0].strip()
        return content(self.inside(holder or element))[0].strip()

    def value(self, name: str, default: str = "", of: Element | None = None) -> str:
        """The text of the child called `name`."""
        child = (of or self.element).first(name)
        return default if child is None else self.text(child)

    def is_set(self, name: str, default: bool, of: Element | None = None) -> bool:
        """A yes or no as Moodle takes it: 'false', '0' and nothing are no."""
        child = (of or self.element).first(name)
        return default if child is None else self.text(child).casefold() not in ("false", "0", "")

    def answers(self) -> list[Element]:
        """The answers, also those in an element around them, which Moodle does not find."""
        found = self.element.all("answer")
        if not found and (around := self.element.first("answers")):
            found = around.all("answer")
            if found:
                self.tell("warning", "answers_wrapped", around)
        return found

    def rich(self, container: Element | None, extra: tuple[Element, ...] = ()) -> RichText:
        """The text of a container in its format; its files and `extra` become media or are reported."""
        if container is None and not extra:
            return RichText("", self.format)
        name = container.attributes.get("format", "").casefold() if container else ""
        text_format = FORMATS.get(name, "html") if name else self.format
        source = self._once(self.text(container), text_format, container)
        files = [*(container.all("file") if container else ()), *extra]
        if text_format == "plain" and not files:
            return RichText(source, text_format)
        source, shown = self._name_files(source, text_format, files)
        if text_format == "plain":
            if not shown:
                return RichText(source, text_format)
            source, text_format = escape(source, quote=False).replace("\n", "<br>"), "html"
        about = container or self.element
        taken = take_embedded(source)
        self.media.update(taken.media)
        for problem in taken.problems:
            self.tell("warning", problem.code, about, **problem.params)
        for name in taken.sounds:
            self.tell("info", "sound_kept", about, name=shown_name(name))
        text = RichText(_append(taken.source, text_format, shown), text_format)
        if _WORTH_A_LOOK.search(text.source):
            self._report_text(text, about)
        return text

    def _once(self, source: str, text_format: str, container: Element | None) -> str:
        """HTML whose tags were protected twice, so that they would be read as words."""
        if text_format != "html" or "<" in source or not _TWICE.fullmatch(source):
            return source
        self.tell("warning", "protected_twice", container)
        return decode_entities(source)

    def _report_text(self, text: RichText, about: Element) -> None:
        for address in named_pictures(text):
            if address and not address.startswith(MEDIA):
                code = "remote_picture" if is_remote(address) else "picture_missing"
                self.tell("warning", code, about, address=address.replace("@@PLUGINFILE@@/", ""))
        tags = [part for part in split_html(text.source) if part.kind == "tag" and not part.closes]
        lost = {part.name for part in tags if not sound_of(part.source)} & _EMBEDDED
        if any(map(is_sound, named_pictures(text))):
            lost.discard("audio")
        for name in sorted(lost):
            self.tell("warning", "embedded_dropped", about, tag=name)

    def _name_files(self, source: str, text_format: str, files: list[Element]) -> tuple[str, dict[str, str]]:
        """The text with its files by our names; names and descriptions of pictures that it does not show."""
        known: dict[str, str] = {}
        described: dict[str, str] = {}
        for file in files:
            name = normalize("NFC", file.attributes.get("name", ""))
            path = file.attributes.get("path", "").strip("/")
            full = f"{path}/{name}" if path else name
            if full in known:
                continue  # the first of equal names counts
            known[full] = self._take_file(file, name)
            if known[full]:
                known.setdefault(name, known[full])
                described.setdefault(known[full], name)

        def rename(match: re.Match[str]) -> str:
            wanted = normalize("NFC", unquote(unescape(match[1])).strip())
            own = known.get(wanted) or known.get(wanted.partition("?")[0])
            return MEDIA + own if own else match[0]

        if text_format != "plain" and "@@PLUGINFILE@@" in source:
            source = (_STORED_MARKDOWN if text_format == "markdown" else _STORED).sub(rename, source)
            for address in named_pictures(RichText(source, text_format)):
                described.pop(address.removeprefix(MEDIA), None)
        return source, described

    def _take_file(self, file: Element, name: str) -> str:
        """The name of the picture among the media, '' for what is none (reported)."""
        data = decode_base64(self.inside(file))
        if not data:
            self.tell("warning", "file_damaged", self.element, name=name)
            return ""
        if sound := take_sound(data, name):
            self.tell("info", "sound_kept", self.element, name=name)
            self.media[sound[0]] = sound[1]
            return sound[0]
        taken = take_picture(data)
        for problem in taken.problems:
            if problem.code == "picture_refused":
                self.tell("warning", "file_dropped", self.element, name=name)
            else:
                self.tell("warning", problem.code, self.element, **problem.params)
        if taken.media:
            self.media[taken.name] = taken.media
        return taken.name

    def old_picture(self) -> RichText | None:
        """The picture of Moodle 1.9 that stands beside the text; None without one."""
        holder = self.element.first("image")
        data = self.element.first("image_base64") or (holder.first("image_base64") if holder else None)
        if data is None:
            address = content(self.inside(holder))[0].strip() if holder else ""
            if address:
                self.tell(
                    "warning",
                    "remote_picture" if is_remote(address) else "picture_missing",
                    holder,
                    address=address,
                )
            return None
        if not self.inside(data).strip():
            return None
        name = self.text(holder) if holder and not holder.children else ""
        own = self._take_file(data, name)
        return RichText(picture_tag(own, name), "html") if own else None


_STRUCTURE: Final = words(
    "answer answers feedback file image image_base64 tolerance unit units subquestion tag"
)


def decode_base64(source: str) -> bytes | None:
    """The bytes, whatever white space, missing padding or `data:` prefix; None for no base64 at all."""
    text = content(source)[0] if "<" in source or "&" in source else source
    head, comma, rest = text.partition(",")
    compact = "".join((rest if comma and "data:" in head else text).split()).rstrip("=")
    compact = compact[: len(compact) - 1] if len(compact) % 4 == 1 else compact
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def picture_tag(name: str, description: str = "") -> str:
    if is_sound(name):
        return f'<audio src="{MEDIA}{name}"></audio>'
    return f'<img src="{MEDIA}{name}" alt="{escape(description)}">'


def _append(source: str, text_format: str, shown: dict[str, str]) -> str:
    """The text with pictures after it."""
    if not shown:
        return source
    if text_format == "markdown":
        return source + "".join(
            f"\n\n{picture_tag(name) if is_sound(name) else f'![]({MEDIA}{name})'}" for name in shown
        )
    tags: Iterator[str] = (picture_tag(name, description) for name, description in shown.items())
    return f"{source}<p>{''.join(tags)}</p>"


def tidy(text: str, text_format: str = "html") -> str:
    """Text without tags and entities, on one line."""
    return plain(RichText(text, text_format))
