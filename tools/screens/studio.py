"""Where the pictures are taken: desks over filled and empty data folders, windows of fixed sizes."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import ManualClock
from app.lan.findings import Finding
from app.sentences import tell
from tests.helpers.desk import FakeServices, make_desk
from tests.helpers.sample_class import ADDRESS, SampleClass, sample_quiz
from tests.helpers.sample_library import NOW, fill_sample, leave_open
from tests.helpers.sample_sync import fill_sync
from widgets.application import load_page
from widgets.conductor import Conductor
from widgets.desk import Desk
from widgets.language import apply_language, translate
from widgets.page import Page
from widgets.parts.basics import set_look
from widgets.shell.window import MainWindow
from widgets.theme import apply_theme, set_motion

FIGURES: Final = {"phones": 28, "trip": 24, "slow_trip": 60, "slow": 0, "stored": 6, "waiting": 0}
LAPTOP: Final = QSize(1366, 768)
WALL: Final = QSize(1920, 1080)
PATIENCE: Final = 10.0  # seconds until a screen must have settled


class _NoSupervisor:
    """Finds and starts nothing: the classes on the pictures are played."""

    def find(self) -> None:
        return None

    def secret(self) -> str:
        return ""

    def stop_rehearsal(self) -> None:
        return None


def _tell(code: str, **params: object) -> str:
    """What the network check says, in the language in use."""
    return tell(Finding(code, "ok", dict(params)), translate)


class Studio:
    """One language at a time; `dress` chooses the theme. busy, empty, left: desks after weeks, on
    the first day, with a class that nobody has ended,
    and for quizzes that are begun."""

    def __init__(self, app: QApplication, folder: Path, language: str) -> None:
        self.app = app
        self.language = language
        apply_language(app, language)
        set_motion(False)
        self.dark = False
        for name in ("busy", "empty", "left", "draft"):
            (folder / name).mkdir(parents=True)
        for name in ("busy", "left"):
            fill_sample(folder / name, language)
        leave_open(folder / "left", language)
        self.busy = self._make_desk(folder / "busy")
        fill_sync(self.busy, language)
        self.empty = self._make_desk(folder / "empty")
        self.left = self._make_desk(folder / "left")
        self.draft = self._make_desk(folder / "draft")
        self._desks = (self.busy, self.empty, self.left, self.draft)
        self._made: list[QWidget] = []

    def _make_desk(self, folder: Path) -> Desk:
        desk = make_desk(folder, ManualClock(NOW))
        desk.settings.set("language", self.language)
        desk.settings.set("wifi_name", "PREAU-5")
        desk.settings.set("wifi_security", "nopass")
        Conductor(desk, _NoSupervisor())  # type: ignore[arg-type]
        services = desk.services
        assert isinstance(services, FakeServices)
        services.addresses = [ADDRESS]
        services.findings = [
            ("good", _tell(code, port=8080)) for code in ("firewall_open", "self_test_passed")
        ]
        return desk

    def dress(self, *, dark: bool) -> None:
        """Use this theme for what is made from now on."""
        self.dark = dark
        apply_theme(self.app, "dark" if dark else "light")

    # --- windows ------------------------------------------------------------------------------------

    def window(
        self, page: str, desk: Desk | None = None, size: QSize = LAPTOP, **arguments: Any
    ) -> MainWindow:
        """A main window that shows this page, settled."""
        window = MainWindow(desk or self.busy, load_page)
        self._keep(window, size)
        window.show_page(page, arguments)
        self.settle()
        return window

    def dialog(self, made: QWidget, size: QSize | None = None) -> QWidget:
        """A dialog beside no window, settled."""
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self._keep(made, size)
        self.settle()
        return made

    def wall(self, made: QWidget) -> QWidget:
        """What fills the projector."""
        self._keep(made, WALL)
        self.settle()
        return made

    def _keep(self, made: QWidget, size: QSize | None) -> None:
        self._made.append(made)
        if size is not None:
            made.resize(size)
        made.show()

    def play(self, desk: Desk, room: SampleClass) -> None:
        """Let the desk see this class as it is now."""
        bridge: Any = desk.bridge
        bridge.pictures = room.media()
        told = room.told()
        round_ = told["round"] or {}
        deadline = round_.get("deadline")
        bridge.left = (
            (deadline - told["now"]) / 1000 if deadline else (round_.get("left") or 0) / 1000 or None
        )
        if bridge.view is None:
            bridge.open(room.session_told(), told["questions"])
        bridge.view.figures = FIGURES
        bridge.take(**told)

    def room(self, **settings: Any) -> SampleClass:
        """A class with thirty students in the lobby."""
        room = SampleClass(self.language, now=NOW - 1_200, quiz=sample_quiz(self.language), **settings)
        room.fill()
        return room

    # --- taking pictures ----------------------------------------------------------------------------

    def settle(self, until: Callable[[], object] | None = None) -> None:
        """Let everything that was asked for be done and drawn. until: what else must be true."""
        over = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < 4:
            QCoreApplication.processEvents()
            busy = any(desk.worker.is_busy for desk in self._desks)
            quiet = 0 if busy or (until is not None and not until()) else quiet + 1
            if time.monotonic() > over:
                raise TimeoutError("a screen did not settle")
            time.sleep(0.005)

    def page(self, window: MainWindow) -> Any:
        return window.page(window.page_name)

    def clear(self) -> None:
        """Put away all that was made, and let the desks forget their class."""
        for made in reversed(self._made):
            page_of: dict[str, Page] = getattr(made, "_pages", {})
            for page in page_of.values():
                page.leave()
            made.hide()
            made.deleteLater()
        self._made.clear()
        for desk in self._desks:
            bridge: Any = desk.bridge
            bridge.view, bridge.is_attached, bridge.is_lost = None, False, False
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.settle()

    def close(self) -> None:
        for desk in self._desks:
            desk.worker.shut_down()
            library: Any = desk.library
            library.close()


def over(window: QWidget, dialog: QWidget, ground: str = "#000000") -> QPixmap:
    """A picture of a window with a dialog in its middle, what lies behind it a little darker."""
    picture = window.grab()
    box = dialog.rect()
    box.moveCenter(window.rect().center())
    painter = QPainter(picture)
    shade = QColor(ground)
    shade.setAlpha(70)
    painter.fillRect(picture.rect(), shade)
    painter.drawPixmap(box.topLeft(), dialog.grab())
    painter.setPen(QColor("#00000055"))
    painter.drawRect(box.adjusted(-1, -1, 0, 0))
    painter.end()
    return picture


def plain_ground(made: QWidget) -> QWidget:
    """A page without a window, on the colour of pages."""
    set_look(made, "kind", "page")
    return made
