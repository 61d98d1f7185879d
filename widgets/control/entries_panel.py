"""What students typed, as a list: show a word on the wall or hide it, say which one is right."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from widgets.control.entries_model import KEY_ROLE, EntriesModel
from widgets.language import translate
from widgets.parts.basics import button, column, row
from widgets.theme import S


class EntriesPanel(QWidget):
    show_wanted = Signal(str, bool)
    """Key of a line, whether the wall shall show it."""
    right_wanted = Signal(str)
    """Key of a line that the teacher calls right, or not right any more."""

    def __init__(self) -> None:
        super().__init__()
        self.model = EntriesModel()
        self.model.toggled.connect(self.show_wanted)
        self._chosen = ""
        self._boxes = False
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setAccessibleName(translate("What students wrote"))
        self.list.viewport().installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._toggle_shown)
        self.model.modelReset.connect(self._after_reset)
        self.model.dataChanged.connect(self._show_buttons)
        self.show_button = button(
            translate("Show on the wall"),
            self._toggle_shown,
            icon_name="projector",
            tip=translate("Once the answers are closed: show this on the wall, or hide it (Enter)"),
        )
        self.right_button = button(
            translate("Is right"), self._call_right, icon_name="check", tip=translate("This answer is right")
        )
        for part in (self.show_button, self.right_button):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(column(self.list, row(self.show_button, self.right_button, 0), space=S))
        self._show_buttons()

    def take(
        self,
        bars: list[dict[str, Any]],
        shown: frozenset[str],
        answers: int,
        *,
        moderated: bool,
        is_open: bool,
        keys: bool,
    ) -> None:
        """The lines of a snapshot. moderated: the wall shows them one by one, once the question is no longer
        open; keys: the teacher may say which one is right."""
        self._boxes = moderated and not is_open
        at = self.list.verticalScrollBar().value()
        self.model.take(bars, shown, answers, boxes=self._boxes)
        self.list.verticalScrollBar().setValue(at)
        self.show_button.setVisible(moderated)
        self.right_button.setVisible(keys)
        self._show_buttons()

    def choose(self, key: str) -> None:
        at = self.model.row_of(key)
        if at >= 0:
            self.list.setCurrentIndex(self.model.index(at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lines keep their places while the mouse is over them."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.model.set_still(event.type() is QEvent.Type.Enter)
        return super().eventFilter(watched, event)

    def _toggle_shown(self, *_: object) -> None:
        if self._chosen and self._boxes:
            self.show_wanted.emit(self._chosen, not self.model.is_shown(self._chosen))

    def _call_right(self) -> None:
        if self._chosen:
            self.right_wanted.emit(self._chosen)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._chosen = current.data(KEY_ROLE)
        self._show_buttons()

    def _after_reset(self) -> None:
        if self.model.row_of(self._chosen) < 0:
            self._chosen = ""
        else:
            self.choose(self._chosen)

    def _show_buttons(self, *_: object) -> None:
        is_shown = self.model.is_shown(self._chosen)
        self.show_button.setText(
            translate("Hide from the wall") if is_shown else translate("Show on the wall")
        )
        self.show_button.setEnabled(bool(self._chosen) and self._boxes)
        self.right_button.setEnabled(bool(self._chosen))
