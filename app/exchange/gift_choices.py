"""GIFT's answers with choices: multiple choice, true/false and ordering."""

import re
from dataclasses import dataclass
from typing import Final

from app.exchange.gift_reading import NotTaken, Reading
from app.exchange.gift_text import Piece
from app.exchange.gift_weights import check_sum, take_weight
from app.quiz.model import Choice, RichText

TRUE_WORDS: Final = frozenset({"true", "vrai", "صح", "صحيح"})
FALSE_WORDS: Final = frozenset({"false", "faux", "خطأ", "خطا"})
_ORDERING_WORDS: Final = re.compile(
    r"\s*+(?:ALL_OR_NOTHING|ALL|EXACT|RANDOM|RELATIVE_\w++|RELATIVE|REL|CONTIGUOUS|CONTIG|HORIZONTAL|HORI|"
    r"VERTICAL|VERT|ABSOLUTE_POSITION|ABSOLUTE|ABS|LONGEST_\w++|SHOW|HIDE|TRUE|FALSE|YES|NO|NONE|none|123|abc|"
    r"ABC|iii|III|H|V|0|1|2)(?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A kind of question with its choices."""

    kind: str
    choices: tuple[Choice, ...]


def read_choices(reading: Reading, answers: Piece) -> Chosen:
    """Multiple choice. Raises `NotTaken('choices_missing')` for fewer than two."""
    parts = answers.split("=~")
    if not parts[0][1]:
        parts = parts[1:]
    filled = [(mark, piece) for mark, piece in parts if piece]
    if len(filled) < len(parts) and len(filled) >= 2:
        empty = next(piece for _, piece in parts if not piece)
        reading.tell("info", "choice_empty", empty.offset)
        parts = filled
    if len(parts) < 2:
        raise NotTaken("choices_missing", answers.offset)
    choices = []
    right_marks = False
    meant_as_poll = True  # every choice says that it gives nothing
    for mark, piece in parts:
        rest, weight, weighted = take_weight(reading, piece, 1.0 if mark == "=" else 0.0)
        meant_as_poll = meant_as_poll and weighted and weight == 0
        if mark == "=" and not (weighted and weight < 1):
            right_marks = True
        elif mark == "=":
            # Moodle shows the weight as text here; who wrote it meant a weight.
            right_marks = True
            reading.tell("info", "weight_after_equals", piece)
        text, feedback = rest.partition("#")
        choices.append(Choice(reading.new_id(), reading.rich(text), weight, reading.feedback(feedback)))
    if all(choice.weight <= 0 for choice in choices):
        reading.tell("info" if meant_as_poll else "warning", "no_right_choice")
        return Chosen("poll", tuple(Choice(c.id, c.text, 0.0, c.feedback) for c in choices))
    if right_marks:
        check_sum(reading, max(choice.weight for choice in choices))
        return Chosen("single", tuple(choices))
    check_sum(reading, sum(choice.weight for choice in choices if choice.weight > 0))
    return Chosen("multiple", tuple(choices))


def true_or_false(answers: Piece) -> tuple[bool, bool] | None:
    """For a true/false question: whether true is right, and whether Moodle knows the word. Else None."""
    word = answers.partition("#")[0].text
    if word in ("T", "TRUE", "F", "FALSE"):
        return word[0] == "T", True
    if word.casefold() in TRUE_WORDS | FALSE_WORDS:
        return word.casefold() in TRUE_WORDS, False
    return None


def read_true_false(reading: Reading, answers: Piece, right: bool) -> Chosen:
    """Two choices, True and False. `#` shown when wrong, a second `#` shown when right."""
    _, comments = answers.partition("#")
    when_wrong, when_right = comments.partition("#") if comments else (None, None)
    shown = {right: reading.feedback(when_right), (not right): reading.feedback(when_wrong)}
    choices = tuple(
        Choice(reading.new_id(), RichText(name), 1.0 if value is right else 0.0, shown[value])
        for name, value in (("True", True), ("False", False))
    )
    return Chosen("true_false", choices)


def read_ordering(reading: Reading, answers: Piece) -> Chosen:
    """`>N WORDS` and an item per line, in the right order. Raises `NotTaken('items_missing')`."""
    head = re.match(r">\s*+(\d*+)", answers.text)
    assert head
    end, all_items = head.end(), not head[1]
    while match := _ORDERING_WORDS.match(answers.text, end):
        all_items = all_items or match[0].strip() == "ALL"
        end = match.end()
    items: list[Piece] = []
    start = end
    for line in answers.text[end:].split("\n"):
        item = answers.cut(start, start + len(line)).strip()
        start += len(line) + 1
        if item:
            items.append(item)
    if len(items) < 2:
        raise NotTaken("items_missing", answers.offset)
    if not all_items and 0 < int(head[1][:9]) < len(items):
        reading.tell("warning", "ordering_subset", answers, number=head[1][:9], items=len(items))
    return Chosen("ordering", tuple(Choice(reading.new_id(), reading.rich(item)) for item in items))
