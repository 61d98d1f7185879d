"""Small fields of the forms: numbers, shares, lists to choose from. Quiet under the mouse wheel."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.numerals import format_number, parse_number
from widgets.editor.bench import PassUndo
from widgets.language import language, translate
from widgets.parts.basics import icon_button, label, set_look
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.theme import tokens


class _QuietWheel(QObject):
    """The wheel scrolls the page unless the field has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def _calm(field: QComboBox | QAbstractSpinBox, name: str) -> None:
    """What all fields share that the wheel or keys would change by chance."""
    field.setAccessibleName(name)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_QuietWheel(field))
    if isinstance(field, QAbstractSpinBox):
        field.lineEdit().installEventFilter(PassUndo(field))
        field.lineEdit().setTextMargins(8, 0, 8, 0)


class Chooser(QComboBox):
    """A list to choose from. `chosen` tells the value, only when people choose."""

    chosen = Signal(str)

    def __init__(self, name: str, items: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        _calm(self, name)
        for value, words in items:
            self.addItem(words, value)
        self.activated.connect(lambda _: self.chosen.emit(self.value))

    @property
    def value(self) -> str:
        return str(self.currentData())

    def set_value(self, value: str) -> None:
        self.setCurrentIndex(self.findData(value))


class Share(QDoubleSpinBox):
    """A weight as per cent."""

    edited = Signal(float)

    def __init__(self, name: str, low: float = -100.0) -> None:
        super().__init__()
        _calm(self, name)
        self.setToolTip(plain_tip(name))
        self.setRange(low, 100.0)
        self.setDecimals(1)
        self.setSingleStep(10.0)
        self.setSuffix("\N{NO-BREAK SPACE}%")
        self.setFixedWidth(96)
        self.valueChanged.connect(lambda value: self.edited.emit(round(value / 100, 5)))

    def textFromValue(self, value: float) -> str:
        return format_number(round(value, 1), language())

    def set_share(self, weight: float) -> None:
        """weight: from -1 to 1. Tells nobody."""
        if abs(self.value() - weight * 100) > 0.06:
            self.blockSignals(True)
            self.setValue(weight * 100)
            self.blockSignals(False)


class Count(QSpinBox):
    """A whole number. empty: words for 0, where that means none."""

    edited = Signal(int)

    def __init__(self, name: str, low: int, high: int, *, suffix: str = "", empty: str = "") -> None:
        super().__init__()
        _calm(self, name)
        self.setRange(low, high)
        self.setSuffix(suffix)
        self.setSpecialValueText(empty)
        self.valueChanged.connect(self.edited)

    def set_count(self, value: int) -> None:
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)


class Points(QDoubleSpinBox):
    """Points for a right answer."""

    edited = Signal(float)

    def __init__(self, name: str) -> None:
        super().__init__()
        _calm(self, name)
        self.setRange(0.0, 1000.0)
        self.setDecimals(2)
        self.setSingleStep(0.5)
        self.valueChanged.connect(self.edited)

    def textFromValue(self, value: float) -> str:
        return format_number(round(value, 2), language())

    def set_points(self, value: float) -> None:
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)


class Line(QLineEdit):
    """One line of text. `edited` tells it, only when people type."""

    edited = Signal(str)

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.installEventFilter(PassUndo(self))
        self.textEdited.connect(self.edited)

    def set_line(self, text: str) -> None:
        if self.text() != text:
            self.setText(text)


class NumberLine(QLineEdit):
    """A number as people write it in three languages. What is none is marked and tells None."""

    edited = Signal(object)
    """The number, or None."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self._name = name
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMinimumWidth(52)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.installEventFilter(PassUndo(self))
        self.textEdited.connect(self._on_edited)

    @property
    def number(self) -> Decimal | None:
        return parse_number(self.text()) if self.text().strip() else None

    def set_number(self, number: Decimal | None) -> None:
        """Show a number; one that is written otherwise, or being typed, stays as it is written."""
        if number == self.number and (number is not None or self.text().strip()):
            return
        self.setText("" if number is None else format_number(number, language()))
        self._mark()

    def _on_edited(self, text: str) -> None:
        self._mark()
        self.edited.emit(self.number)

    def _mark(self) -> None:
        wrong = bool(self.text().strip()) and self.number is None
        set_look(self, "level", "bad" if wrong else "")
        words = translate("This is no number. Write it like 3.14, -2 or 1.5×10^3.") if wrong else ""
        self.setToolTip(plain_tip(words))
        self.setAccessibleDescription(words)


SIDE: Final = 36
"""Height of a field and of the tools beside it, in pixels."""


def problem_label() -> QLabel:
    """A sentence about a field, hidden while there is none. It takes the width that there is."""
    made = label("", "bad", wrap=True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    made.hide()
    return made


def toggle(icon_name: str, name: str) -> QToolButton:
    """A small button that stays pressed."""
    made = icon_button(icon_name, name)
    made.setCheckable(True)
    made.setIcon(icon(icon_name, tokens().soft))
    made.setIconSize(QSize(18, 18))
    made.setFixedSize(SIDE, SIDE)
    return made
