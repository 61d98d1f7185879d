"""Where the projector's window belongs, from nothing but the list of screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Rect = tuple[int, int, int, int]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class ScreenInfo:
    """A screen. laptop: whether the teacher's own window is on it. room: without the system's bars."""

    name: str
    geometry: Rect
    room: Rect
    laptop: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """full: fill the screen of this name; else a window in its room; none: no window by itself."""

    kind: Literal["full", "window", "none"]
    screen: ScreenInfo | None = None


def choose_place(screens: Sequence[ScreenInfo], wanted: str) -> Place:
    """wanted: 'auto', 'window' or 'off'. With a second screen the wall fills it; screens that show the same
    (mirrored ones) are one."""
    if wanted == "off" or not screens:
        return Place("none")
    own = next((screen for screen in screens if screen.laptop), screens[0])
    others = [screen for screen in screens if screen is not own and not _is_same(screen, own)]
    if wanted == "auto" and others:
        # The largest: a small one is more likely a tablet or a drawing board than a projector.
        return Place("full", max(others, key=lambda screen: screen.geometry[2] * screen.geometry[3]))
    return Place("window", own)


def _is_same(one: ScreenInfo, other: ScreenInfo) -> bool:
    """Whether one screen mirrors the other: they begin at the same point."""
    return one.geometry[:2] == other.geometry[:2]
