"""The whole desktop, offscreen, over a data folder: built as `main.py` builds it."""

import socket
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import Clock
from app.commands.desktop_services import DesktopServices
from app.commands.privacy_services import PrivacyServices
from app.host.supervisor import Supervisor
from app.settings import Settings
from app.storage.archive import Archive
from app.storage.library import Library
from sync.desk import SyncDesk
from sync.late import LateDesk
from widgets.application import Application
from widgets.desk import Parts
from widgets.language import language

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, str(ROOT / "main.py"))


def free_port() -> int:
    """A port that nobody uses now, so that several tests can run at once."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def build_desktop(app: QApplication, folder: Path) -> Application:
    """The desktop on this folder. Classes take a free port and are not announced."""
    clock = Clock()
    settings = Settings(folder)
    settings.set("announce", False)
    settings.set("port", free_port())
    settings.set("language", "en")
    settings.set("projector", "window")
    library, archive = Library(folder, clock), Archive(folder, clock)
    parts = Parts(
        folder=folder,
        clock=clock,
        library=library,
        archive=archive,
        settings=settings,
        services=DesktopServices(folder, language, library, settings),
        sync=LateDesk(lambda: SyncDesk(folder, clock, archive, library)),
        privacy=PrivacyServices(folder, library, archive, clock),
    )
    return Application(app, parts, Supervisor(folder, PROGRAM))


def press(widget: QWidget, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """One key, wherever the focus is in the widget's window."""
    target = QApplication.focusWidget() or widget
    QTest.keyClick(target, key, modifier)


class Hands:
    """A teacher at the keyboard: presses what the large button offers and waits until it has happened."""

    def __init__(self, desktop: Application, qtbot: Any) -> None:
        self.desktop = desktop
        self._qtbot = qtbot

    @property
    def view(self) -> Any:
        return self.desktop.desk.bridge.view

    def phase(self) -> str:
        return str(self.view.phase) if self.view is not None else ""

    def wait(self, wanted: Any, patience: int = 30_000) -> None:
        self._qtbot.waitUntil(wanted, timeout=patience)

    def control(self) -> Any:
        """The control room, with the keyboard in its window (no window manager does that here)."""
        self.desktop.window.activateWindow()
        self.wait(self.desktop.window.isActiveWindow)
        return self.desktop.window.page("control")

    def next_step(self, phase: str) -> None:
        """Space, until the class is in this phase."""
        page = self.control()
        self.wait(lambda: page.driver.is_free)
        press(page, Qt.Key.Key_Space)
        self.wait(lambda: self.phase() == phase)
