"""Items to be put in order: mixed while answers come in, in their right order at the reveal."""

from widgets.parts.rich_text import LoadMedia
from widgets.projector.cards import Card, CardGrid
from widgets.projector.wall import Question, Scene


def make_order(question: Question, scene: Scene, load: LoadMedia, rtl: bool) -> CardGrid:
    """At the reveal each item stands at its place, with how many put it there."""
    if scene.wall.solution is None:
        return CardGrid([Card(item.id, item.html) for item in question.choices], load, rtl)
    html = {item.id: item.html for item in question.choices}
    cards = [
        Card(id, html[id], sign=str(place))
        for place, id in enumerate(scene.wall.solution.right, start=1)
        if id in html
    ]
    grid = CardGrid(cards, load, rtl, (1, 2), down=True)
    grid.set_counts(
        {line.key: line.count for line in scene.wall.lines if line.key in html}, scene.wall.answers
    )
    return grid
