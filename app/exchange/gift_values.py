"""GIFT's answers that are typed or put together: numbers, short texts, pairs."""

import re
from decimal import Decimal
from typing import Final

from app.exchange.gift_reading import NotTaken, Reading
from app.exchange.gift_text import Piece
from app.exchange.gift_weights import check_sum, take_weight
from app.quiz.model import NumericAnswer, Pair, RichText, TextAnswer

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")


def _filled(parts: list[tuple[str, Piece]]) -> list[Piece]:
    pieces = [piece for _, piece in parts]
    return pieces if pieces[0] else pieces[1:]


def read_texts(reading: Reading, answers: Piece) -> tuple[TextAnswer, ...]:
    """Short texts. Raises `NotTaken('answers_missing')` for none."""
    found = []
    for piece in _filled(answers.split("=")):
        rest, weight, _ = take_weight(reading, piece, 1.0)
        text, feedback = rest.partition("#")
        inner, _ = text.text_format("plain")
        if not inner:
            reading.tell("info", "answer_empty_dropped", piece.offset)
            continue
        found.append(TextAnswer(inner.plain(), weight, reading.feedback(feedback)))
    if not found:
        raise NotTaken("answers_missing", answers.offset)
    best = max(answer.weight for answer in found)
    if best <= 0:
        reading.tell("warning", "no_right_answer")
    else:
        check_sum(reading, best)
    return tuple(found)


def read_numbers(reading: Reading, answers: Piece) -> tuple[tuple[NumericAnswer, ...], RichText]:
    """Accepted numbers, and the feedback for all others. Raises `NotTaken` with `numbers_missing` or
    `tolerance_wrong`. What is no number is reported and left out."""
    listed, others = answers.cut(1).partition("~")
    pieces = _filled(listed.split("="))
    if not pieces:
        raise NotTaken("numbers_missing", answers.offset)
    other_feedback = reading.feedback(others.partition("#")[1] if others else None)
    found: list[NumericAnswer] = []
    for piece in pieces:
        rest, weight, _ = take_weight(reading, piece, 1.0)
        value, comment = rest.partition("#")
        feedback = reading.feedback(comment)
        if value.text == "*" and weight == 0:
            other_feedback = feedback
            continue
        number = _read_number(reading, value, weight, feedback)
        if number:
            found.append(number)
        else:
            reading.tell("error", "number_wrong", piece, value=value.text)
    if found:
        best = max(answer.weight for answer in found)
        if best <= 0:
            reading.tell("warning", "no_right_answer")
        else:
            check_sum(reading, best)
    return tuple(found), other_feedback


def _read_number(reading: Reading, value: Piece, weight: float, feedback: RichText) -> NumericAnswer | None:
    text = value.plain()
    low_text, dots, high_text = text.partition("..")
    if dots and low_text.strip():
        low, high = _decimal(reading, value, low_text), _decimal(reading, value, high_text)
        if low is None or high is None:
            return None
        if low > high:
            reading.tell("warning", "range_reversed", value)
            low, high = high, low
        return NumericAnswer(None, Decimal(0), low, high, weight, feedback)
    number_text, colon, tolerance_text = text.partition(":")
    number = _decimal(reading, value, number_text)
    tolerance = _decimal(reading, value, tolerance_text) if colon else Decimal(0)
    if tolerance is None and number_text.strip():
        raise NotTaken("tolerance_wrong", value.offset, value=text)
    if number is None or tolerance is None:
        return None
    if tolerance < 0:
        reading.tell("warning", "tolerance_negative", value)
    return NumericAnswer(number, abs(tolerance), None, None, weight, feedback)


def _decimal(reading: Reading, value: Piece, text: str) -> Decimal | None:
    text = text.strip().translate(_DIGITS)
    if _NUMBER.fullmatch(text):
        number = Decimal(text)
    elif text.count(",") == 1 and _NUMBER.fullmatch(text.replace(",", ".")) and "." not in text:
        number = Decimal(text.replace(",", "."))
        reading.tell("warning", "decimal_comma", value, value=text, number=f"{number:f}")
    else:
        return None
    return number if abs(number.adjusted()) <= 300 else None


def read_pairs(reading: Reading, answers: Piece) -> tuple[Pair, ...]:
    """Pairs and distractors. Raises `NotTaken` with `pairs_missing` or `arrow_missing`."""
    pieces = _filled(answers.split("="))
    if len(pieces) < 2:
        raise NotTaken("pairs_missing", answers.offset)
    found = []
    for piece in pieces:
        left, right = piece.partition("->")
        if right is None:
            raise NotTaken("arrow_missing", piece.offset)
        if not right:
            reading.tell("warning", "pair_without_right", piece)
        left_text = reading.rich(left) if left else None
        found.append(Pair(reading.new_id(), left_text, reading.new_id(), RichText(right.plain())))
    if not any(pair.left for pair in found):
        raise NotTaken("pairs_missing", answers.offset)
    return tuple(found)
