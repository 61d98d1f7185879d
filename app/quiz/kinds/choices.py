"""What single, multiple, true_false and poll share. Answer: `{"choices": [ids]}` in the question's order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from app.errors import Refused
from app.quiz.kinds.base import (
    Answer,
    Bar,
    Fields,
    Kind,
    Problem,
    PublicChoice,
    PublicQuestion,
    Render,
    Shuffle,
    Solution,
)
from app.quiz.kinds.checks import check_choices, check_text
from app.quiz.kinds.forms import values_of
from app.quiz.kinds.keys import only_entry, read_ids, read_mapping, read_weight, refuse_key
from app.quiz.model import Choice, Question, RichText
from app.quiz.plain import readable


def public_choices(choices: Iterable[Choice], render: Render) -> tuple[PublicChoice, ...]:
    return tuple(PublicChoice(choice.id, render(choice.text)) for choice in choices)


def name_choice(question: Question, choice_id: str) -> str:
    """The choice in plain words; one without words (a picture) by its place, as '#2'."""
    for number, choice in enumerate(question.choices, start=1):
        if choice.id == choice_id:
            return readable(choice.text) or f"#{number}"
    return "?"


class ChoiceKind(Kind):
    """Choosing among written choices. Form: `choice=<id>`, repeated where several may be chosen."""

    most: ClassVar[int | None] = 1  # how many may be chosen, None for all
    can_shuffle = True

    def check(self, question: Question) -> list[Problem]:
        problems = check_text(question)
        if len(question.choices) < 2:
            problems.append(Problem("too_few_choices"))
        problems += check_choices(question.choices)
        if self.scored and not self.has_key(question):
            problems.append(Problem("no_right_answer"))
        return problems

    def parse(self, question: Question, fields: Fields) -> Answer:
        sent = set(values_of(fields, "choice"))
        if not sent:
            raise Refused("answer_empty")
        chosen = [choice.id for choice in question.choices if choice.id in sent]
        if len(chosen) != len(sent) or (self.most is not None and len(chosen) > self.most):
            raise Refused("answer_impossible")
        return {"choices": chosen}

    def has_key(self, question: Question) -> bool:
        return any(choice.weight > 0 for choice in question.choices)

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        return [("choice", choice_id) for choice_id in answer["choices"]]

    def chosen(self, question: Question, answer: Answer) -> list[Choice]:
        return [choice for choice in question.choices if choice.id in answer["choices"]]

    def feedback(self, question: Question, answer: Answer) -> list[RichText]:
        return [choice.feedback for choice in self.chosen(question, answer) if choice.feedback]

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """One bar for each choice, in the question's order; `right` is its weight, None without a key."""
        counts, scored = (
            Counter(id_ for answer in answers for id_ in answer["choices"]),
            self.is_scored(question),
        )
        return [
            Bar(choice.id, counts[choice.id], right=choice.weight if scored else None)
            for choice in question.choices
        ]

    def public(self, question: Question, render: Render, shuffle: Shuffle) -> PublicQuestion:
        return replace(
            super().public(question, render, shuffle), choices=public_choices(question.choices, render)
        )

    def right_ids(self, question: Question) -> tuple[str, ...]:
        """The choices that the reveal marks as right."""
        return tuple(choice.id for choice in question.choices if choice.weight > 0)

    def solution(self, question: Question, render: Render) -> Solution:
        right = self.right_ids(question) if self.scored else ()
        return replace(super().solution(question, render), right=right)

    def weigh(self, question: Question, right: list[str]) -> dict[str, float]:
        """The weight of every choice when exactly `right` (one or more) are right: all or nothing here."""
        return {choice.id: float(choice.id in right) for choice in question.choices}

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """key: `{"right": [ids]}`, or `{"weights": {id: -1 to 1}}`, where a choice not named keeps its
        weight. Refused when nothing would be right."""
        if not self.scored:
            refuse_key()
        known = {choice.id: choice.weight for choice in question.choices}
        name, value = only_entry(key, "right", "weights")
        if name == "right":
            right = read_ids(value, known.__contains__)
            weights = self.weigh(question, right) if right else refuse_key()
        else:
            named = {choice_id: read_weight(weight) for choice_id, weight in read_mapping(value).items()}
            weights = known | named if named.keys() <= known.keys() else refuse_key()
        if not any(weight > 0 for weight in weights.values()):
            refuse_key()
        return replace(
            question,
            choices=tuple(replace(choice, weight=weights[choice.id]) for choice in question.choices),
        )

    def describe(self, question: Question, answer: Answer) -> str:
        return "; ".join(name_choice(question, choice_id) for choice_id in answer["choices"])
