"""The content of QTI items as rich text, with the pictures of the package. What is not taken is reported."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Final
from urllib.parse import unquote

from app.exchange.mathml import to_tex
from app.exchange.qti_xml import Node
from app.exchange.report import Report, Severity
from app.quiz.embedded import take_embedded
from app.quiz.html_parts import Part, split_html, words
from app.quiz.model import Media, NewId, RichText
from app.quiz.pictures import MEDIA, attributes_of, is_remote, take_picture
from app.quiz.sounds import shown_name, take_sound

_MEDIA_TAGS: Final = ("img", "audio", "source")
_MEDIA_TAG: Final = re.compile("<(?:img|audio|source|svg)", re.IGNORECASE)
_VOID: Final = words("br hr img col wbr source")
_TRANSPARENT: Final = words(
    "itembody contentbody prompt feedbackblock templateblock infocontrol include material flow"
)
_SILENT: Final = words("stylesheet cataloginfo companionmaterialsinfo script style")
_KEPT: Final = words("src alt width height colspan rowspan dir lang start")
_SPACE: Final = re.compile(r"[ \t\r\n]+")

Replace = Callable[[Node], str | None]


@dataclass
class Source:
    """One file being read. folder: of the file in the package; fetch: a member of the package by its name."""

    name: str
    folder: str
    fetch: Callable[[str], bytes | None]
    report: Report
    media: dict[str, Media]
    new_id: NewId
    packaged: bool = False
    _pictures: dict[str, str] = field(default_factory=dict)

    def tell(self, severity: Severity, code: str, node: Node, text: str = "", **params: Any) -> None:
        """Report a finding: by its line in a file, by the name of the file in a package."""
        source = text or node.text()
        line = 0 if self.packaged else node.line
        self.report.add(line, severity, code, f"{self.name}: {source}" if self.packaged else source, **params)

    def rich(self, html: str, node: Node) -> RichText:
        """Rich text of HTML, its pictures taken; plain where nothing but words is in it."""
        html = self._take_pictures(html.strip(), node)
        if "<" not in html:
            return RichText(_SPACE.sub(" ", unescape(html)).strip(), "plain")
        return RichText(balance(html), "html")

    def content(self, node: Node, replace: Replace = lambda node: None) -> RichText:
        """Rich text of what is in a node."""
        return self.rich(self.html(node, replace), node)

    def html(self, node: Node, replace: Replace = lambda node: None) -> str:
        """HTML of what is in a node. replace: what stands for a node instead of itself, None for itself."""
        return "".join(
            escape(child, quote=False) if isinstance(child, str) else self._element(child, replace)
            for child in node.children
        )

    def _element(self, node: Node, replace: Replace) -> str:
        instead = replace(node)
        if instead is not None:
            return instead
        match node.name:
            case "math":
                return self._formula(node)
            case "svg":
                return node.written()
            case "object":
                return self._object(node)
            case "audio":
                source = f' src="{escape(node.get("src"))}"' if node.get("src") else ""
                return f"<audio{source}>{self.html(node, replace)}</audio>"
            case "video" | "iframe" | "embed":
                self.tell("warning", "media_not_taken", node, node.get("src") or node.name)
                return self.html(node, replace)
            case name if name in _SILENT:
                return ""
            case name if name in _TRANSPARENT:
                return self.html(node, replace)
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in node.attributes.items() if name in _KEPT
        )
        if node.name in _VOID:
            return f"<{node.name}{attributes}>"
        return f"<{node.name}{attributes}>{self.html(node, replace)}</{node.name}>"

    def _formula(self, node: Node) -> str:
        tex = to_tex(node)
        if tex is None:
            self.tell("warning", "mathml_not_taken", node)
            return escape(node.text())
        opening, closing = (r"\[", r"\]") if node.get("display") == "block" else (r"\(", r"\)")
        return escape(f"{opening}{tex}{closing}", quote=False)

    def _object(self, node: Node) -> str:
        if node.get("type").startswith("image/"):
            return f'<img src="{escape(node.get("data"))}" alt="{escape(node.text())}">'
        if node.get("type").startswith("audio/"):
            return f'<audio src="{escape(node.get("data"))}">{escape(node.text())}</audio>'
        self.tell("warning", "media_not_taken", node, node.get("data") or node.name)
        return escape(node.text())

    def _take_pictures(self, html: str, node: Node) -> str:
        if not _MEDIA_TAG.search(html):
            return html
        taken = take_embedded(html)
        self.media.update(taken.media)
        for problem in taken.problems:
            self.tell("warning", problem.code, node, **problem.params)
        for name in taken.sounds:
            self.tell("info", "sound_kept", node, name=shown_name(name))
        return "".join(
            self._media(part, node) if part.kind == "tag" and part.name in _MEDIA_TAGS else part.source
            for part in split_html(taken.source)
        )

    def _media(self, part: Part, node: Node) -> str:
        if part.name == "img":
            return self._picture(part.source, node)
        address = attributes_of(part.source).get("src", "")
        if part.closes or not address or address.startswith(MEDIA):
            return part.source
        if address not in self._pictures:
            self._pictures[address] = self._take_sound(address, node)
        own = self._pictures[address]
        return f'<{part.name} src="{own}">' if own else ""

    def _take_sound(self, address: str, node: Node) -> str:
        """The sound's address in the quiz, '' with a line in the report."""
        name = posixpath.basename(unquote(address.split("?")[0]))
        data = None if is_remote(address) else self._find(address)
        sound = take_sound(data, name) if data else None
        if sound is None:
            self.tell("warning", "media_not_taken", node, address)
            return ""
        self.tell("info", "sound_kept", node, name, name=name)
        self.media[sound[0]] = sound[1]
        return MEDIA + sound[0]

    def _find(self, address: str) -> bytes | None:
        return next((data for path in paths_of(address, self.folder) if (data := self.fetch(path))), None)

    def _picture(self, tag: str, node: Node) -> str:
        attributes = attributes_of(tag)
        address = attributes.get("src", "")
        if not address or address.startswith(MEDIA):
            return tag
        if address not in self._pictures:
            self._pictures[address] = self._take(address, node)
        kept = {"src": self._pictures[address], "alt": attributes.get("alt", "")}
        kept |= {name: attributes[name] for name in ("width", "height") if name in attributes}
        return "<img" + "".join(f' {name}="{escape(value)}"' for name, value in kept.items()) + ">"

    def _take(self, address: str, node: Node) -> str:
        """The picture's name in the quiz, else its address, with a line in the report."""
        if is_remote(address):
            self.tell("warning", "remote_picture", node, address, address=address)
            return address
        data = self._find(address)
        if data is None:
            self.tell("warning", "picture_missing", node, address, address=address)
            return address
        taken = take_picture(data, posixpath.splitext(address)[1].lstrip(".") or "?")
        for problem in taken.problems:
            self.tell("warning", problem.code, node, address, **problem.params)
        if taken.media is None:
            return ""
        self.media[taken.name] = taken.media
        return MEDIA + taken.name


def paths_of(address: str, folder: str) -> list[str]:
    """Where in a package an address may lie: beside its file, or at the root as some platforms write it."""
    plain = unquote(address.split("?")[0].split("#")[0]).replace("\\", "/")
    for mark in ("$IMS-CC-FILEBASE$/", "%24IMS-CC-FILEBASE%24/"):
        if mark in plain:
            rest = plain.partition(mark)[2].removeprefix("../")
            return [posixpath.normpath(f"web_resources/{rest}"), posixpath.normpath(rest)]
    paths = [posixpath.normpath(posixpath.join(folder, plain)), posixpath.normpath(plain.lstrip("/"))]
    return [path for path in dict.fromkeys(paths) if not path.startswith(("..", "/"))]


def balance(html: str) -> str:
    """HTML without end tags that end nothing, and with those that were missing."""
    pieces: list[str] = []
    stack: list[str] = []
    for part in split_html(html):
        if part.kind == "comment":
            continue
        if part.kind == "tag" and part.name not in _VOID:
            if not part.closes:
                if not part.source.endswith("/>"):
                    stack.append(part.name)
            elif part.name in stack[-100:]:
                while (name := stack.pop()) != part.name:
                    pieces.append(f"</{name}>")
            else:
                continue
        pieces.append(part.source)
    pieces += [f"</{name}>" for name in reversed(stack)]
    return "".join(pieces)
