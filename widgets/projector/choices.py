"""The choices of a question; at the reveal the right ones keep their colour and the others step back."""

from collections.abc import Sequence
from typing import Literal

from widgets.parts import truth
from widgets.parts.rich_text import LoadMedia
from widgets.projector.cards import Card, CardGrid
from widgets.projector.wall import Line, Question, Scene


class ChoiceCards(CardGrid):
    """With the distribution at the reveal, and before it only where the teacher wants it seen."""

    def __init__(self, question: Question, scene: Scene, load: LoadMedia, rtl: bool) -> None:
        right = scene.wall.solution.right if scene.wall.solution else ()
        cards = []
        for index, choice in enumerate(question.choices):
            state: Literal["", "right", "other"] = ""
            if right:
                state = "right" if choice.id in right else "other"
            cards.append(Card(choice.id, choice_html(question, index), index, state=state))
        columns = (1, 2) if len(cards) in (1, 3) else (2, 1)
        super().__init__(cards, load, rtl, columns)
        self.take(scene)

    def take(self, scene: Scene) -> bool:
        if scene.wall.solution is not None:
            return self.set_counts(_counts(scene.wall.lines), scene.wall.answers)
        return self.set_counts(_counts(scene.live), scene.answered)


def choice_html(question: Question, index: int) -> str:
    """A choice as it is shown; true and false are in the language of the interface."""
    return truth.choice_html(question.kind, index, question.choices[index].html)


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    return {line.key: line.count for line in lines}
