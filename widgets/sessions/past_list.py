"""The list of past sessions: searched and narrowed down while typing; rehearsals and open ones are marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.i18n import mark
from app.live.past import SessionRow
from app.quiz.folding import fold
from app.quiz.model import Folding
from widgets.language import isolate, show_date, translate
from widgets.parts.basics import column
from widgets.parts.tips import plain_tip
from widgets.sessions.search_field import make_search_field
from widgets.theme import L, M, S, colour, text_font

Index = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole
_FOLDING: Final = Folding()
_DAY: Final = 86_400.0  # seconds
PERIODS: Final = (
    (0.0, mark("Any time")),
    (7 * _DAY, mark("Last 7 days")),
    (31 * _DAY, mark("Last month")),
    (366 * _DAY, mark("Last year")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. since: seconds since 1970, 0 for any time; class_name: None for all."""

    text: str = ""
    class_name: str | None = None
    since: float = 0.0
    rehearsals: bool = True


def choose_rows(rows: Sequence[SessionRow], wanted: Wanted) -> list[SessionRow]:
    """The rows that are looked for, in their order. Case, accents and Arabic vowels do not count."""
    words = fold(wanted.text, _FOLDING).split()
    return [
        row
        for row in rows
        if row.opened_at >= wanted.since
        and (wanted.class_name is None or row.class_name == wanted.class_name)
        and (wanted.rehearsals or not row.rehearsal)
        and all(word in fold(f"{row.title} {row.class_name} {row.code}", _FOLDING) for word in words)
    ]


def facts_of(row: SessionRow) -> str:
    """Date and class in one line."""
    return " · ".join(
        filter(None, (show_date(row.opened_at), isolate(row.class_name) if row.class_name else ""))
    )


def state_of(row: SessionRow) -> str:
    """What is special about it, '' for an ended class that counts."""
    words = [translate("Still open")] if row.ended_at is None else []
    words += [translate("Rehearsal")] if row.rehearsal else []
    return " · ".join(words)


class PastModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SessionRow] = []

    @property
    def rows(self) -> list[SessionRow]:
        return self._rows

    def set_rows(self, rows: list[SessionRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.title, facts_of(row), state_of(row))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.title)
        return row if role == ROW else None


class PastDelegate(QStyledItemDelegate):
    """Title, below it date and class, and what is special."""

    HEIGHT: Final = 62

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: SessionRow = index.data(ROW)
        return QSize(200, self.HEIGHT + (20 if state_of(row) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SessionRow = index.data(ROW)
        box, chosen = option.rect, bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colour("tint"))
        if chosen:
            edge = QRect(box.x(), box.y(), 3, box.height())
            painter.fillRect(QStyle.visualRect(option.direction, box, edge), colour("tile"))
        inner = box.adjusted(L, S, -M, -S)
        lines = [
            (row.title, text_font(14, bold=True), colour("ink")),
            (facts_of(row), text_font(12), colour("soft")),
        ]
        if special := state_of(row):
            lines.append((special, text_font(12, bold=True), colour("amber")))
        align = QStyle.visualAlignment(
            option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        height = inner.height() // len(lines)
        for number, (text, font, shade) in enumerate(lines):
            line = QRect(inner.x(), inner.y() + number * height, inner.width(), height)
            painter.setFont(font)
            painter.setPen(shade)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(QStyle.visualRect(option.direction, inner, line), align, cut)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("tile"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


class PastList(QWidget):
    chosen = Signal(str)
    """Id of a session."""

    def __init__(self, now: float) -> None:
        super().__init__()
        self._now = now
        self._all: list[SessionRow] = []
        self._told = ""  # id of the session that was last said to be chosen
        self.search = make_search_field(translate("Search title, class or code"), "Ctrl+F")
        self.classes = QComboBox()
        self.classes.setAccessibleName(translate("Class"))
        self.period = QComboBox()
        self.period.setAccessibleName(translate("When"))
        for seconds, words in PERIODS:
            self.period.addItem(translate(words), seconds)
        self.rehearsals = QCheckBox(translate("Show rehearsals"))
        self.rehearsals.setChecked(True)
        self.model = PastModel()
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(PastDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(translate("Past sessions"))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        box = column(self.search, self.classes, self.period, self.rehearsals, self.view, space=S)
        box.setContentsMargins(1, 0, 1, 0)  # from right to left a splitter cuts one pixel off
        self.setLayout(box)
        self._fill_classes()
        self.search.textChanged.connect(self._narrow)
        self.classes.currentIndexChanged.connect(self._narrow)
        self.period.currentIndexChanged.connect(self._narrow)
        self.rehearsals.toggled.connect(self._narrow)
        self.view.selectionModel().currentChanged.connect(self._on_current)

    @property
    def wanted(self) -> Wanted:
        seconds = float(self.period.currentData())
        return Wanted(
            self.search.text(),
            self.classes.currentData(),
            self._now - seconds if seconds else 0.0,
            self.rehearsals.isChecked(),
        )

    def set_rows(self, rows: list[SessionRow], now: float) -> None:
        """All sessions, newest first; what is chosen stays so."""
        self._all, self._now = rows, now
        self._fill_classes()
        self._narrow()

    def choose(self, session: str) -> bool:
        """Choose a session, also one that the filters hide, without saying `chosen`; whether there is one of
        this id."""
        if self.session(session) is None:
            return False
        if all(row.id != session for row in self.model.rows):
            self._clear_filters()
        place = next(n for n, row in enumerate(self.model.rows) if row.id == session)
        self._told = session
        self.view.setCurrentIndex(self.model.index(place))
        return True

    def session(self, session: str) -> SessionRow | None:
        """The session of this id, also one that the filters hide."""
        return next((row for row in self._all if row.id == session), None)

    @property
    def current(self) -> SessionRow | None:
        row = self.view.currentIndex().data(ROW)
        return row if isinstance(row, SessionRow) else None

    def _clear_filters(self) -> None:
        self.search.clear()
        self.classes.setCurrentIndex(0)
        self.period.setCurrentIndex(0)
        self.rehearsals.setChecked(True)

    def _fill_classes(self) -> None:
        known = self.classes.currentData()
        self.classes.blockSignals(True)
        self.classes.clear()
        self.classes.addItem(translate("All classes"), None)
        for name in sorted({row.class_name for row in self._all if row.class_name}, key=str.casefold):
            self.classes.addItem(name, name)
        self.classes.setCurrentIndex(max(self.classes.findData(known), 0) if known is not None else 0)
        self.classes.blockSignals(False)
        self.classes.setVisible(self.classes.count() > 1)
        self.rehearsals.setVisible(any(row.rehearsal for row in self._all))

    def _narrow(self) -> None:
        current = self.current
        self.model.set_rows(choose_rows(self._all, self.wanted))
        place = next((n for n, row in enumerate(self.model.rows) if current and row.id == current.id), -1)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place))

    def _on_current(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, SessionRow) and row.id != self._told:
            self._told = row.id
            self.chosen.emit(row.id)
