"""How far a long piece of work has come, counted in bytes, and whether it shall go on."""

from collections.abc import Callable
from typing import Final

from app.errors import Refused

Progress = Callable[[int, int], bool]
"""Told how many bytes of how many are done; False stops the work, and nothing has changed."""

_WHOLE: Final = 1_000_000


class Steps:
    """Counts bytes for a progress bar. Raises `Refused('backup_cancelled')` where the work shall stop."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0

    def watch_rest(self, done: int, total: int) -> bool:
        """The progress of a part that takes what is left of the bar."""
        left = self._total - self._done
        return self._progress(self._done + left * done // total, self._total)

    def add(self, size: int) -> None:
        self._done = min(self._done + size, self._total)
        if not self._progress(self._done, self._total):
            raise Refused("backup_cancelled")


def go_on(done: int, total: int) -> bool:
    """Watch nothing, stop never."""
    return True


def part_of(progress: Progress, begin: float, end: float) -> Progress:
    """A progress for a piece of work that fills the bar from `begin` to `end`, both 0 to 1."""
    return lambda done, total: progress(
        round(_WHOLE * (begin + (end - begin) * done / max(total, 1))), _WHOLE
    )
