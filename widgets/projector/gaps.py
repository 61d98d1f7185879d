"""A text with gaps: boxes in the text, what may be chosen below it; filled in at the reveal."""

import re
from html import escape
from typing import Final

from app.signs import plain_text, show_numeral
from widgets.language import language
from widgets.parts.rich_text import LoadMedia
from widgets.projector.cards import Card, CardGrid
from widgets.projector.look import Look
from widgets.projector.wall import Gap, Question, Scene

_BLANK: Final = re.compile(r'<b class="gap">\[(\d+)\]\u00a0_____</b>')
_NUMBERED: Final = re.compile(r"^\[\d+\] ")
_SPACE: Final = "\N{NO-BREAK SPACE}"


def gap_text(question: Question, scene: Scene, look: Look) -> str:
    """The text with its gaps as boxes, empty before the reveal and filled after it."""
    filled = _fillings(question, scene)

    def fill(match: "re.Match[str]") -> str:
        number = match[1]
        answer = filled.get(int(number))
        if answer is None:
            shade, inside = look.tokens.ink, f"{number}{_SPACE}{'_' * 6}"
        else:
            shade, inside = look.tokens.garden, escape(answer.replace(" ", _SPACE))
        style = f"background-color:{look.tokens.tint};color:{shade}"
        return f'<b style="{style}">{_SPACE}{inside}{_SPACE}</b>'

    return _BLANK.sub(fill, question.html)


def make_gaps(question: Question, scene: Scene, load: LoadMedia, rtl: bool) -> CardGrid | None:
    """Before the reveal the choices of each gap that has some; after it how many filled each gap right."""
    filled = _fillings(question, scene)
    cards = []
    for number, gap in enumerate(question.gaps, start=1):
        if scene.wall.solution is not None:
            cards.append(Card(gap.id, escape(filled.get(number, "")), sign=str(number)))
        elif gap.choices:
            cards.append(Card(gap.id, _joined(gap), sign=str(number)))
    if not cards:
        return None
    grid = CardGrid(cards, load, rtl, (1, 2) if len(cards) < 3 else (2, 1), down=True)
    if scene.wall.solution is not None:
        grid.set_counts({line.key: line.count for line in scene.wall.lines}, scene.wall.answers)
    return grid


def _joined(gap: Gap) -> str:
    """The choices of a gap in one line; a picture stays a picture."""
    texts = [choice.html.removeprefix("<p>").removesuffix("</p>") for choice in gap.choices]
    return f"{_SPACE}{_SPACE}· ".join(texts)


def _fillings(question: Question, scene: Scene) -> dict[int, str]:
    """What fills each gap, by its number; empty before the reveal."""
    if scene.wall.solution is None:
        return {}
    pairs, found = dict(scene.wall.solution.pairs), {}
    accepted = scene.wall.solution.accepted
    for number, gap in enumerate(question.gaps, start=1):
        names = {choice.id: plain_text(choice.html) for choice in gap.choices}
        text = names.get(pairs.get(gap.id, ""), pairs.get(gap.id, ""))
        if gap.form == "several" and number <= len(accepted):
            text = _NUMBERED.sub("", accepted[number - 1])
        found[number] = show_numeral(language(), text) if gap.form == "number" else text
    return found
