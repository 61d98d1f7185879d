"""One finding of the network check as a line: its sign and its sentence."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from widgets.parts.basics import label, row
from widgets.parts.icons import icon_pixmap
from widgets.theme import S, tokens

_SIGN: Final = 18  # pixels


def finding_line(level: str, text: str) -> QHBoxLayout:
    """`level` is good, warn or bad; what is good is said softly."""
    shade = {"good": tokens().garden, "warn": tokens().amber, "bad": tokens().brick}[level]
    sign = QLabel()
    sign.setPixmap(icon_pixmap("check" if level == "good" else "warning", shade, _SIGN))
    line = row(sign, label(text, "soft" if level == "good" else "", wrap=True), space=S)
    line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    return line
