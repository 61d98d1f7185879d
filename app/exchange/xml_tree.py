"""XML as people and programs really write it, cut into elements in one pass, whatever is wrong with it.

No definitions are read, so no entity is ever expanded but the five of XML, numbers and those of HTML; nothing
is fetched. Nesting, numbers of elements and time are bounded. Whether a file is correct XML is asked apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

DEEPEST: Final = 40
MOST_ELEMENTS: Final = 100_000  # in one question
_TAG: Final = re.compile(
    r"<(/?)([A-Za-z_][\w:.-]*+)"
    r"((?:\s++[\w:.-]++(?>\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=`/]++))?+)*+)\s*+(/?)>"
)
_ATTRIBUTE: Final = re.compile(r"([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^<>\[\]]*+(?:\[(?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<)*+\]\s*+)?+>")
# What is not closed goes on to the end.
_PROTECTED: Final = re.compile(
    r"<!\[CDATA\[((?:[^\]]++|\](?!\]>))*+)(?:\]\]>)?+|<!--(?:[^-]++|-(?!->))*+(?:-->)?+"
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}+|#[xX][0-9A-Fa-f]{1,6}+|[A-Za-z][A-Za-z0-9]{1,30}+);")


@dataclass(slots=True)
class Element:
    """name in lower case; line: where it begins, from 1; start, end: its content in the source.

    children of a `leaf` are not looked for: its content is text, whatever stands in it.
    """

    name: str
    attributes: dict[str, str]
    line: int
    start: int
    end: int = -1
    children: list["Element"] = field(default_factory=list)
    cut: bool = False  # it was never closed, or had more elements than are looked at

    def first(self, name: str) -> "Element | None":
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is no correct XML: `xml_definitions` or `xml_incorrect`, and the line (0 if unknown)."""

    code: str
    line: int = 0


class _Nothing:
    def close(self) -> None:
        """The end of the file."""


def find_fault(text: str) -> Fault | None:
    """The first thing that a strict reader refuses. Definitions (DTD) count as one: nobody needs them."""
    parser: Any = XMLParser(target=_Nothing(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.parser.DefaultHandlerExpand = None  # the handlers for definitions stay
    try:
        parser.feed(text)
        parser.close()
    except ParseError as error:
        return Fault("xml_incorrect", error.position[0])
    except DefusedXmlException:
        return Fault("xml_definitions")
    return None


class Scanner:
    """Gives the elements called `unit` one by one, with all that is in them.

    leaves: elements whose content is text. parts: elements that may stand in a unit; where a file is not
    correct, only they end a leaf that is not closed. restart: a unit that begins inside a unit ends it (for
    files in which end tags are missing).
    """

    def __init__(self, text: str, unit: str, leaves: frozenset[str], parts: frozenset[str], restart: bool):
        self.text = text
        self.unit = unit
        self.leaves = leaves
        self.restart = restart
        names = "|".join(sorted(parts | leaves | {unit}))
        self._leaf_end = re.compile(rf"<!\[CDATA\[|<!--|</?({names})(?=[\s/>])", re.IGNORECASE)
        self._line = 1
        self._counted = 0
        self._absent: set[str] = set()  # what is known not to come any more: looked for once

    def units(self) -> Iterator[Element]:
        text, stack, elements, position = self.text, list[Element](), 0, 0
        while (start := text.find("<", position)) >= 0:
            found = _TAG.match(text, start)
            if not found:
                position = self._skip(start)
                continue
            position, name = found.end(), found[2].lower()
            if found[1]:
                done = self._close(stack, name, start)
                if done:
                    yield done
                continue
            if name == self.unit and (not stack or (self.restart and "type" in found[3])):
                if stack:
                    yield self._cut(stack, start)
                elements = 0
            elif not stack:
                continue  # between the units
            if len(stack) >= DEEPEST or elements >= MOST_ELEMENTS:
                stack[0].cut = True
                continue
            elements += 1
            element = Element(name, _attributes(found[3]), self._line_of(start), position)
            if stack:
                stack[-1].children.append(element)
            if found[4]:
                element.end = position
                if not stack:
                    yield element
            elif name in self.leaves:
                element.end, position, element.cut = self._end_of_leaf(name, position)
            else:
                stack.append(element)
        if stack:
            yield self._cut(stack, len(text))

    def _close(self, stack: list[Element], name: str, start: int) -> Element | None:
        """End the innermost element called `name`, with all that stand open in it; a unit is given back."""
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].name == name:
                for element in stack[depth:]:
                    element.end = start
                unit = stack[0]
                del stack[depth:]
                return None if stack else unit
        return None

    def _cut(self, stack: list[Element], end: int) -> Element:
        for element in stack:
            element.end = end
        unit = stack[0]
        unit.cut = True
        stack.clear()
        return unit

    def _skip(self, start: int) -> int:
        """The end of what begins with `<` and is no tag."""
        text = self.text
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
            if text.startswith(opening, start):
                return self._after(closing, start + len(opening))
        if "DOCTYPE" not in self._absent and text.startswith("<!DOCTYPE", start):
            self._absent.add("DOCTYPE")
            doctype = _DOCTYPE.match(text, start)
            return doctype.end() if doctype else start + 1
        return start + 1

    def _after(self, closing: str, start: int) -> int:
        """The end of `closing`; where there is none, `start`."""
        end = -1 if closing in self._absent else self.text.find(closing, start)
        if end < 0:
            self._absent.add(closing)
            return start
        return end + len(closing)

    def _end_of_leaf(self, name: str, start: int) -> tuple[int, int, bool]:
        """Where the content ends, where to go on, and whether the end tag is missing."""
        text, position = self.text, start
        while found := self._leaf_end.search(text, position):
            opening = found[0]
            if opening.startswith("<!"):
                position = self._after("-->" if opening == "<!--" else "]]>", found.end())
                continue
            if opening.startswith("</") and found[1].lower() == name:
                close = text.find(">", found.end())
                return found.start(), close + 1 if close >= 0 else len(text), False
            return found.start(), found.start(), True
        return len(text), len(text), True

    def _line_of(self, position: int) -> int:
        self._line += self.text.count("\n", self._counted, position)
        self._counted = position
        return self._line


def _attributes(source: str) -> dict[str, str]:
    if not source:
        return {}
    return {
        match[1].lower(): decode_entities(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(source)
    }


def decode_entities(text: str) -> str:
    """Entities to characters, once; `&` that begins none stays."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def content(source: str) -> tuple[str, bool]:
    """The text that the content of an element stands for, and whether tags stood in it unprotected.

    CDATA as it stands; elsewhere entities decoded, unless there are tags: then it is HTML already.
    """
    if "<" not in source:
        return decode_entities(source), False
    pieces: list[tuple[str, bool]] = []
    position = 0
    for found in _PROTECTED.finditer(source):
        pieces.append((source[position : found.start()], False))
        if found[1] is not None:
            pieces.append((found[1], True))
        position = found.end()
    pieces.append((source[position:], False))
    tagged = any(_TAG.search(piece) for piece, protected in pieces if not protected)
    return "".join(
        piece if protected or tagged else decode_entities(piece) for piece, protected in pieces
    ), tagged
