"""The main window: places on the side, the page beside them, the strip that speaks above it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QWidget

from widgets.desk import Desk
from widgets.page import Page
from widgets.parts.basics import column, row
from widgets.parts.message_strip import MessageStrip
from widgets.shell.side import PLACES, Side
from widgets.theme import M

BELONGS_TO: Final = {"editor": "library"}
"""Pages that are reached from another one."""
SLIM_BELOW: Final = 1100
"""Pixels of width under which the places on the side are icons alone."""


LoadPage = Callable[[str], type[Page]]


class MainWindow(QMainWindow):
    """load_page: gives the class of a page by its name. Pages are made when first shown, so that the program
    starts fast."""

    page_made = Signal(object)
    """A page was made; also again after another language or theme."""
    closing = Signal()
    """The window is about to close; nothing has been closed yet."""

    def __init__(self, desk: Desk, load_page: LoadPage) -> None:
        super().__init__()
        self._desk = desk
        self._load = load_page
        self._pages: dict[str, Page] = {}
        self._shown = ""
        self._may_close: Any = None
        self.setWindowTitle("Préau")
        self.setMinimumSize(960, 600)
        self._build()
        desk.page_wanted.connect(self._on_page_wanted)
        desk.told.connect(self._on_told)
        desk.bridge.opened.connect(self._show_class_place)
        desk.bridge.ended.connect(self._show_class_place)
        desk.sessions_changed.connect(self._show_class_place)  # also told when a class is left
        for number, (name, _words, _icon) in enumerate(PLACES, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda name=name: desk.go(name))

    @property
    def page_name(self) -> str:
        """The page that is shown."""
        return self._shown

    def page(self, name: str) -> Page:
        """The page of this name, made if it was not yet."""
        if name not in self._pages:
            page = self._load(name)(self._desk)
            self._pages[name] = page
            self._stack.addWidget(page)
            self.page_made.emit(page)
        return self._pages[name]

    def show_page(self, name: str, arguments: Mapping[str, Any] | None = None) -> None:
        """Show a page, unless the present one stays."""
        if self._shown and self._shown != name and not self._pages[self._shown].leave():
            self._check_place(self._shown)
            return
        page = self.page(name)
        self._stack.setCurrentWidget(page)  # first, for only a page that is shown can take the focus
        self._shown = name
        page.open(**(arguments or {}))
        self._check_place(name)
        if not page.isAncestorOf(self.focusWidget() or self):
            self._place_of(name).setFocus()  # else it would be on the first place, whatever is shown

    def rebuild(self) -> None:
        """Build everything anew in another language or theme and show the same place; not where the page
        that is shown cannot be left, because what was typed there cannot be stored."""
        name, state = self._shown, self._pages[self._shown].state() if self._shown else {}
        if name and not self._pages[name].leave():
            return
        for page in self._pages.values():
            if page is not self._pages.get(name):
                page.leave()
        self._pages.clear()
        self._shown = ""
        self._build()
        if name:
            self.show_page(name, state)

    def set_close_question(self, ask: Any) -> None:
        """ask: called before closing; False keeps the window."""
        self._may_close = ask

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._shown and not self._pages[self._shown].leave():
            event.ignore()
            return
        if self._may_close is not None and not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._stack = QStackedWidget()
        self._side = Side()
        self._side.wanted.connect(self._desk.go)
        self._places = self._side.places
        central = QWidget()
        central.setProperty("kind", "page")
        holder = QWidget()
        around = row(self._strip)
        around.setContentsMargins(M, M, M, 0)
        holder.setLayout(around)
        body = column(holder, self._stack, space=0)
        body.setStretch(1, 1)
        central.setLayout(row(self._side, body, space=0))
        self.setCentralWidget(central)
        self._make_room()
        self._show_class_place()

    def _make_room(self) -> None:
        self._side.set_slim(self.width() < SLIM_BELOW)

    def _show_class_place(self) -> None:
        """The class has a place on the side only while there is one."""
        self._places["control"].setVisible(self._desk.bridge.is_attached)

    def _check_place(self, name: str) -> None:
        self._place_of(name).setChecked(True)

    def _place_of(self, page: str) -> QPushButton:
        return self._places[BELONGS_TO.get(page, page)]

    def _on_page_wanted(self, name: str, arguments: dict[str, Any]) -> None:
        self.show_page(name, arguments)

    def _on_told(self, text: str, level: str, action: str, do: Any) -> None:
        self._strip.show_message(text, level, action, do)
