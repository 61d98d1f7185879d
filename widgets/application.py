"""The desktop as a whole: builds the desk, the windows and their connections, and runs Qt's loop."""

import signal
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from app import VERSION
from app.errors import PreauError, Trouble
from app.host.supervisor import Supervisor
from widgets.bridge import ClassBridge
from widgets.conductor import Conductor
from widgets.desk import Desk, Parts
from widgets.language import apply_language, tell_error, translate
from widgets.page import Page
from widgets.parts.icons import icon_pixmap
from widgets.privacy.keeping import RetentionRunner
from widgets.projector.screens import ScreenKeeper
from widgets.shell.battery import BatteryWatch
from widgets.shell.closing import ask_about_class, carry_out
from widgets.shell.rebuilding import Rebuilder
from widgets.shell.window import MainWindow
from widgets.single import FirstStart, wake_other
from widgets.starting.attendance_dialog import AttendanceDialog
from widgets.starting.dialog import StartDialog
from widgets.theme import apply_theme, set_motion, tokens
from widgets.worker import Worker

PAGES: Final = {
    "home": "widgets.home.page.HomePage",
    "library": "widgets.library.page.LibraryPage",
    "editor": "widgets.editor.page.EditorPage",
    "control": "widgets.control.page.ControlPage",
    "classes": "widgets.classes.page.ClassesPage",
    "sessions": "widgets.sessions.page.SessionsPage",
    "sync": "widgets.sync.page.SyncPage",
    "settings": "widgets.settings.page.SettingsPage",
}
"""Loaded when first shown, or beside the window that is there already."""
BIN_KEEPS: Final = 30 * 86_400.0  # seconds that a removed quiz or class can be brought back
BACKUP_PAUSE: Final = 20 * 3600.0  # seconds between two automatic backups, besides those after a class
SYNC_PATIENCE: Final = 5.0
"""Seconds for the request that is under way when the window is closed; else it is read back another day."""


def load_page(name: str) -> type[Page]:
    """The class of the page called `name`."""
    module, _, found = PAGES[name].rpartition(".")
    page: type[Page] = getattr(import_module(module), found)
    return page


def _preload() -> None:
    """Load the other pages' modules, so that the first click on a place is fast as well. In a worker: the
    window must not stand still for it."""
    for name in PAGES:
        load_page(name)
    import_module("widgets.projector.window")


class Application(QObject):
    """The running desktop. parts: what `main.py` built; supervisor: starts and finds class servers."""

    def __init__(self, app: QApplication, parts: Parts, supervisor: Supervisor) -> None:
        super().__init__()
        self._app = app
        self._dress(parts)
        self.desk = Desk(parts, ClassBridge(parts.folder), Worker())
        self.conductor = Conductor(self.desk, supervisor)
        self.window = MainWindow(self.desk, load_page)
        self.screens = ScreenKeeper(self.desk)
        self._keeping = RetentionRunner(self.desk)
        self._battery = BatteryWatch(self.desk)
        self._rebuilder = Rebuilder(self)
        self._connect()

    def _connect(self) -> None:
        desk, window = self.desk, self.window
        desk.settings_changed.connect(self._on_setting)
        desk.sessions_changed.connect(lambda: desk.sync.refresh())
        self.conductor.start_asked.connect(self._ask_to_start)
        self.conductor.attendance_asked.connect(self._ask_for_attendance)
        self.conductor.started.connect(self._on_started)
        self.conductor.finished.connect(self.screens.close)
        self.conductor.finished.connect(self._battery.stop)
        self.conductor.finished.connect(lambda: self.desk.worker.run(self.desk.services.keep_backup))
        window.set_close_question(self._may_close)
        window.closing.connect(self._on_closing)
        window.page_made.connect(self._on_page_made)
        self.screens.key_pressed.connect(self._on_projector_key)
        self._rebuilder.due.connect(self._rebuild)
        self._app.styleHints().colorSchemeChanged.connect(self._on_scheme)

    def start(self) -> None:
        """Show the window, come back into a class that runs, say what was put aside."""
        self.window.resize(1280, 800)
        self.window.show_page("home")
        self.window.show()
        self.conductor.tidy_up()
        self.conductor.attach_running()
        self.desk.sync.start()
        self.desk.worker.run(_preload)
        self.desk.worker.run(self.desk.library.empty_bin, self.desk.clock.now() - BIN_KEEPS)
        self.desk.worker.run(self.desk.services.keep_backup, BACKUP_PAUSE)
        self._keeping.start()
        self._tell_damage()

    def _tell_damage(self) -> None:
        """Say what was found damaged at the start and kept aside."""
        said, level = [], "warn"
        aside = self.desk.settings.put_aside
        if aside is not None:
            text = translate(
                "The settings could not be read. They were kept as {file} and set to their defaults."
            )
            said.append(text.format(file=aside))
        damage = self.desk.library.damage
        if damage is not None:
            trouble, level = Trouble("library_damaged", file=str(damage.file), count=damage.rows), "bad"
            said.insert(0, tell_error(trouble))
        if said:  # together: the strip says one thing at a time
            self.desk.tell("\n".join(said), level)

    def come_to_front(self) -> None:
        """A second start asks for this."""
        state = self.window.windowState() & ~Qt.WindowState.WindowMinimized
        self.window.setWindowState(state | Qt.WindowState.WindowActive)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Let go of everything; a class that runs goes on."""
        self._battery.stop()
        self._keeping.stop()
        self.screens.close()
        self.desk.bridge.shut_down()
        self.desk.worker.shut_down()
        self.desk.sync.stop(SYNC_PATIENCE)

    # --- inside -----------------------------------------------------------------------------------

    def _dress(self, parts: Parts) -> None:
        apply_language(self._app, str(parts.settings.get("language")))
        set_motion(not bool(parts.settings.get("reduce_motion")))
        apply_theme(self._app, str(parts.settings.get("theme")))
        self._app.setWindowIcon(QIcon(icon_pixmap("preau", tokens().tile, 64)))

    def _on_setting(self, name: str) -> None:
        if name not in ("language", "theme", "reduce_motion"):
            return
        get = self.desk.settings.get
        set_motion(not bool(get("reduce_motion")))
        if name == "language":
            apply_language(self._app, str(get("language")))
            self.desk.bridge.speak()
        if name == "theme":
            apply_theme(self._app, str(get("theme")))
        self._rebuilder.ask()

    def _on_scheme(self) -> None:
        if self.desk.settings.get("theme") == "auto":
            self._on_setting("theme")

    def _rebuild(self) -> None:
        self.window.rebuild()
        self.screens.rebuild()

    def _ask_to_start(self, quiz_id: str) -> None:
        row = next((row for row in self.desk.library.list_quizzes() if row.id == quiz_id), None)
        if quiz_id and row is None:
            return
        dialog = StartDialog(self.desk, row, self.window)
        if self._is_wanted(dialog):
            if row is None:
                self.conductor.start_empty(dialog.wishes)
            else:
                self.conductor.start_class(quiz_id, dialog.wishes)
        dialog.deleteLater()

    def _ask_for_attendance(self, class_id: str) -> None:
        dialog = AttendanceDialog(self.desk, class_id, self.window)
        if self._is_wanted(dialog):
            self.conductor.take_attendance(dialog.wishes)
        dialog.deleteLater()

    def _is_wanted(self, dialog: StartDialog | AttendanceDialog) -> bool:
        """Whether another class is to be started; the open one is gone on with where that was chosen."""
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        if dialog.goes_on:
            self.conductor.resume()
        return not dialog.goes_on

    def _on_started(self) -> None:
        self.screens.open()
        self.window.activateWindow()
        self._battery.begin()

    def _on_page_made(self, page: Page) -> None:
        if page.NAME == "control":
            control: Any = page
            control.show_projector(self.screens.window is not None)
            control.projector_wanted.connect(self._show_projector)
            self.screens.shown.connect(control.show_projector)

    def _show_projector(self, shown: bool) -> None:
        if shown:
            self.screens.open(asked=True)
        else:
            self.screens.close()

    def _on_projector_key(self, key: int) -> None:
        control: Any = self.window.page("control")
        control.key_pressed(key)

    def _may_close(self) -> bool:
        """In class, ask what shall become of it."""
        view = self.desk.bridge.view
        if not self.desk.bridge.is_attached or view is None or view.phase == "ended":
            return True
        choice = ask_about_class(self.window)
        why = carry_out(self.desk.bridge, choice) if choice in ("end", "stop") else ""
        if why:  # it is not ended by closing the window as if it were
            self.desk.tell(why, "warn")
        return choice != "stay" and not why

    def _on_closing(self) -> None:
        self.close()
        self._app.exit(0)


def run_desktop(make_parts: Callable[[], Parts], folder: Path, program: Sequence[str]) -> int:
    """The desktop until its window is closed; the exit code. make_parts: builds what it stands on; called
    only when this is the first desktop of the data folder. program: how to start ourselves."""
    app = QApplication.instance() or QApplication(["Préau"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Préau")
    app.setApplicationVersion(VERSION)
    app.setQuitOnLastWindowClosed(False)
    if wake_other(folder):
        return 0
    first = FirstStart(folder)
    try:
        parts = make_parts()
    except PreauError as error:
        apply_language(app, "auto")
        box = QMessageBox(QMessageBox.Icon.Critical, "Préau", tell_error(error))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.exec()
        first.close()
        return 2
    desktop = Application(app, parts, Supervisor(folder, program))
    first.asked_to_front.connect(desktop.come_to_front)
    signal.signal(signal.SIGINT, lambda *_: app.exit(0))
    awake = QTimer()  # lets Python look at signals
    awake.timeout.connect(lambda: None)
    awake.start(500)
    desktop.start()
    code = app.exec()
    awake.stop()
    desktop.close()
    first.close()
    return code
