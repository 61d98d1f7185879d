"""XML of QTI as nodes with one spelling for all versions. No definitions, no entities, bounded in size.

`qti-simple-choice` and `simpleChoice` are both `simplechoice`; `response-identifier` is `responseidentifier`.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import entities
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from app.errors import PreauError
from app.exchange.encoding import is_charset

DEEPEST: Final = 150
MOST_NODES: Final = 300_000
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_HEAD: Final = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^<>\[\]]{0,1000}>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


class BadXml(PreauError):
    """`qti_xml_incorrect` (at, reason), `qti_xml_definitions` or `qti_xml_too_large`."""


@dataclass(slots=True)
class Node:
    """name and attributes folded; line in its file; children: nodes and the texts between them. drawn: what a
    drawing (SVG) wrote, where capitals count: the name and the attributes; None for all else."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    space: str = ""
    children: list["Node | str"] = field(default_factory=list)
    drawn: tuple[str, dict[str, str]] | None = None

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default).strip()

    def elements(self, *names: str) -> list["Node"]:
        """The children that are elements, only those of these names if any are given."""
        return [
            child for child in self.children if isinstance(child, Node) and (not names or child.name in names)
        ]

    def first(self, *names: str) -> "Node | None":
        return next(iter(self.elements(*names)), None)

    def find(self, *names: str) -> Iterator["Node"]:
        """All elements of these names below, in the order of the file."""
        waiting = self.elements()[::-1]
        while waiting:
            node = waiting.pop()
            if node.name in names:
                yield node
            waiting += node.elements()[::-1]

    def text(self) -> str:
        """All texts below, white space folded."""
        return " ".join(self.raw_text().split())

    def written(self) -> str:
        """A drawing as XML again."""
        name, attributes = self.drawn or (self.name, self.attributes)
        head = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        inner = "".join(
            escape(child) if isinstance(child, str) else child.written() for child in self.children
        )
        return f"<{name}{head}>{inner}</{name}>"

    def raw_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw_text() for child in self.children)


class _Builder:
    """What the parser calls."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.stack) >= DEEPEST or self.count > MOST_NODES:
            raise BadXml("qti_xml_too_large")
        space, name = _split_name(tag)
        line = int(self.parser.CurrentLineNumber)
        folded = {fold_name(_split_name(key)[1]): value for key, value in attributes.items()}
        node = Node(fold_name(name), folded, line, space)
        if name == "svg" or (self.stack and self.stack[-1].drawn):
            own = {_drawn_key(key): value for key, value in attributes.items()}
            node.drawn = (name, own)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)

    def end(self, tag: str) -> None:
        self.stack.pop()

    def data(self, text: str) -> None:
        children = self.stack[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def close(self) -> Node | None:
        return self.root


def _drawn_key(key: str) -> str:
    """The name of a drawing's attribute, `xlink:` before those of that space."""
    space, name = _split_name(key)
    return f"xlink:{name}" if space.endswith("/xlink") else name


def fold_name(name: str) -> str:
    return name.lower().removeprefix("qti-").replace("-", "").replace("_", "")


def _split_name(tag: str) -> tuple[str, str]:
    if tag.startswith("{"):
        space, _, name = tag[1:].partition("}")
        return space, name
    return "", tag.rpartition(":")[2]


def decode_xml(data: bytes) -> str:
    """The text of an XML file by its mark or declaration, else UTF-8, else Windows-1252."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(codec, errors="replace").removeprefix("\ufeff")
    declared = _DECLARED.match(data)
    name = declared[1].decode() if declared else ""
    for codec in ([name] if is_charset(name) else []) + ["utf-8"]:
        try:
            return data.decode(codec)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def parse_xml(data: bytes) -> Node:
    """The root of an XML file. Raises `BadXml`."""
    text = decode_xml(data)
    text = _HEAD.sub(_same_lines, text, count=1)
    text = _DOCTYPE.sub(_same_lines, text, count=1)  # names only; one with definitions stays and is refused
    text = _ENTITY.sub(_to_character, text)
    builder = _Builder()
    parser: Any = XMLParser(
        target=builder, encoding="utf-8", forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    builder.parser = parser.parser
    try:
        parser.feed(text.encode("utf-8", errors="replace"))
        root = parser.close()
    except ParseError as error:
        raise BadXml(
            "qti_xml_incorrect", at=error.position[0], reason=str(error).partition(":")[0]
        ) from error
    except DefusedXmlException as error:
        raise BadXml("qti_xml_definitions") from error
    if not isinstance(root, Node):
        raise BadXml("qti_xml_incorrect", at=0, reason="no element")
    return root


def _same_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _to_character(match: re.Match[str]) -> str:
    """Names of HTML that no XML file defines, such as &nbsp;."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    return entities.html5.get(match[1] + ";", match[0])
