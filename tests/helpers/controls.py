"""What every screen's controls must have, for whoever cannot see them."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextEdit,
    QWidget,
)

_CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView, QAbstractSpinBox,
)  # fmt: skip


def find_unnamed(widget: QWidget) -> list[QWidget]:
    """The controls in `widget` that a screen reader has no name for: neither an accessible one, nor words of
    their own, nor a label that belongs to them. Parts of a control that Qt makes itself are left out."""
    controls = [child for child in widget.findChildren(QWidget) if isinstance(child, _CONTROLS)]
    named = {label.buddy() for label in widget.findChildren(QLabel) if label.buddy() is not None}
    return [
        child
        for child in controls
        if not child.accessibleName()
        and not (isinstance(child, QAbstractButton) and child.text())
        and child not in named
        and not child.objectName().startswith("qt_")
        and not _is_part(child)
    ]


def _is_part(child: QWidget) -> bool:
    above = child.parentWidget()
    while above is not None and not isinstance(above, (QComboBox, QAbstractSpinBox, QLineEdit)):
        above = above.parentWidget()
    return above is not None


def find_cut(widget: QWidget) -> list[str]:
    """The texts of visible labels, buttons and ticks in `widget` for which there is not enough room."""
    cut = []
    for child in widget.findChildren(QWidget):
        if not child.isVisible() or not isinstance(child, (QLabel, QPushButton, QCheckBox, QRadioButton)):
            continue
        if isinstance(child, QLabel) and child.wordWrap():
            fits = child.height() >= child.heightForWidth(child.width())
        else:
            fits = child.width() >= child.minimumSizeHint().width()
        if child.text() and not fits:
            cut.append(child.text())
    return cut
