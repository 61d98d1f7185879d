"""Single cells of a quiz table: seconds, points, accepted numbers, pairs."""

import re
from decimal import Decimal
from typing import Final

from app.exchange.drafts import plain_text
from app.numerals import parse_number, western_digits
from app.quiz.model import EMPTY, NewId, NumericAnswer, Pair, Question, TextAnswer

LONGEST_TIME: Final = 3600
ARROW: Final = "=>"
RANGE: Final = ".."
_SECONDS: Final = re.compile(
    r"([0-9]{1,5})(?:[.,]0+)?\s*(?:s|sec|secs|seconds?|secondes?|ثانية|ثواني)?\.?", re.IGNORECASE
)
_MINUTES: Final = re.compile(
    r"([0-9]{1,3}):([0-5][0-9])(?::00)?|([0-9]{1,3})\s*(?:min|minutes?|mn|دقيقة|دقائق)", re.IGNORECASE
)
_TOLERANCE: Final = re.compile(r"\s*(?:±|\+/-|\+-)\s*")


def read_seconds(cell: str) -> int | None:
    """Seconds from 1 to an hour, 0 for none; None when it is no such time."""
    text = western_digits(cell.strip())
    if match := _SECONDS.fullmatch(text):
        seconds = int(match[1])
    elif match := _MINUTES.fullmatch(text):
        seconds = int(match[3]) * 60 if match[3] else int(match[1]) * 60 + int(match[2])
    else:
        return None
    return seconds if seconds <= LONGEST_TIME else None


def read_points(cell: str) -> float | None:
    """Points from 0 to 1,000; None when it is no such number."""
    number = parse_number(cell) if cell else None
    return float(number) if number is not None and 0 <= number <= 1000 else None


def read_number(cell: str) -> NumericAnswer | None:
    """'3.14', '3.14 ± 0.01' or '3 .. 4'."""
    low, dots, high = cell.partition(RANGE)
    if dots:
        ends = (parse_number(low.strip()), parse_number(high.strip()))
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            return None
        return NumericAnswer(low=ends[0], high=ends[1])
    parts = _TOLERANCE.split(cell.strip())
    value = parse_number(parts[0])
    tolerance = parse_number(parts[1]) if len(parts) == 2 else Decimal(0)
    if value is None or tolerance is None or len(parts) > 2:
        return None
    return NumericAnswer(value, abs(tolerance))


def read_typed(cells: list[str], kind: str, make_id: NewId) -> Question | None:
    """numeric when all are numbers (None when one should be and is none), else short_text."""
    numbers = [read_number(cell) for cell in cells]
    if kind != "short_text" and None not in numbers:
        return Question(make_id(), "numeric", EMPTY, numbers=tuple(n for n in numbers if n))
    if kind == "numeric":
        return None
    # Only a table that names the kind may mean a star as any characters.
    patterns = cells if kind == "short_text" else [cell.replace("*", "\\*") for cell in cells]
    texts = tuple(TextAnswer(pattern) for pattern in dict.fromkeys(patterns))
    return Question(make_id(), "short_text", EMPTY, texts=texts)


def read_pair(cell: str, make_id: NewId) -> Pair | None:
    """'left => right'; '=> right' belongs to nothing."""
    left, arrow, right = cell.partition(ARROW)
    if not arrow or not right.strip():
        return None
    side = plain_text(left) if left.strip() else None
    return Pair(make_id() if side else "", side, make_id(), plain_text(right))
