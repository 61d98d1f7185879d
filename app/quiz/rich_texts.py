"""All rich texts of a question: to look through them, and to change each."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.quiz.model import Choice, Gap, Pair, Question, RichText


def texts_of(question: Question) -> list[RichText]:
    """Every rich text that says anything, in the order of `map_texts`."""
    found: list[RichText] = []

    def note(text: RichText) -> RichText:
        found.append(text)
        return text

    map_texts(question, note)
    return [text for text in found if text]


def map_texts(question: Question, change: Callable[[RichText], RichText]) -> Question:
    """The question with `change` applied to each of its rich texts."""

    def choices(items: Sequence[Choice]) -> tuple[Choice, ...]:
        return tuple(replace(i, text=change(i.text), feedback=change(i.feedback)) for i in items)

    def pair(item: Pair) -> Pair:
        return replace(item, left=item.left and change(item.left), right=change(item.right))

    def gap(item: Gap) -> Gap:
        return replace(
            item,
            choices=choices(item.choices),
            numbers=tuple(replace(n, feedback=change(n.feedback)) for n in item.numbers),
            texts=tuple(replace(t, feedback=change(t.feedback)) for t in item.texts),
            other_feedback=change(item.other_feedback),
        )

    return replace(
        question,
        text=change(question.text),
        choices=choices(question.choices),
        numbers=tuple(replace(n, feedback=change(n.feedback)) for n in question.numbers),
        texts=tuple(replace(t, feedback=change(t.feedback)) for t in question.texts),
        pairs=tuple(pair(item) for item in question.pairs),
        gaps=tuple(gap(item) for item in question.gaps),
        feedback=change(question.feedback),
        other_feedback=change(question.other_feedback),
    )
