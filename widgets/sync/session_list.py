"""The sessions on one side: how far each has come, those that need the teacher marked."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QComboBox, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.i18n import mark
from app.outgoing.rows import State
from app.outgoing.seen import SessionSync
from app.quiz.folding import fold
from app.quiz.model import Folding
from widgets.language import isolate, show_date, translate
from widgets.parts.basics import column
from widgets.parts.row_painting import cut_leading, cut_trailing, paint_ground, write_line
from widgets.parts.tips import plain_tip
from widgets.sessions.search_field import make_search_field
from widgets.sync.words import needs_you
from widgets.theme import L, M, S, colour

Index = QModelIndex | QPersistentModelIndex
SESSION: Final = Qt.ItemDataRole.UserRole
_FOLDING: Final = Folding()
FILTERS: Final = (
    ("all", mark("All sessions")),
    ("you", mark("Those that need you")),
    ("waiting", mark("Those on their way")),
    ("nowhere", mark("Not sent anywhere")),
)


def count_for_you(session: SessionSync) -> int:
    counts = session.counts
    return needs_you(
        counts.get(State.CHANGED_THERE, 0), counts.get(State.REFUSED, 0), counts.get(State.PARKED, 0)
    )


def count_waiting(session: SessionSync) -> int:
    return session.counts.get(State.WAITING, 0) + session.counts.get(State.SENDING, 0)


def facts_of(session: SessionSync) -> str:
    """Date and class in one line."""
    return " · ".join(filter(None, (show_date(session.opened_at), isolate(session.class_name).strip())))


def state_of(session: SessionSync) -> tuple[str, str]:
    """How far it has come in a few words, and their colour."""
    if asked := count_for_you(session):
        return translate("Wait for you: {count}").format(count=asked), "amber"
    if waiting := count_waiting(session):
        return translate("Wait to be sent: {count}").format(count=waiting), "soft"
    if not session.targets:
        return translate("Not sent anywhere"), "soft"
    if session.counts.get(State.CONFIRMED):
        return translate("All on the platform"), "garden"
    return translate("Nothing to send"), "soft"


class SessionsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SessionSync] = []

    @property
    def rows(self) -> list[SessionSync]:
        return self._rows

    def set_rows(self, rows: list[SessionSync]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title if role == Qt.ItemDataRole.DisplayRole else plain_tip(row.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.title, facts_of(row), state_of(row)[0]))
        return row if role == SESSION else None


class SessionDelegate(QStyledItemDelegate):
    """Title, below it date and class, and how far it has come."""

    HEIGHT: Final = 76

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SessionSync = index.data(SESSION)
        painter.save()
        box = paint_ground(painter, option)
        inner = cut_trailing(cut_leading(box, M), M).adjusted(0, S, 0, -S)
        words, shade = state_of(row)
        lines = ((row.title, 14, "ink", True), (facts_of(row), 12, "soft", False), (words, 12, shade, True))
        height = inner.height() // len(lines)
        for number, (text, size, name, bold) in enumerate(lines):
            line = QRect(inner.x(), inner.y() + number * height, inner.width(), height)
            write_line(painter, line, text, size, colour(name), bold=bold)
        painter.restore()


class SessionList(QWidget):
    chosen = Signal(str)
    """Id of a session."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[SessionSync] = []
        self._told = ""  # id of the session that was last said to be chosen
        self.search = make_search_field(translate("Search title or class"), "Ctrl+F")
        self.filter = QComboBox()
        self.filter.setAccessibleName(translate("Which sessions"))
        for name, words in FILTERS:
            self.filter.addItem(translate(words), name)
        self.model = SessionsModel()
        self.view = QListView()
        self.view.setProperty("kind", "rows")
        self.view.setModel(self.model)
        self.view.setItemDelegate(SessionDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(translate("Sessions"))
        box = column(self.search, self.filter, self.view, space=S)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.setMinimumHeight(4 * L)
        self.search.textChanged.connect(self._narrow)
        self.filter.currentIndexChanged.connect(self._narrow)
        self.view.selectionModel().currentChanged.connect(self._on_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.scrollTo(self.view.currentIndex())

    @property
    def current(self) -> SessionSync | None:
        row = self.view.currentIndex().data(SESSION)
        return row if isinstance(row, SessionSync) else None

    def set_rows(self, rows: Sequence[SessionSync]) -> None:
        """All sessions, newest first; what is chosen stays so."""
        found = sorted(rows, key=lambda row: -row.opened_at)
        if found != self._all:
            self._all = found
            self._narrow()

    def choose(self, session: str) -> bool:
        """Choose a session, also one that the filters hide, without saying `chosen`; whether it is there."""
        if self.session(session) is None:
            return False
        if all(row.session != session for row in self.model.rows):
            self.search.clear()
            self.filter.setCurrentIndex(0)
        place = next(n for n, row in enumerate(self.model.rows) if row.session == session)
        self._told = session
        self.view.setCurrentIndex(self.model.index(place))
        return True

    @property
    def newest(self) -> str:
        """Id of the newest session, also one that the filters hide; '' without any."""
        return self._all[0].session if self._all else ""

    def session(self, session: str) -> SessionSync | None:
        return next((row for row in self._all if row.session == session), None)

    def _narrow(self) -> None:
        current = self.current
        words, wanted = fold(self.search.text(), _FOLDING).split(), self.filter.currentData()
        self.model.set_rows([row for row in self._all if _is_wanted(row, words, wanted)])
        place = next(
            (n for n, row in enumerate(self.model.rows) if current and row.session == current.session), -1
        )
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place))

    def _on_current(self, index: QModelIndex) -> None:
        row = index.data(SESSION)
        if isinstance(row, SessionSync) and row.session != self._told:
            self._told = row.session
            self.chosen.emit(row.session)


def _is_wanted(row: SessionSync, words: Sequence[str], wanted: str) -> bool:
    fits = {
        "you": count_for_you(row) > 0,
        "waiting": count_waiting(row) > 0,
        "nowhere": not row.targets,
    }.get(wanted, True)
    return fits and all(word in fold(f"{row.title} {row.class_name}", _FOLDING) for word in words)
