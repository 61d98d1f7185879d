"""One choice among several, sent by the tap itself."""

from app.quiz.kinds.base import Answer
from app.quiz.kinds.choices import ChoiceKind
from app.quiz.kinds.credit import bound_credit
from app.quiz.model import Question


class Single(ChoiceKind):
    """Credit is the weight of the choice: several may be right, in part, or cost points."""

    name = "single"
    sends_on_tap = True

    def score(self, question: Question, answer: Answer) -> float:
        return bound_credit(sum(choice.weight for choice in self.chosen(question, answer)))

    def right_ids(self, question: Question) -> tuple[str, ...]:
        """The choices with the highest weight above 0."""
        best = max((choice.weight for choice in question.choices), default=0.0)
        return tuple(choice.id for choice in question.choices if choice.weight == best and best > 0)
