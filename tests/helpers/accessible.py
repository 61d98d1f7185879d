"""Whether everything that can be used can be named by a screen reader."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar,
    QTextEdit,
)  # fmt: skip
INSIDE = (QAbstractSpinBox, QComboBox, QAbstractItemView, QHeaderView)
"""Controls made of others, which need no names of their own."""


def nameless_controls(widget: QWidget) -> list[QWidget]:
    """Controls inside `widget` without words, an accessible name or a label that belongs to them."""
    buddies = {label.buddy() for label in widget.findChildren(QLabel) if label.buddy() is not None}
    return [
        control
        for kind in CONTROLS
        for control in widget.findChildren(kind)
        if not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
        and control not in buddies
        and not isinstance(control, QHeaderView)
        and not _is_inside(control, widget)
    ]


def _is_inside(control: QWidget, top: QWidget) -> bool:
    parent = control.parentWidget()
    while parent is not None and parent is not top:
        if isinstance(parent, INSIDE):
            return True
        parent = parent.parentWidget()
    return False
