"""A distribution as bars: letter and shape or words, the bar, count and share. Bars grow to their length."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.signs import show_percent
from widgets.language import is_rtl, language
from widgets.parts.choice_mark import choice_letter, paint_choice_mark
from widgets.parts.icons import icon_pixmap
from widgets.parts.tips import plain_tip
from widgets.theme import BAR_MS, choice_colour, colour, motion, number_font, text_font, tokens

# In sizes of the type: height of a row, width of letter and shape, of count and share.
_ROW_IN_TYPE: Final = 2.4
_MARK_IN_TYPE: Final = 1.7
_NUMBERS_IN_TYPE: Final = 6.2
_LEAST_BAR: Final = 0.18  # part of the width that long words leave to the bars


@dataclass(frozen=True, slots=True)
class BarRow:
    """One line. index: of the choice, None for words; label: plain text; right: its credit, if any."""

    count: int
    label: str = ""
    index: int | None = None
    right: float | None = None


class Bars(QWidget):
    """Shares are of `answers`, which may be less than the sum of counts (several choices at once)."""

    def __init__(self, size: int = 14, *, words: float = 0.38) -> None:
        """words: part of the width that words take, where there are any; long ones take more, as long as a
        bar still shows."""
        super().__init__()
        self._size = size
        self._words = words
        self._rows: list[BarRow] = []
        self._answers = 0
        self._from: list[float] = []
        self._to: list[float] = []
        self._grown = 1.0
        self._show_right = True
        self._growth = QVariantAnimation(self)
        self._growth.setDuration(BAR_MS)
        self._growth.setStartValue(0.0)
        self._growth.setEndValue(1.0)
        self._growth.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._growth.valueChanged.connect(self._on_grown)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> list[BarRow]:
        return self._rows

    def set_type(self, size: int) -> None:
        self._size = size
        self.updateGeometry()
        self.update()

    def set_rows(self, rows: list[BarRow], answers: int, *, show_right: bool = True) -> None:
        """Show other numbers; what has the same place grows or shrinks to them."""
        if rows == self._rows and answers == self._answers and show_right == self._show_right:
            return
        present = self._lengths()
        self._to = [row.count / answers if answers else 0.0 for row in rows]
        self._from = [present[n] if n < len(present) else 0.0 for n in range(len(rows))]
        if len(rows) != len(self._rows):
            self.updateGeometry()
        self._rows, self._answers, self._show_right = rows, answers, show_right
        self.setAccessibleName(
            "; ".join(
                f"{row.label or choice_letter(row.index or 0)}: {row.count}"
                + (" ✓" if self._is_right(row) else "")
                for row in rows
            )
        )
        self._growth.stop()
        if motion() and self.isVisible():
            self._growth.start()
        else:
            self._on_grown(1.0)

    def sizeHint(self) -> QSize:
        return QSize(320, max(round(len(self._rows) * self._size * _ROW_IN_TYPE), self._size))

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._size * _ROW_IN_TYPE
        room = self._room_for_words()
        for number, (row, length) in enumerate(zip(self._rows, self._lengths(), strict=True)):
            self._paint_row(painter, QRectF(0, number * height, self.width(), height), row, length, room)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Words that had to be cut are there in full under the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = int(event.pos().y() / (self._size * _ROW_IN_TYPE))
            text = self._rows[place].label if 0 <= place < len(self._rows) else ""
            QToolTip.showText(event.globalPos(), plain_tip(text))
            return True
        return super().event(event)

    def _room_for_words(self) -> float:
        """Pixels for letter, shape and words: the same for all lines, so that all bars begin together."""
        size = self._size
        usual = min(max(self.width() * self._words, size * 5), size * 47 * self._words)
        wanted = 0.0
        for row in self._rows:
            metrics = QFontMetricsF(text_font(size, bold=self._is_right(row)))
            mark = size * _MARK_IN_TYPE + size * 0.4 if row.index is not None else 0.0
            wanted = max(wanted, mark + metrics.horizontalAdvance(self._words_of(row)) + 2)
        most = self.width() - size * (_NUMBERS_IN_TYPE + 1) - max(size * 3, self.width() * _LEAST_BAR)
        return max(usual, min(wanted, most))

    def _words_of(self, row: BarRow) -> str:
        return ("✓ " if self._is_right(row) else "") + row.label

    def _paint_row(self, painter: QPainter, box: QRectF, row: BarRow, length: float, room: float) -> None:
        size, rtl = self._size, is_rtl()
        mark, gap = size * _MARK_IN_TYPE, size * 0.5
        words = QRectF(0, box.y(), room if row.label else mark, box.height())
        numbers = QRectF(0, box.y(), size * _NUMBERS_IN_TYPE, box.height())
        track = QRectF(words.width() + gap, box.y() + box.height() * 0.24, 0, box.height() * 0.52)
        track.setWidth(max(box.width() - words.width() - numbers.width() - 2 * gap, 4))
        numbers.moveLeft(track.right() + gap)
        bar = QRectF(
            track.x(),
            track.y(),
            max(track.width() * min(length, 1.0), 2.0 if row.count else 0.0),
            track.height(),
        )
        if rtl:
            for part in (words, track, bar, numbers):
                part.moveLeft(box.width() - part.right())
        self._paint_words(painter, words, row)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("tint"))
        painter.drawRoundedRect(track, 4, 4)
        painter.setBrush(self._bar_colour(row))
        if bar.width() > 0:
            painter.drawRoundedRect(bar, 4, 4)
        painter.setFont(number_font(size))
        painter.setPen(colour("ink"))
        share = show_percent(language(), row.count, self._answers)
        align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(numbers, align, f"{row.count}  ·  {share}")

    def _paint_words(self, painter: QPainter, box: QRectF, row: BarRow) -> None:
        size = self._size
        right = self._is_right(row)
        if row.index is not None:
            side = size * _MARK_IN_TYPE
            place = QRectF(
                box.right() - side if is_rtl() else box.x(), box.center().y() - side / 2, side, side
            )
            paint_choice_mark(painter, place, row.index)
            if right and not row.label:
                tick = icon_pixmap("check", tokens().garden, round(size * 1.2))
                x = place.x() - size * 0.2 if is_rtl() else place.right() - size * 0.9
                painter.drawPixmap(round(x), round(place.y() - size * 0.1), tick)
            box = (
                box.adjusted(0, 0, -side - size * 0.4, 0)
                if is_rtl()
                else box.adjusted(side + size * 0.4, 0, 0, 0)
            )
        if not row.label:
            return
        painter.setFont(text_font(size, bold=right))
        painter.setPen(colour("garden") if right else colour("ink"))
        cut = painter.fontMetrics().elidedText(
            self._words_of(row), Qt.TextElideMode.ElideRight, round(box.width())
        )
        align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight if is_rtl() else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(box, align, cut)

    def _bar_colour(self, row: BarRow) -> QColor:
        if row.index is not None:
            return choice_colour(row.index)
        return colour("garden") if self._is_right(row) else colour("edge")

    def _is_right(self, row: BarRow) -> bool:
        return self._show_right and bool(row.right and row.right > 0)

    def _lengths(self) -> list[float]:
        return [a + (b - a) * self._grown for a, b in zip(self._from, self._to, strict=True)]

    def _on_grown(self, value: float) -> None:
        self._grown = value
        self.update()
