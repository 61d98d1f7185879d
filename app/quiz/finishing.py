"""Puts pictures and formulas into HTML that was cleaned. Trusts its tags, escapes all that it adds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import unquote

from app.quiz.formula_marks import Marks
from app.quiz.formula_words import read_formula
from app.quiz.formulas import Drawing, draw_formula
from app.quiz.kinds.base import Problem
from app.quiz.model import Media
from app.quiz.pictures import MEDIA, attributes_of, is_remote

MediaUrl = Callable[[str], str]
AddMedia = Callable[[Media], str]

_CLEAN_TAG: Final = re.compile(r"<(/?)([a-z0-9]++)(?:[^\"<>]|\"[^\"]*+\")*+>")


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and what could not be shown: `remote_picture` (address), `picture_missing` (address),
    `formula_unknown`, `formula_wrong`, `formula_too_long` (tex)."""

    html: str
    problems: tuple[Problem, ...] = ()


class Finisher:
    """Puts pictures and formulas into cleaned HTML."""

    def __init__(self, marks: Marks, media_url: MediaUrl, add_media: AddMedia) -> None:
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
        if not isinstance(drawn, Drawing):
            self.problems.append(Problem(drawn.code, {"tex": formula.tex}))
            return f"<code>{escape(formula.tex)}</code>"
        url = self.add_media(Media("image/svg+xml", drawn.svg))
        classes = (
            f"formula{' display' if formula.display else ''} fh-{drawn.height_steps} va-{drawn.depth_steps}"
        )
        size = f'width="{drawn.width}" height="{drawn.height}"'
        return f'<img class="{classes}" src="{escape(url)}" alt="{escape(read_formula(formula.tex))}" {size}>'

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
