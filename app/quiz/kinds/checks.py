"""What several kinds check before a question can be asked."""

from collections.abc import Sequence

from app.quiz.kinds.base import Problem
from app.quiz.model import Choice, Question
from app.quiz.plain import is_blank, same_key


def check_text(question: Question) -> list[Problem]:
    """`no_text`: neither words nor a picture are asked."""
    return [Problem("no_text")] if is_blank(question.text) else []


def check_choices(choices: Sequence[Choice]) -> list[Problem]:
    """`empty_choice` and `duplicate_choice` with the `number` of the choice, counted from 1."""
    problems = []
    seen: set[str] = set()
    for number, choice in enumerate(choices, start=1):
        if is_blank(choice.text):
            problems.append(Problem("empty_choice", {"number": number}))
            continue
        key = same_key(choice.text)
        if key in seen:
            problems.append(Problem("duplicate_choice", {"number": number}))
        seen.add(key)
    return problems
