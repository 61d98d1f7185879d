"""Labels, buttons, cards and boxes as every screen uses them, so that they look and behave alike."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.language import is_rtl
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.parts.wrapped_label import WrappedLabel
from widgets.theme import XS, L, M, S, tokens

Box = TypeVar("Box", QVBoxLayout, QHBoxLayout)


def label(text: str = "", level: str = "", *, wrap: bool = False) -> QLabel:
    """A plain text. level: 'huge', 'title', 'large', 'body', 'strong', 'soft', 'tiny', 'good', 'warn' or
    'bad'; '' for the usual size."""
    made = WrappedLabel(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    # Qt would put an Arabic name to the right in a French window: text begins where the window's lines begin.
    side = Qt.AlignmentFlag.AlignRight if is_rtl() else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    if level:
        made.setProperty("level", level)
    return made


def button(
    text: str,
    clicked: Callable[[], Any] | None = None,
    *,
    kind: str = "",
    icon_name: str = "",
    tip: str = "",
) -> QPushButton:
    """A button with words. kind: 'main' (one per screen), 'big', 'quiet', 'danger'; '' for the usual."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if icon_name:
        colour = {"main": tokens().on_tile, "big": tokens().on_tile, "danger": tokens().brick}.get(kind, "")
        made.setIcon(icon(icon_name, colour, free=XS))
        made.setIconSize(QSize(20 + XS, 20))
    _finish(made, tip, clicked)
    return made


def icon_button(
    icon_name: str, name: str, clicked: Callable[[], Any] | None = None, *, kind: str = "quiet"
) -> QToolButton:
    """A button that shows only an icon. name: what it does, told to screen readers and as a tip."""
    made = QToolButton()
    made.setProperty("kind", kind)
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(20, 20))
    made.setAccessibleName(name)
    _finish(made, name, clicked)
    return made


def _finish(made: QAbstractButton, tip: str, clicked: Callable[[], Any] | None) -> None:
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if tip:
        made.setToolTip(plain_tip(tip))
    if clicked is not None:
        made.clicked.connect(lambda *_: clicked())


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and let it look."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def column(*items: QWidget | QLayout | int, space: int = M, margin: int = 0) -> QVBoxLayout:
    """Items below each other; a number is free space in pixels, 0 takes what is left."""
    return _fill(QVBoxLayout(), items, space, margin)


def row(*items: QWidget | QLayout | int, space: int = S, margin: int = 0) -> QHBoxLayout:
    """Items beside each other; a number is free space in pixels, 0 takes what is left."""
    return _fill(QHBoxLayout(), items, space, margin)


def _fill(box: Box, items: tuple[QWidget | QLayout | int, ...], space: int, margin: int) -> Box:
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(space)
    for item in items:
        if isinstance(item, QWidget):
            box.addWidget(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        elif item == 0:
            box.addStretch(1)
        else:
            box.addSpacing(item)
    return box


def keep_free(layout: QLayout, trailing: int) -> None:
    """No margins but one at the trailing side, beside a scroll bar: Qt turns boxes round, but not margins."""
    layout.setContentsMargins(trailing if is_rtl() else 0, 0, 0 if is_rtl() else trailing, 0)


class Card(QFrame):
    """A surface with a border that holds things which belong together."""

    def __init__(self, layout: QLayout | None = None, *, margin: int = L, kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        if layout is not None:
            layout.setContentsMargins(margin, margin, margin, margin)
            self.setLayout(layout)


def rule() -> QFrame:
    """A thin line between parts."""
    made = QFrame()
    made.setProperty("kind", "rule")
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """`content` in an area that scrolls up and down only."""
    area = QScrollArea()
    content.setProperty("kind", "plain")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    return area


def keep_off_border(spin: QAbstractSpinBox) -> None:
    """Space around the digits: Qt gives the style sheet's to the field and not to its text."""
    spin.lineEdit().setTextMargins(S, 0, S, 0)


def fit_height(dialog: QWidget) -> None:
    """As high as its texts need at its least width; Qt forgets lines that were broken."""
    box = dialog.layout()
    assert box is not None
    dialog.ensurePolished()
    width = max(dialog.minimumWidth(), box.sizeHint().width())
    dialog.resize(width, box.heightForWidth(width) if box.hasHeightForWidth() else box.sizeHint().height())


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
