"""SVG drawings of strangers, written anew with shapes, texts and gradients only: no script, no event, nothing
from elsewhere. One pass without a tree; size, depth and what references can blow up to are bounded.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from app.quiz.html_parts import words

LARGEST_SVG: Final = 2_000_000  # bytes
MOST_ELEMENTS: Final = 50_000
MOST_DRAWN: Final = 200_000  # elements, with all that is drawn again by reference
DEEPEST: Final = 60
LONGEST_VALUE: Final = 500_000  # characters of one attribute, a path say
_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BEGINS: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?(?:[^?]++|\?(?!>))*+\?>\s*+|<!--(?:[^-]++|-(?!->))*+-->\s*+"
    rb"|<!DOCTYPE[^<>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+)*+<(?:svg:)?svg[\s/>]"
)

_ELEMENTS: Final = words(
    "svg g defs symbol use switch path rect circle ellipse line polyline polygon text tspan textPath "
    "title desc linearGradient radialGradient stop clipPath mask pattern marker style"
)
_SEEN_THROUGH: Final = words("a")  # what is in it is kept
_SILENT: Final = words("metadata")  # nobody misses it
_ATTRIBUTES: Final = words(
    "id class x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d points transform viewBox "
    "preserveAspectRatio version pathLength rotate textLength lengthAdjust startOffset method spacing offset "
    "gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform "
    "clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient "
    "style type"
)
_PROPERTIES: Final = words(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset color opacity display visibility overflow "
    "clip-path clip-rule mask marker marker-start marker-mid marker-end stop-color stop-opacity "
    "font font-family font-size font-style font-weight font-variant font-stretch text-anchor text-decoration "
    "letter-spacing word-spacing dominant-baseline alignment-baseline baseline-shift direction unicode-bidi "
    "writing-mode vector-effect paint-order shape-rendering text-rendering color-interpolation"
)
_REFERENCE: Final = re.compile(r"url\(\s*+[\"']?#([\w:.-]{1,200})[\"']?\s*+\)")
_LOCAL: Final = re.compile(r"#([\w:.-]{1,200})")
_UNSAFE_VALUE: Final = re.compile(r"[\\<@]|url\s*\(|expression|javascript:|data:|image\s*\(|src\s*\(", re.I)
_COMMENT: Final = re.compile(r"/\*(?:[^*]++|\*(?!/))*+\*/")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class SvgRefused(Exception):
    """reason: 'large', 'deep', 'incorrect' (no XML), 'definitions' or 'empty' (nothing to draw)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CleanSvg:
    """removed: names of elements and attributes that were left out and may be missed, each once."""

    data: bytes
    removed: tuple[str, ...]


def looks_like_svg(data: bytes) -> bool:
    """Whether a file begins as an SVG drawing does."""
    return bool(_BEGINS.match(data[:20_000]))


def clean_svg(data: bytes) -> CleanSvg:
    """The drawing in UTF-8, safe to be shown anywhere; cleaning it again changes nothing.

    Raises `SvgRefused`.
    """
    if len(data) > LARGEST_SVG:
        raise SvgRefused("large")
    writer = _Writer()
    parser: Any = XMLParser(target=writer, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise SvgRefused("definitions") from error
    except (ParseError, LookupError, ValueError) as error:
        raise SvgRefused("incorrect") from error
    if not writer.shapes:
        raise SvgRefused("empty")
    writer.check_references()
    return CleanSvg("".join(writer.pieces).encode("utf-8"), tuple(sorted(writer.removed)))


@dataclass(slots=True)
class _Open:
    """An element that is being written. name: '' where only its content is; id: of the nearest one around
    that can be referred to."""

    name: str
    id: str


@dataclass
class _Writer:
    """Target of the parser."""

    pieces: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    shapes: int = 0
    _open: list[_Open] = field(default_factory=list)
    _skipping: int = 0  # depth inside of an element that is left out
    _style: list[str] | None = None
    _elements: int = 0
    _sizes: dict[str, int] = field(default_factory=dict)
    _uses: dict[str, list[str]] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise SvgRefused("large")
        if len(self._open) + self._skipping >= DEEPEST:
            raise SvgRefused("deep")
        space, _, name = tag.rpartition("}")
        ours = space in ("", "{" + _SVG)
        if not self._open and not self._skipping and (name != "svg" or not ours):
            raise SvgRefused("empty")
        if self._skipping or not ours or name not in _ELEMENTS | _SEEN_THROUGH:
            if not self._skipping and ours and name not in _SILENT:
                self.removed.add(f"<{name}>")
            self._skipping += 1
            return
        around = self._open[-1].id if self._open else ""
        if name in _SEEN_THROUGH:
            self._open.append(_Open("", around))
            self.removed.add(f"<{name}>")
            return
        own = attributes.get("id", "")
        own = own if _LOCAL.fullmatch("#" + own) else ""
        # What stands in an element with an id is drawn again with it, so it counts for all that are open.
        for holder in {"", own, *(opened.id for opened in self._open)}:
            self._sizes[holder] = self._sizes.get(holder, 0) + 1
        self._open.append(_Open(name, own or around))
        kept = self._attributes(name, attributes)
        if name == "style":
            self._style = []
            return
        if len(self._open) == 1:
            self.pieces.append(f'<svg xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink"')
        else:
            self.pieces.append(f"<{name}")
            self.shapes += name not in ("title", "desc", "defs", "style")
        self.pieces += [f' {key}="{_quote(value)}"' for key, value in kept.items()]
        self.pieces.append(">")

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        name = self._open.pop().name
        if name == "style":
            self._end_style()
        elif name:
            self.pieces.append(f"</{name}>")

    def data(self, text: str) -> None:
        if self._skipping or not self._open:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self.pieces.append(escape(_FORBIDDEN.sub("", text), quote=False).replace("\r", "&#13;"))

    def close(self) -> None:
        """The end of the file."""

    def _end_style(self) -> None:
        css = _COMMENT.sub("", _FORBIDDEN.sub("", "".join(self._style or ()))).strip()
        self._style = None
        if _UNSAFE_VALUE.search(_REFERENCE.sub("", css)):
            self.removed.add("<style>")
        elif css:
            for match in _REFERENCE.finditer(css):
                self._note_use(match[1])
            self.pieces.append(f"<style>{escape(css, quote=False)}</style>")

    def _attributes(self, name: str, attributes: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, value in attributes.items():
            if key in (_XLINK, "href"):
                if local := _LOCAL.fullmatch(value.strip()):
                    kept.setdefault("xlink:href", value.strip())
                    self._note_use(local[1])
                else:
                    self.removed.add("href")
            elif key == _SPACE:
                kept["xml:space"] = value
            elif key == "style":
                if style := self._properties(value):
                    kept["style"] = style
            elif key in _PROPERTIES:
                if self._is_safe(value):
                    kept[key] = value
                else:
                    self.removed.add(key)
            elif key in _ATTRIBUTES and (key != "type" or name == "style"):
                if len(value) <= LONGEST_VALUE:
                    kept[key] = value
                else:
                    self.removed.add(key)
            elif key.lower().startswith("on") and "}" not in key:
                self.removed.add(key.lower())
            elif key in ("filter", "cursor"):
                self.removed.add(key)
        return kept

    def _properties(self, style: str) -> str:
        kept = []
        for part in _COMMENT.sub("", style).split(";"):
            name, colon, value = part.partition(":")
            name = name.strip().lower()
            if not colon:
                continue
            if name in _PROPERTIES and self._is_safe(value):
                kept.append(f"{name}:{value.strip()}")
            elif name in _PROPERTIES or name in ("filter", "cursor"):
                self.removed.add(name)
        return ";".join(kept)

    def _is_safe(self, value: str) -> bool:
        found = list(_REFERENCE.finditer(value))
        if len(value) > LONGEST_VALUE or _UNSAFE_VALUE.search(_REFERENCE.sub("", value)):
            return False
        for match in found:
            self._note_use(match[1])
        return True

    def _note_use(self, target: str) -> None:
        for holder in {"", *(opened.id for opened in self._open)}:
            self._uses.setdefault(holder, []).append(target)

    def check_references(self) -> None:
        """Raises `SvgRefused` where references draw too much, or one another for ever."""
        drawn: dict[str, int] = {}
        pending = [("", iter(self._uses.get("", ())))]
        on_path = {""}
        drawn[""] = self._sizes.get("", 0)
        while pending:
            holder, rest = pending[-1]
            target = next(rest, None)
            if target is None:
                pending.pop()
                on_path.discard(holder)
                if pending:
                    drawn[pending[-1][0]] += drawn[holder]
            elif target in on_path or len(pending) > DEEPEST:
                raise SvgRefused("deep")
            elif target in drawn:
                drawn[holder] += drawn[target]
            else:
                drawn[target] = self._sizes.get(target, 0)
                on_path.add(target)
                pending.append((target, iter(self._uses.get(target, ()))))
            if drawn[pending[-1][0] if pending else ""] > MOST_DRAWN:
                raise SvgRefused("large")


def _quote(value: str) -> str:
    return (
        escape(_FORBIDDEN.sub("", value)).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    )
