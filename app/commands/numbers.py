"""Numbers on the command line, refused by the parser where they cannot be meant."""

import argparse
from collections.abc import Callable


def port_number(text: str) -> int:
    """A TCP port; 0 for any free one."""
    return int(number_between(0, 65535, whole=True)(text))


def number_between(low: float, high: float, *, whole: bool = False) -> Callable[[str], float]:
    """A reader for `argparse`: a number from `low` to `high`, not NaN."""

    def read(text: str) -> float:
        try:
            value = int(text) if whole else float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low:g} to {high:g}")
        return value

    return read
