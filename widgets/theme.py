"""The one theme: colours, type, spaces and the style sheet made of them. Screens take all from here."""

from dataclasses import asdict, dataclass
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours of one theme, as `#RRGGBB`. edge: borders of fields, at 3 : 1 against the paper.

    tint: ground of what is chosen or under the mouse. on_tile: text on the accent.
    """

    dark: bool
    paper: str
    surface: str
    line: str
    edge: str
    ink: str
    soft: str
    tile: str
    tile_deep: str
    on_tile: str
    garden: str
    amber: str
    brick: str
    tint: str


LIGHT: Final = Tokens(
    False, "#FAF8F4", "#FFFFFF", "#E4DFD6", "#8A8579", "#1B2430", "#5A6675", "#B8482F", "#9E3A24", "#FFFFFF",
    "#2A7355", "#9A6200", "#B3261E", "#F3EEE6",
)  # fmt: skip
DARK: Final = Tokens(
    True, "#14181F", "#1C222B", "#2E3743", "#76828F", "#F2EFE9", "#A9B3BF", "#E4795F", "#F08E75", "#14181F",
    "#5FBF95", "#E3A947", "#F2867E", "#262E39",
)  # fmt: skip

# Type and spaces in device-independent pixels.
TINY, SMALL, BODY, LARGE, TITLE, HUGE = 12, 14, 16, 20, 28, 40
XS, S, M, L, XL, XXL, XXXL = 4, 8, 12, 16, 24, 32, 48
RADIUS: Final = 10

BAR_MS: Final = 400  # bars grow
MOVE_MS: Final = 180  # everything else that moves

CHOICE_COLOURS: Final = ("#0072B2", "#D98200", "#00805E", "#A8447F", "#2F8FBF", "#7A5C2E")
"""Of the first six choices in both themes, told apart by colour-blind people; further ones are slate."""
SLATE: Final = "#5A6675"
SHAPES: Final = ("circle", "triangle", "square", "diamond", "pentagon", "hexagon")

_tokens = LIGHT
_motion = True


def tokens() -> Tokens:
    """The colours in use."""
    return _tokens


def colour(name: str) -> QColor:
    """A colour in use by its name in `Tokens`."""
    return QColor(getattr(_tokens, name))


def choice_colour(index: int) -> QColor:
    """The ground of the choice at `index` (from 0)."""
    return QColor(CHOICE_COLOURS[index] if index < len(CHOICE_COLOURS) else SLATE)


def choice_ink(index: int) -> QColor:
    """Text on `choice_colour` with a contrast of 4.5 : 1 or better."""
    return QColor("#0B0F14" if index in (1, 4) else "#FFFFFF")


def motion() -> bool:
    """Whether things may move; off where the system or the teacher asks for less."""
    return _motion


def set_motion(wanted: bool) -> None:
    global _motion
    _motion = wanted


def system_is_dark() -> bool:
    return QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def apply_theme(app: QApplication, theme: str) -> None:
    """theme: 'light', 'dark' or 'auto' (as the system has it)."""
    global _tokens
    _tokens = DARK if theme == "dark" or (theme == "auto" and system_is_dark()) else LIGHT
    app.setStyle("Fusion")
    app.setPalette(_palette(_tokens))
    font = QFont(app.font())
    font.setPixelSize(SMALL)
    app.setFont(font)
    app.setStyleSheet(style_sheet(_tokens))


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, t.paper), (roles.WindowText, t.ink), (roles.Base, t.surface), (roles.Text, t.ink),
        (roles.AlternateBase, t.tint), (roles.Button, t.surface), (roles.ButtonText, t.ink),
        (roles.Highlight, t.tile), (roles.HighlightedText, t.on_tile), (roles.PlaceholderText, t.soft),
        (roles.ToolTipBase, t.ink), (roles.ToolTipText, t.paper), (roles.Link, t.tile), (roles.Mid, t.line),
        (roles.Light, t.surface), (roles.Dark, t.edge), (roles.BrightText, t.brick), (roles.Accent, t.tile),
    ):  # fmt: skip
        palette.setColor(role, QColor(value))
    for role in (roles.Text, roles.ButtonText, roles.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.edge))
    return palette


def style_sheet(t: Tokens) -> str:
    """The style sheet of the program, from `resources/desktop.qss` and the tokens."""
    template = (RESOURCES / "desktop.qss").read_text(encoding="utf-8")
    icons = (RESOURCES / "icons").as_posix()
    mode = "dark" if t.dark else "light"
    return Template(template).substitute(asdict(t), radius=RADIUS, icons=icons, mode=mode)


def number_font(size: int, weight: QFont.Weight = QFont.Weight.DemiBold) -> QFont:
    """A font whose digits all have the same width, for counts and times. size: pixels."""
    font = QFont(QApplication.font())
    font.setPixelSize(size)
    font.setWeight(weight)
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def text_font(size: int, *, bold: bool = False) -> QFont:
    """The interface's font in another size (pixels)."""
    font = QFont(QApplication.font())
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
