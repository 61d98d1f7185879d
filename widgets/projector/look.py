"""How the wall looks at one size: colours, type, spaces. The wall may be dark where the laptop is not."""

import math
from dataclasses import dataclass

from PySide6.QtGui import QColor

from widgets.projector.fitting import SMALLEST, wall_unit
from widgets.theme import DARK, LIGHT, Tokens, tokens


@dataclass(frozen=True, slots=True)
class Look:
    """unit: see `wall_unit`, in the pixels that are painted."""

    tokens: Tokens
    unit: float

    @property
    def smallest(self) -> int:
        """The smallest type of the wall, in pixels."""
        return math.ceil(self.unit * SMALLEST)

    def px(self, share: float) -> int:
        """A length as a share of the wall's height, in pixels."""
        return round(self.unit * share)

    def type(self, share: float) -> int:
        """A size of type, never smaller than the smallest."""
        return max(self.px(share), self.smallest)

    def colour(self, name: str) -> QColor:
        """A colour by its name in `Tokens`."""
        return QColor(getattr(self.tokens, name))


def make_look(wall_theme: str, width: float, height: float) -> Look:
    """wall_theme: 'light', 'dark' or 'auto' (as the program)."""
    chosen = {"light": LIGHT, "dark": DARK}.get(wall_theme, tokens())
    return Look(chosen, max(wall_unit(width, height), 60.0))
