"""A quiz as comma-separated values that come back equal, and what of it a table cannot carry.

Columns: docs/formats.md. No cell can be taken for a formula by a spreadsheet.
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.exchange.csv_quiz import guard
from app.exchange.losses import Abilities, can_hold, find_losses
from app.exchange.report import Report
from app.exchange.table_cells import ARROW, RANGE
from app.numerals import canonical_number
from app.quiz.difficulty import find_difficulty
from app.quiz.html_parts import words
from app.quiz.kinds import find_kind
from app.quiz.model import NumericAnswer, Pair, Question, Quiz, RichText
from app.quiz.plain import plain

SUFFIX: Final = ".csv"
_CAN: Final = Abilities(
    words("single multiple true_false poll ordering matching numeric short_text open_text slide"),
    points=True,
    time_limit=True,
    ranges=True,
    polls=True,
    rich_right=True,
    odd_truth=True,
    pictures=False,
    id_numbers=False,
    most_options=50,
)
_AFTER: Final = ("right (numbers)", "time", "points", "feedback", "title", "category", "difficulty", "tags")


def write(quiz: Quiz) -> bytes:
    """UTF-8 with a byte order mark. Questions that no table can hold are left out, as `losses` says."""
    rows = [(question, cells_of(question)) for question in quiz.questions if can_hold(question, _CAN)]
    width = max((len(cells) for _, cells in rows), default=0)
    width = max(width, 2)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["type", "question", *(f"option {number}" for number in range(1, width + 1)), *_AFTER])
    for question, cells in rows:
        padded = [*cells, *[""] * (width - len(cells))]
        row = [question.kind, words_of(question.text) or "?", *padded, *_rest(question)]
        writer.writerow([guard(cell.replace("\0", "")) for cell in row])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def words_of(text: RichText) -> str:
    """The words of a text; of a plain one its lines too."""
    return text.source.strip() if text.format == "plain" else plain(text)


def cells_of(question: Question) -> list[str]:
    """What stands in the columns of options."""
    if question.kind == "numeric":
        return [number_cell(answer) for answer in question.numbers]
    if question.kind == "short_text":
        return [answer.text for answer in question.texts]
    if question.kind == "matching":
        return [_pair_cell(pair) for pair in question.pairs]
    return [words_of(choice.text) or f"#{place}" for place, choice in enumerate(question.choices, 1)]


def number_cell(answer: NumericAnswer) -> str:
    if answer.value is None:
        ends = (answer.low or Decimal(0), answer.high or Decimal(0))
        return f" {RANGE} ".join(map(canonical_number, ends))
    value = canonical_number(answer.value)
    return f"{value} ± {canonical_number(answer.tolerance)}" if answer.tolerance else value


def _pair_cell(pair: Pair) -> str:
    left, right = (words_of(side).replace(ARROW, "⇒") if side else "" for side in (pair.left, pair.right))
    return f"{left} {ARROW} {right or '?'}".strip()


def _rest(question: Question) -> Sequence[str]:
    right = [str(place) for place, choice in enumerate(question.choices, 1) if choice.weight > 0]
    return (
        ",".join(right) if question.kind in ("single", "multiple", "true_false") else "",
        "" if question.time_limit is None else str(question.time_limit),
        f"{question.points:g}",
        words_of(question.feedback),
        question.title,
        " / ".join(name.replace(" / ", "/") for name in question.category),
        find_difficulty(question.tags),
        ", ".join(tag.replace(",", " ") for tag in question.tags),
    )


def losses(quiz: Quiz) -> Report:
    """What the table does not carry. line: number of the question, 0 for the quiz."""
    report = find_losses(quiz, _CAN)
    for number, question in enumerate(quiz.questions, 1):
        if not can_hold(question, _CAN):
            continue
        title = question.title or plain(question.text)
        texts = texts_of(question)
        if any(text.format != "plain" and words_of(text) != text.source.strip() for text in texts):
            report.add(number, "warning", "loss_formatting", title)
        if not _weights_are_plain(question):
            report.add(number, "warning", "loss_weights", title)
        if any(feedbacks_of(question)):
            report.add(number, "warning", "loss_feedback", title)
    report.finish()
    return report


def texts_of(question: Question) -> list[RichText]:
    """All texts that a student sees."""
    sides = [side for pair in question.pairs for side in (pair.left, pair.right) if side]
    return [question.text, question.feedback, *(choice.text for choice in question.choices), *sides]


def feedbacks_of(question: Question) -> list[RichText]:
    """Feedback that belongs to single answers."""
    feedbacks = [choice.feedback for choice in question.choices]
    feedbacks += [number.feedback for number in question.numbers]
    return [*feedbacks, *(text.feedback for text in question.texts), question.other_feedback]


def _weights_are_plain(question: Question) -> bool:
    """Whether right and wrong say all."""
    if question.kind in ("single", "multiple", "true_false"):
        right = [choice.id for choice in question.choices if choice.weight > 0]
        usual = find_kind(question.kind).correct(question, {"right": right}) if right else question
        return bool(right) and usual.choices == question.choices
    weights = [number.weight for number in question.numbers] + [text.weight for text in question.texts]
    return all(weight == 1 for weight in weights)
