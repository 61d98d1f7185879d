"""The rules of the number line: what part of it is shown and how many lie where. Knows no screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

_RANGE: Final = re.compile(r"^(\S+) – (\S+)$")
_AROUND: Final = re.compile(r"^(\S+) ± (\S+)$")
_SHARE: Final = re.compile(r" \([\d.]+ %\)$")
_EDGE: Final = 0.05
"""Share of the answers at each end that may lie outside when they would push all others together."""
_SPREAD: Final = 4.0
"""How many times longer the line may become to show every answer."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The shown part of the line."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value lies, 0 to 1; values beyond an end lie at it."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def read_accepted(text: str) -> tuple[float, float] | None:
    """From where to where a number is right: '3.14', '3.14 ± 0.01', '1 – 5', with or without ' (50 %)'."""
    text = _SHARE.sub("", text)
    try:
        if match := _RANGE.match(text):
            return float(match[1]), float(match[2])
        if match := _AROUND.match(text):
            return float(match[1]) - float(match[2]), float(match[1]) + float(match[2])
        return float(text), float(text)
    except ValueError:
        return None


def make_axis(values: Sequence[tuple[float, int]], accepted: Sequence[tuple[float, float]]) -> Axis:
    """values: numbers given and how often. All that is right is shown, and all answers, unless a few far ones
    would push the others together."""
    ends = [end for pair in accepted for end in pair]
    ordered = sorted(values)
    numbers = [value for value, _ in ordered]
    if ordered:
        sums = list(accumulate(count for _, count in ordered))
        first = next(n for n, s in zip(numbers, sums, strict=True) if s > sums[-1] * _EDGE)
        last = next(n for n, s in zip(numbers, sums, strict=True) if s >= sums[-1] * (1 - _EDGE))
        ends += [first, last]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    whole_low, whole_high = min([low, *numbers]), max([high, *numbers])
    if whole_high - whole_low <= _SPREAD * (high - low):
        low, high = whole_low, whole_high
    if high <= low:
        reach = max(abs(low) * 0.1, 1.0)
        return Axis(low - reach, high + reach)
    margin = (high - low) * 0.08
    return Axis(low - margin, high + margin)


def pile_up(values: Sequence[tuple[float, int]], axis: Axis, bins: int) -> dict[int, int]:
    """How many answers lie in each of `bins` equal parts of the line."""
    piles: dict[int, int] = {}
    for value, count in values:
        place = min(int(axis.place(value) * bins), bins - 1)
        piles[place] = piles.get(place, 0) + count
    return piles
