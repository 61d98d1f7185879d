"""The table of the roll: as many columns as there is room for, several students at once, keys for marks."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from widgets.control.placed_model import ID_ROLE
from widgets.control.roll_model import (
    ANSWER,
    ARRIVED,
    EXTRA,
    NAME,
    NUMBER,
    PHONE,
    POINTS,
    PROOF,
    STATUS,
    RollModel,
)
from widgets.control.roll_rows import RollRow
from widgets.language import translate

ROW_HEIGHT: Final = 32
_WIDTHS: Final = {
    NUMBER: 110, STATUS: 132, ARRIVED: 96, PROOF: 208, PHONE: 46, ANSWER: 46, EXTRA: 80, POINTS: 64,
}  # fmt: skip
_NEEDED: Final = {ARRIVED: 410, PHONE: 330, ANSWER: 430, EXTRA: 520, POINTS: 640, NUMBER: 740, PROOF: 900}
"""Columns, and how wide the table must be (pixels) for them to be shown."""
_FOR_ANSWER: Final = 110
"""So much wider for the time of arrival, while who has answered matters more."""


class RollTable(QTableView):
    chosen_changed = Signal()

    def __init__(self, model: RollModel) -> None:
        super().__init__()
        self.roll = model
        self._chosen: set[str] = set()
        self._hidden: frozenset[int] = frozenset()
        self.setModel(model)
        self.setAccessibleName(translate("Students"))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(4 * ROW_HEIGHT)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(16, 16))
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for section, width in _WIDTHS.items():
            header.resizeSection(section, width)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().installEventFilter(self)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        model.modelReset.connect(self._choose_again)

    def bind(self, keys: Mapping[str, Callable[[], object]]) -> None:
        """Let these keys work while the table has the focus."""
        for key, do in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(do)

    def hide_columns(self, without: frozenset[int]) -> None:
        """Columns that tell nothing in this class."""
        if without != self._hidden:
            self._hidden = without
            self._fit()

    def chosen_rows(self) -> list[RollRow]:
        """In their order in the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.roll.row_at(place) for place in places]

    def choose(self, *ids: str) -> None:
        """Choose these students, as far as they are shown."""
        self._chosen = set(ids)
        self._choose_again()

    # --- within -----------------------------------------------------------------------------------

    def _on_selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._chosen = {index.data(ID_ROLE) for index in self.selectionModel().selectedRows()}
        self.chosen_changed.emit()

    def _choose_again(self) -> None:
        """After other rows are shown."""
        selection, last = QItemSelection(), QModelIndex()
        for id_ in self._chosen:
            at = self.roll.row_of(id_)
            if at >= 0:
                last = self.roll.index(at, NAME)
                selection.select(last, last)
        chosen = self._chosen
        if last.isValid():
            self.selectionModel().setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().select(selection, flags)
        self._chosen = chosen
        self.chosen_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows keep their places while the mouse is over them."""
        if event.type() is QEvent.Type.Enter:
            self.roll.set_still(True)
        elif event.type() is QEvent.Type.Leave:
            self.roll.set_still(False)
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """No higher than it must be, so that what stands below it stays in sight; it takes what is left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        asking = ANSWER not in self._hidden
        for section, needed in _NEEDED.items():
            least = needed + _FOR_ANSWER if section == ARRIVED and asking else needed
            self.setColumnHidden(section, section in self._hidden or self.width() < least)
