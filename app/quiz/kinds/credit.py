"""Credit as a fraction, made of weights that files round."""

import math
from typing import Final

ROUNDING: Final = 0.0011
"""Three times 33.3 % is meant as the whole, as is nine times 11.11 %."""


def bound_credit(total: float) -> float:
    """`total` kept within -1 to 1; nearly whole, nearly nothing and nearly whole penalty become exact."""
    if not math.isfinite(total):
        return 0.0
    for exact in (0.0, 1.0, -1.0):
        if abs(total - exact) <= ROUNDING:
            return exact
    return max(-1.0, min(1.0, total))


def show_percent(text: str, weight: float) -> str:
    """`text` with its weight behind it, unless the weight is whole: 'Paris', 'paris (50 %)'."""
    return text if weight >= 1 - ROUNDING else f"{text} ({weight * 100:.4g} %)"
