"""Sizes that fill the space: searches and divisions, without a screen."""

from collections.abc import Callable, Sequence
from typing import Final

TALLEST, LARGE, SMALL, SMALLEST = 1 / 11, 1 / 16, 1 / 22, 1 / 28
"""Sizes of the type as shares of the wall's height: a question between TALLEST and SMALL; nothing is
smaller than SMALLEST."""
_NARROW: Final = 3 / 4


def wall_unit(width: float, height: float) -> float:
    """The height that all sizes are shares of: of the wall, or of a 4:3 one in a narrower window."""
    return min(height, width * _NARROW)


def largest(fits: Callable[[int], bool], low: int, high: int) -> int | None:
    """The largest whole number from `low` to `high` that fits, None where not even `low` does. What fits
    in one size fits in every smaller one."""
    if fits(high):
        return high
    if low >= high or not fits(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low


def level(heights: Sequence[float], room: float, cap: float) -> list[float]:
    """Raise the lower of `heights` towards each other, until `room` is used up or they reach `cap`."""
    free = room - sum(heights)
    if free <= 0 or not heights:
        return list(heights)
    low, high = min(heights), max(cap, *heights)
    for _ in range(24):
        middle = (low + high) / 2
        if sum(max(height, min(middle, max(cap, height))) for height in heights) <= room:
            low = middle
        else:
            high = middle
    return [max(height, min(low, cap)) for height in heights]


def flow(widths: Sequence[float], room: float, gap: float) -> list[list[int]]:
    """Indexes of things in lines no wider than `room`, in order; what is wider has a line of its own."""
    lines: list[list[int]] = []
    used = 0.0
    for index, width in enumerate(widths):
        if lines and used + gap + width <= room:
            lines[-1].append(index)
            used += gap + width
        else:
            lines.append([index])
            used = width
    return lines
