"""What a file format does not carry of a quiz, told before it is written. Each format says what it can."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.exchange.report import Report, Severity
from app.quiz.model import Folding, Question, Quiz, RichText
from app.quiz.pictures import MEDIA, named_pictures
from app.quiz.plain import has_picture
from app.quiz.rich_texts import texts_of


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a format carries. most_options: choices or pairs of a question.

    case: whether capitals count; nothing else of `Folding` is carried by any format. pictures: and sounds.
    rich_right: right sides of pairs with marks. polls: that nothing is right. odd_truth: true or false with
    other than two choices, as a question that is not finished may have.
    """

    kinds: frozenset[str]
    points: bool = False
    units: bool = False
    case: bool = False
    shuffle: bool = False
    time_limit: bool = False
    ranges: bool = False
    polls: bool = False
    rich_right: bool = False
    odd_truth: bool = False
    pictures: bool = True
    categories: bool = True
    tags: bool = True
    id_numbers: bool = True
    most_options: int = 1_000_000


def find_losses(quiz: Quiz, can: Abilities) -> Report:
    """One line for each question and loss; `line` is the number of the question, 0 for the quiz."""
    report = Report()
    if quiz.language:
        report.add(0, "info", "loss_language")
    for number, question in enumerate(quiz.questions, 1):
        for severity, code, params in _of(question, quiz, can):
            report.add(number, severity, code, question.title or question.text.source, **params)
    return report


def can_hold(question: Question, can: Abilities) -> bool:
    """Whether a format has such a question at all."""
    if question.kind == "true_false" and len(question.choices) != 2 and not can.odd_truth:
        return False
    return question.kind in can.kinds and len(question.choices) + len(question.pairs) <= can.most_options


def _of(question: Question, quiz: Quiz, can: Abilities) -> Iterator[tuple[Severity, str, dict[str, Any]]]:
    if not can_hold(question, can):
        yield "error", "loss_left_out", {"kind": question.kind}
        return
    if question.time_limit is not None and not can.time_limit:
        yield "warning", "loss_time_limit", {"seconds": question.time_limit}
    if question.below_zero:
        yield "warning", "loss_below_zero", {}
    if question.points != 1 and not can.points:
        yield "warning", "loss_points", {}
    if question.units and not can.units:
        yield "warning", "loss_units", {}
    if question.shuffle and not (can.shuffle and question.kind in ("single", "multiple", "poll")):
        yield "info", "loss_shuffle", {}
    foldings = [question.folding] if question.texts else []
    foldings += [gap.folding for gap in question.gaps if not gap.choices and not gap.numbers]
    if any(
        folding not in (Folding(), Folding(case=False) if can.case else Folding()) for folding in foldings
    ):
        yield "warning", "loss_folding", {}
    numbers = [*question.numbers, *(item for gap in question.gaps for item in gap.numbers)]
    if any(item.value is None for item in numbers) and not can.ranges:
        yield "info", "loss_range", {}
    if question.kind == "poll" and not can.polls:
        yield "warning", "loss_poll", {}
    if any(pair.right.format != "plain" for pair in question.pairs) and not can.rich_right:
        yield "warning", "loss_rich_right", {}
    if question.category and not can.categories:
        yield "info", "loss_category", {}
    if question.tags and not can.tags:
        yield "info", "loss_tags", {}
    if question.id_number and not can.id_numbers:
        yield "info", "loss_id_number", {}
    if not can.pictures:
        if any(has_picture(text) for text in texts_of(question)):
            yield "warning", "loss_pictures", {}
        return
    for name in sorted(
        {name for text in texts_of(question) for name in pictures_in(text)} - quiz.media.keys()
    ):
        yield "warning", "loss_picture", {"name": name}


def pictures_in(text: RichText) -> list[str]:
    """The names of the pictures of the quiz that a text shows."""
    if MEDIA not in text.source:
        return []
    return [name.removeprefix(MEDIA) for name in named_pictures(text) if name.startswith(MEDIA)]
