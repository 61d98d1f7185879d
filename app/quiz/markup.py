"""Rich text to safe HTML or to plain text. Everything shown to anyone passes here, wherever it came from.

Links become plain text (phones have no internet, and a link leads out of the class). Pictures are of the quiz
only; nothing is fetched. Formulas become pictures, see `app.quiz.formulas` for their classes.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape, unescape
from typing import Final

import nh3

from app.quiz.finishing import AddMedia, Finisher, MediaUrl, Rendered
from app.quiz.formula_marks import Marks, mark_formulas, markdown_html
from app.quiz.formula_words import read_formulas
from app.quiz.html_parts import BLOCKS, limit_depth, split_html, words
from app.quiz.languages import in_language
from app.quiz.model import RichText
from app.quiz.pictures import attributes_of
from app.quiz.sounds import show_sounds

__all__ = ["AddMedia", "MediaUrl", "Rendered", "keep_together", "plain", "render", "short_title"]

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
_SPACE: Final = re.compile(r"\s+")


def render(
    text: RichText, media_url: MediaUrl, add_media: AddMedia, languages: Sequence[str] = ()
) -> Rendered:
    """Safe HTML of `text`; of a text in several languages the part for these (`app.quiz.languages`).

    media_url: address of a picture of the quiz by its name, empty if there is none of that name.
    add_media: keeps a drawn formula and gives its address.
    """
    marks = Marks()
    html = _to_html(_for_reader(text, languages), marks)
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        link_rel=None,
        url_schemes={"media", "http", "https"},
    )
    return Finisher(marks, media_url, add_media).finish(clean)


def plain(text: RichText, languages: Sequence[str] = ()) -> str:
    """The text without tags, entities decoded, white space folded. Alternative texts of pictures and the
    source of formulas are kept. languages: as in `render`."""
    text = _for_reader(text, languages)
    source = text.source
    if text.format == "plain":
        return _fold(source)
    if text.format == "markdown":
        source = markdown_html(source, Marks(keep=True))
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
    """The title, or the beginning of the text: at most 80 characters, cut between words, with
    formulas as people read them."""
    if title:
        return title
    words = read_formulas(plain(text))
    if len(words) <= LONGEST_TITLE:
        return words
    cut = words[:LONGEST_TITLE]
    return (cut.rpartition(" ")[0] or cut[:-1]) + "…"


def _for_reader(text: RichText, languages: Sequence[str]) -> RichText:
    """The part of the text in the reader's language, sounds by their names."""
    text = in_language(text, languages)
    if text.format == "plain":
        return text
    return replace(text, source=show_sounds(text.source, languages[0] if languages else ""))


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _to_html(text: RichText, marks: Marks) -> str:
    if text.format == "plain":
        lines = mark_formulas(text.source, marks, decode=False, encode=escape)
        return lines.replace("\r\n", "\n").replace("\n", "<br>")
    if text.format == "markdown":
        html = markdown_html(text.source, marks)
        return "".join(
            _escape_stray(part.source) if part.kind == "text" else part.source
            for part in limit_depth(split_html(html))
        )
    html = _mark_html(text.source, marks)
    return _break_lines(html) if text.format == "moodle" else html


def _mark_html(source: str, marks: Marks) -> str:
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
                pieces.append(mark_formulas(part.source, marks, decode=True, encode=_escape_stray))
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


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "dir":
        return value.lower() if value.lower() in ("ltr", "rtl", "auto") else None
    if name == "lang":
        return value if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", value) else None
    if name in _NUMBERS:
        return value if re.fullmatch(r"\d{1,4}", value) else None
    return value


_FRENCH_SPACE: Final = re.compile(r"(?<=\S) (?=[?!:;»](?:\s|<|$))|(?<=«) (?=\S)")


def keep_together(html: str) -> str:
    """No line begins with the question mark or ends with the opening quote of French."""
    return _FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", html)
