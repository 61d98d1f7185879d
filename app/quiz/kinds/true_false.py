"""True or false: two choices in a fixed order, the first true, the second false, with any ids."""

from app.quiz.kinds.base import Problem
from app.quiz.kinds.single import Single
from app.quiz.model import Question


class TrueFalse(Single):
    name = "true_false"
    can_shuffle = False

    def check(self, question: Question) -> list[Problem]:
        problems = super().check(question)
        if len(question.choices) > 2:
            problems.append(Problem("too_many_choices"))
        return problems
