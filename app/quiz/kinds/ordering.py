"""Items to be put in order. `Question.choices` holds them in the right order.

Form: `place-<id>=<1 to n>`, every item at its own place. Answer: `{"order": [ids]}`, the first place first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

from app.errors import Refused
from app.quiz.kinds.base import Answer, Bar, Fields, Kind, Problem, PublicQuestion, Render, Shuffle, Solution
from app.quiz.kinds.checks import check_choices, check_text
from app.quiz.kinds.choices import name_choice, public_choices
from app.quiz.kinds.forms import one_value
from app.quiz.kinds.keys import only_entry, read_ids, refuse_key
from app.quiz.model import Question

FIELD: Final = "place-"
WHOLE: Final = "all"
"""Key of the bar that counts wholly right orders."""


class Ordering(Kind):
    """Credit is Kendall's rank correlation tau-a between the given and the right order, not below 0:
    max(0, 1 - 4d / (n(n - 1))), d the number of pairs of items that stand the wrong way round
    (M. G. Kendall, "A new measure of rank correlation", Biometrika 30, 1938).

    One slip costs little wherever it is, unlike with counted places, where a missed first item shifts all;
    and the order in which the items happen to stand at first is worth 0 on average before the cut at 0,
    unlike with 1 - 2d / (n(n - 1)), which gives half of the points for it. The reverse order gives 0.
    """

    name = "ordering"

    def check(self, question: Question) -> list[Problem]:
        problems = check_text(question)
        if len(question.choices) < 2:
            problems.append(Problem("too_few_items"))
        return problems + check_choices(question.choices)

    def parse(self, question: Question, fields: Fields) -> Answer:
        ids = [choice.id for choice in question.choices]
        places = {str(place): place for place in range(1, len(ids) + 1)}
        taken: dict[int, str] = {}
        sent = 0
        for item_id in ids:
            value = one_value(fields, FIELD + item_id)
            if value:
                if value not in places:
                    raise Refused("answer_impossible")
                taken[places[value]] = item_id
                sent += 1
        if any(name.startswith(FIELD) and name.removeprefix(FIELD) not in ids for name in fields):
            raise Refused("answer_impossible")
        if not sent:
            raise Refused("answer_empty")
        if len(taken) != len(ids):
            raise Refused("answer_order_incomplete")
        return {"order": [taken[place] for place in sorted(taken)]}

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        return [(FIELD + item_id, str(place)) for place, item_id in enumerate(answer["order"], start=1)]

    def score(self, question: Question, answer: Answer) -> float:
        right = {choice.id: place for place, choice in enumerate(question.choices)}
        given = [right[item_id] for item_id in answer["order"] if item_id in right]
        if len(given) != len(right) or not right:
            return 0.0
        pairs = len(given) * (len(given) - 1) / 2
        wrong = sum(first > second for first, second in combinations(given, 2))
        return max(0.0, 1 - 2 * wrong / pairs) if pairs else 1.0

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """One bar for each item, in the right order: how many put it in its place; then the bar `all`:
        how many had every place right."""
        ids = [choice.id for choice in question.choices]
        counts: Counter[str] = Counter()
        whole = 0
        for answer in answers:
            counts.update(own for own, given in zip(ids, answer["order"], strict=False) if own == given)
            whole += answer["order"] == ids
        return [*(Bar(item_id, counts[item_id], right=1.0) for item_id in ids), Bar(WHOLE, whole, right=1.0)]

    def public(self, question: Question, render: Render, shuffle: Shuffle) -> PublicQuestion:
        # Sorted by id first: what a shuffle makes of the right order could tell the right order.
        items = shuffle(sorted(question.choices, key=lambda choice: choice.id))
        return replace(super().public(question, render, shuffle), choices=public_choices(items, render))

    def solution(self, question: Question, render: Render) -> Solution:
        return replace(
            super().solution(question, render), right=tuple(choice.id for choice in question.choices)
        )

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """key: `{"order": [ids]}` with every item."""
        items = {choice.id: choice for choice in question.choices}
        order = read_ids(only_entry(key, "order")[1], items.__contains__)
        if len(order) != len(items):
            refuse_key()
        return replace(question, choices=tuple(items[item_id] for item_id in order))

    def describe(self, question: Question, answer: Answer) -> str:
        return " → ".join(name_choice(question, item_id) for item_id in answer["order"])
