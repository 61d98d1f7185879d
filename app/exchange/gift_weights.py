"""Weights of GIFT's answers (`%50%`) and of whole questions."""

import re
from typing import Final

from app.exchange.gift_reading import Reading
from app.exchange.gift_text import Piece

_WEIGHT: Final = re.compile(r"%(-?\d{1,2}\.?\d*+)%")
_NEARLY: Final = re.compile(r"%\s*+-?\s*+(?:\d++[.,]?\d*+|[.,]\d++)\s*+%")


def take_weight(reading: Reading, piece: Piece, default: float) -> tuple[Piece, float, bool]:
    """The piece without its weight, the weight as a fraction from -1 to 1, and whether it had one."""
    match = _WEIGHT.match(piece.text)
    if not match:
        if nearly := _NEARLY.match(piece.text):
            reading.tell("warning", "weight_unreadable", piece, weight=nearly[0])
        return piece, default, False
    percent = float(match[1])
    if abs(percent) > 100:
        reading.tell("warning", "weight_too_large", piece, weight=match[0])
        percent = max(-100.0, min(100.0, percent))
    return piece.cut(match.end()).strip(), round(percent / 100, 7), True


def check_sum(reading: Reading, best: float) -> None:
    """Report when the best answer does not give the whole credit. best: a fraction."""
    if abs(best - 1) > 0.011:
        reading.tell("warning", "weights_sum", percent=f"{best * 100:.5g}")
