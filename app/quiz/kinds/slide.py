"""A page to read: text and pictures, nothing to answer."""

from collections.abc import Mapping
from typing import Any

from app.errors import Refused
from app.quiz.kinds.base import Answer, Fields, Kind, Problem
from app.quiz.kinds.checks import check_text
from app.quiz.kinds.keys import refuse_key
from app.quiz.model import Question


class Slide(Kind):
    name = "slide"
    answerable = False
    scored = False

    def check(self, question: Question) -> list[Problem]:
        return check_text(question)

    def parse(self, question: Question, fields: Fields) -> Answer:
        raise Refused("answer_impossible")

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        return []

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        refuse_key()

    def describe(self, question: Question, answer: Answer) -> str:
        return ""
