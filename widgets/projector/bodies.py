"""Which body a question has, before and after its reveal."""

from typing import Final

from widgets.parts.rich_text import LoadMedia
from widgets.projector.body import Body
from widgets.projector.choices import ChoiceCards
from widgets.projector.gaps import make_gaps
from widgets.projector.hint import Hint
from widgets.projector.number_line import NumberLine
from widgets.projector.ordering import make_order
from widgets.projector.pairs import PairColumns
from widgets.projector.wall import Scene
from widgets.projector.words import WordCloud

CHOSEN: Final = frozenset({"single", "multiple", "true_false", "poll"})


def make_body(scene: Scene, load: LoadMedia, rtl: bool) -> Body | None:
    """The body of the question on the wall; None where its text is all."""
    question, solution = scene.wall.question, scene.wall.solution
    assert question is not None
    if question.kind in CHOSEN:
        return ChoiceCards(question, scene, load, rtl)
    if question.kind == "ordering":
        return make_order(question, scene, load, rtl)
    if question.kind == "matching":
        return PairColumns(question, scene, load, rtl)
    if question.kind == "gaps":
        return make_gaps(question, scene, load, rtl)
    if question.kind == "slide":
        return None
    if solution is None:
        return Hint(question.unit, rtl)
    if question.kind == "numeric":
        return NumberLine(solution.accepted, scene.wall.lines, question.unit, rtl)
    return WordCloud(solution.accepted, scene.wall.lines, rtl)
