"""Any number of choices, sent by a button."""

from app.quiz.kinds.base import Answer
from app.quiz.kinds.choices import ChoiceKind
from app.quiz.kinds.credit import bound_credit
from app.quiz.model import Question


class Multiple(ChoiceKind):
    """Credit is the sum of the chosen weights, kept within -1 to 1: the author's weights as Moodle takes them
    (docs/decisions/scoring-choices.md)."""

    name = "multiple"
    most = None

    def score(self, question: Question, answer: Answer) -> float:
        return bound_credit(sum(choice.weight for choice in self.chosen(question, answer)))

    def weigh(self, question: Question, right: list[str]) -> dict[str, float]:
        """Right choices share 1, wrong ones share -1: ticking everything, like ticking blindly, is worth 0 on
        average ("correction for guessing", R. B. Frary, Educational Measurement 7(2), 1988)."""
        wrong = len(question.choices) - len(right)
        return {
            choice.id: 1 / len(right) if choice.id in right else -1 / wrong for choice in question.choices
        }
