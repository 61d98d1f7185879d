"""Which choices are right, as an author says it: by a tick, or by a share of the points for each choice."""

from dataclasses import replace
from typing import Final

from app.quiz.kinds import find_kind
from app.quiz.kinds.multiple import Multiple
from app.quiz.model import Choice, Question
from app.quiz.plain import is_blank

CLOSE: Final = 0.0006  # shares are shown with one decimal of a per cent


def right_ids(question: Question) -> list[str]:
    return [choice.id for choice in question.choices if choice.weight > 0]


def uses_shares(question: Question) -> bool:
    """Whether the weights say more than which choices are right."""
    ticked = tick(question, right_ids(question))
    pairs = zip(question.choices, ticked.choices, strict=True)
    return any(abs(own.weight - usual.weight) > CLOSE for own, usual in pairs)


def tick(question: Question, right: list[str]) -> Question:
    """Exactly these choices right, with the kind's own weights; none of them: nothing is right."""
    kind = find_kind(question.kind)
    if question.kind in ("single", "true_false"):
        right = right[:1]
    weights: dict[str, float] = {}
    if right and isinstance(kind, Multiple) and len(right) < len(question.choices):
        weights = kind.weigh(question, right)
    elif right:
        weights = {choice_id: 1 / len(right) for choice_id in right}
    return _weighed(question, weights)


def set_right(question: Question, choice_id: str, right: bool, *, shares: bool) -> Question:
    """One choice ticked or not. shares: the others keep their weights (single: but lose a whole one)."""
    if not shares:
        others = [] if question.kind != "multiple" else [i for i in right_ids(question) if i != choice_id]
        ids = [*others, choice_id] if right else others
        return tick(question, [choice.id for choice in question.choices if choice.id in ids])
    weights = {choice.id: choice.weight for choice in question.choices}
    if right and question.kind != "multiple":
        weights = {other: 0.0 if weight >= 1 else weight for other, weight in weights.items()}
    weights[choice_id] = 1.0 if right else 0.0
    return _weighed(question, weights)


def set_choices(question: Question, choices: tuple[Choice, ...], *, shares: bool) -> Question:
    """The question with choices added, removed or moved; without shares they are weighed anew."""
    question = replace(question, choices=choices)
    return question if shares or question.kind != "multiple" else tick(question, right_ids(question))


def drop_blank_choices(question: Question) -> Question:
    """Without the choices in which nothing was written, as long as two are left."""
    if question.kind not in ("single", "multiple", "poll", "ordering"):
        return question
    kept = tuple(
        choice
        for choice in question.choices
        if choice.weight > 0 or choice.feedback or not is_blank(choice.text)
    )
    if len(kept) < 2 or len(kept) == len(question.choices):
        return question
    return set_choices(question, kept, shares=question.kind != "multiple" or uses_shares(question))


def _weighed(question: Question, weights: dict[str, float]) -> Question:
    choices = tuple(replace(choice, weight=weights.get(choice.id, 0.0)) for choice in question.choices)
    return replace(question, choices=choices)
