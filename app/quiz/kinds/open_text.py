"""A free answer in the student's own words, read by people and not scored."""

from collections.abc import Mapping
from typing import Any

from app.quiz.kinds.base import Problem
from app.quiz.kinds.checks import check_text
from app.quiz.kinds.keys import refuse_key
from app.quiz.kinds.typed import TypedKind
from app.quiz.model import Question


class OpenText(TypedKind):
    name = "open_text"
    scored = False
    limit = 4000

    def check(self, question: Question) -> list[Problem]:
        return check_text(question)

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        refuse_key()
