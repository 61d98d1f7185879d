"""Rich text to safe HTML or to plain text. Everything shown to anyone passes here, wherever it came from.

Links become plain text (phones have no internet, and a link leads out of the class). Pictures are of the quiz
only; nothing is fetched. Formulas become pictures, see `app.quiz.formulas` for their classes.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from typing import Final
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from app.quiz.formulas import Drawing, draw_formula
from app.quiz.html_parts import BLOCKS, limit_depth, split_html, words
from app.quiz.kinds.base import Problem
from app.quiz.model import Media, RichText
from app.quiz.pictures import MEDIA, attributes_of, is_remote
from app.quiz.tex import Found, find_formulas, formula_at

MediaUrl = Callable[[str], str]
AddMedia = Callable[[Media], str]

LONGEST_TITLE: Final = 80
_TAGS: Final = words(
    "b bdi bdo blockquote br caption cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td "
    "tfoot th thead tr u ul var"
)
_DROPPED: Final = words("iframe noscript object script select style svg template textarea title")
_ATTRIBUTES: Final = {
    "*": {"dir", "lang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_NUMBERS: Final = frozenset({"width", "height", "colspan", "rowspan", "start"})
_CLEAN_TAG: Final = re.compile(r"<(/?)([a-z0-9]++)(?:[^\"<>]|\"[^\"]*+\")*+>")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and what could not be shown: `remote_picture` (address), `picture_missing` (address),
    `formula_unknown`, `formula_wrong`, `formula_too_long` (tex)."""

    html: str
    problems: tuple[Problem, ...] = ()


def render(text: RichText, media_url: MediaUrl, add_media: AddMedia) -> Rendered:
    """Safe HTML of `text`.

    media_url: address of a picture of the quiz by its name, empty if there is none of that name.
    add_media: keeps a drawn formula and gives its address.
    """
    marks = _Marks()
    html = _to_html(text, marks)
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        link_rel=None,
        url_schemes={"media", "http", "https"},
    )
    return _Finisher(marks, media_url, add_media).finish(clean)


def plain(text: RichText) -> str:
    """The text without tags, entities decoded, white space folded. Alternative texts of pictures and the
    source of formulas are kept."""
    source = text.source
    if text.format == "plain":
        return _fold(source)
    if text.format == "markdown":
        source = _markdown_html(source, _Marks(keep=True))
    if "<" not in source and "&" not in source:
        return _fold(source)
    pieces: list[str] = []
    hidden = ""
    for part in split_html(source):
        if hidden:
            hidden = "" if part.closes and part.name == hidden else hidden
        elif part.kind == "text":
            pieces.append(unescape(part.source))
        elif part.name in _DROPPED and not part.closes:
            hidden = part.name
        elif part.name == "img":
            pieces.append(attributes_of(part.source).get("alt", ""))
        elif part.name in BLOCKS:
            pieces.append(" ")
    return _fold("".join(pieces))


def short_title(title: str, text: RichText) -> str:
    """The title, or the beginning of the text: at most 80 characters, cut between words."""
    if title:
        return title
    words = plain(text)
    if len(words) <= LONGEST_TITLE:
        return words
    cut = words[:LONGEST_TITLE]
    return (cut.rpartition(" ")[0] or cut[:-1]) + "…"


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _Marks:
    """Words that stand for formulas while the text is turned into HTML and cleaned. They hold letters and
    digits only, so nothing changes them, and are random, so no text can contain one by intent."""

    def __init__(self, keep: bool = False) -> None:
        self.word = f"formula{secrets.token_hex(8)}x"
        self.found: list[Found] = []
        self.sources: list[str] = []
        self.keep = keep

    def put(self, formula: Found, source: str) -> str:
        """The word for a formula, or its source if formulas are to be kept."""
        if self.keep:
            return source
        self.found.append(formula)
        self.sources.append(source)
        return f"{self.word}{len(self.found) - 1}x"

    def pattern(self) -> str:
        return self.word + r"(\d+)x"


def _to_html(text: RichText, marks: _Marks) -> str:
    if text.format == "plain":
        lines = _mark_formulas(text.source, marks, decode=False, encode=escape)
        return lines.replace("\r\n", "\n").replace("\n", "<br>")
    if text.format == "markdown":
        html = _markdown_html(text.source, marks)
        return "".join(
            _escape_stray(part.source) if part.kind == "text" else part.source
            for part in limit_depth(split_html(html))
        )
    html = _mark_html(text.source, marks)
    return _break_lines(html) if text.format == "moodle" else html


def _mark_html(source: str, marks: _Marks) -> str:
    """HTML with marks for its formulas, outside code; what is no tag is escaped."""
    pieces: list[str] = []
    code = 0
    for part in limit_depth(split_html(source)):
        if part.kind == "tag":
            if part.name in ("code", "pre"):
                code = max(0, code - 1) if part.closes else code + 1
            pieces.append(part.source)
        elif part.kind == "text":
            if code:
                pieces.append(_escape_stray(part.source))
            else:
                pieces.append(_mark_formulas(part.source, marks, decode=True, encode=_escape_stray))
    return "".join(pieces)


def _mark_formulas(source: str, marks: _Marks, decode: bool, encode: Callable[[str], str]) -> str:
    pieces: list[str] = []
    done = 0
    for formula in find_formulas(source):
        pieces.append(encode(source[done : formula.start]))
        tex = unescape(formula.tex) if decode else formula.tex
        original = source[formula.start : formula.end]
        mark = marks.put(
            Found(formula.start, formula.end, tex, formula.display),
            unescape(original) if decode else original,
        )
        pieces.append(mark)
        done = formula.end
    pieces.append(encode(source[done:]))
    return "".join(pieces)


def _escape_stray(text: str) -> str:
    """Text between tags: whatever looks like a tag is none."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _break_lines(html: str) -> str:
    """Line breaks become `<br>`, except beside a tag of a block."""
    block = "|".join(sorted(BLOCKS, key=len, reverse=True))
    html = re.sub(rf"(</?(?:{block})\b[^<>]*+>)\s++", r"\1", html.replace("\r\n", "\n"), flags=re.IGNORECASE)
    lines = html.split("\n")
    starts_block = re.compile(rf"\s*+</?(?:{block})\b", re.IGNORECASE)
    pieces = [lines[0]]
    for line in lines[1:]:
        pieces.append("\n" if starts_block.match(line) else "<br>\n")
        pieces.append(line)
    return "".join(pieces)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "formula", _markdown_formula)
    return parser


def _markdown_formula(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    formula = formula_at(state.src, state.pos)
    if not formula:
        return False
    if not silent:
        token = state.push("text", "", 0)
        token.content = state.env["marks"].put(formula, state.src[formula.start : formula.end])
    state.pos = formula.end
    return True


def _markdown_html(source: str, marks: _Marks) -> str:
    return str(_markdown().render(source, {"marks": marks}))


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "dir":
        return value.lower() if value.lower() in ("ltr", "rtl", "auto") else None
    if name == "lang":
        return value if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", value) else None
    if name in _NUMBERS:
        return value if re.fullmatch(r"\d{1,4}", value) else None
    return value


class _Finisher:
    """Puts pictures and formulas into cleaned HTML."""

    def __init__(self, marks: _Marks, media_url: MediaUrl, add_media: AddMedia) -> None:
        self.marks = marks
        self.media_url = media_url
        self.add_media = add_media
        self.problems: list[Problem] = []

    def finish(self, clean: str) -> Rendered:
        pieces: list[str] = []
        code = done = 0
        for match in _CLEAN_TAG.finditer(clean):
            pieces.append(self._text(clean[done : match.start()], code > 0))
            pieces.append(self._picture(match[0]) if match[2] == "img" else match[0])
            if match[2] in ("code", "pre"):
                code += -1 if match[1] else 1
            done = match.end()
        pieces.append(self._text(clean[done:], code > 0))
        return Rendered("".join(pieces), tuple(self.problems))

    def _text(self, text: str, code: bool) -> str:
        if not self.marks.found:
            return text
        show = self._source if code else self._formula
        return re.sub(self.marks.pattern(), lambda match: show(int(match[1])), text)

    def _source(self, index: int) -> str:
        return escape(self.marks.sources[index])

    def _formula(self, index: int) -> str:
        formula = self.marks.found[index]
        drawn = draw_formula(formula.tex, formula.display)
        tex = escape(formula.tex)
        if not isinstance(drawn, Drawing):
            self.problems.append(Problem(drawn.code, {"tex": formula.tex}))
            return f"<code>{tex}</code>"
        url = self.add_media(Media("image/svg+xml", drawn.svg))
        classes = (
            f"formula{' display' if formula.display else ''} fh-{drawn.height_steps} va-{drawn.depth_steps}"
        )
        size = f'width="{drawn.width}" height="{drawn.height}"'
        return f'<img class="{classes}" src="{escape(url)}" alt="{tex}" {size}>'

    def _picture(self, tag: str) -> str:
        attributes = attributes_of(tag)
        alt = re.sub(
            self.marks.pattern(), lambda match: self.marks.sources[int(match[1])], attributes.get("alt", "")
        )
        address = attributes.get("src", "")
        if address.startswith(MEDIA):
            url = self.media_url(unquote(address.removeprefix(MEDIA)))
            if url:
                sizes = "".join(
                    f' {name}="{attributes[name]}"' for name in ("width", "height") if name in attributes
                )
                return f'<img src="{escape(url)}" alt="{escape(alt)}"{sizes}>'
        code = "remote_picture" if is_remote(address) else "picture_missing"
        self.problems.append(Problem(code, {"address": address}))
        return escape(alt)
