"""What every screen may use, and the signals that cross screens. Screens know each other by name only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.clock import Clock
from app.errors import PreauError
from app.settings import Settings
from widgets.bridge import ClassBridge
from widgets.language import tell_error
from widgets.ports import ArchivePort, LibraryPort, PrivacyPort, Services, SyncPort
from widgets.post import Bell
from widgets.worker import Worker

if TYPE_CHECKING:
    from widgets.conductor import Conductor

Do = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Parts:
    """What `main.py` builds. folder: the data folder. sync: what carries results out."""

    folder: Path
    clock: Clock
    library: LibraryPort
    archive: ArchivePort
    settings: Settings
    services: Services
    sync: SyncPort
    privacy: PrivacyPort


class Desk(QObject):
    """One per program; lives in the GUI thread."""

    quizzes_changed = Signal()
    """Something in the library is different."""
    classes_changed = Signal()
    sessions_changed = Signal()
    """A session was opened, ended, corrected or restored."""
    sync_changed = Signal()
    """Something was sent, confirmed, refused or found changed on a platform, or is to be sent."""
    settings_changed = Signal(str)
    """A setting was changed; its name."""
    page_wanted = Signal(str, dict)
    """Show the page of this name and hand it these arguments."""
    told = Signal(str, str, str, object)
    """A sentence for the strip: text, level, words of a button ('' for none), what the button does."""

    def __init__(self, parts: Parts, bridge: ClassBridge, worker: Worker) -> None:
        super().__init__()
        self.folder = parts.folder
        self.clock = parts.clock
        self.library = parts.library
        self.archive = parts.archive
        self.settings = parts.settings
        self.services = parts.services
        self.sync = parts.sync
        self.privacy = parts.privacy
        self.bridge = bridge
        self.worker = worker
        self.conductor: Conductor  # set right after, because it needs the desk
        self._sync_bell = Bell(self._tell_sync, self)
        parts.sync.listen(self._sync_bell.ring)

    def go(self, page: str, **arguments: Any) -> None:
        """Show a page: 'home', 'library', 'editor' (quiz=id), 'control', 'classes' (class_id=id),
        'sessions' (session=id), 'sync' (session=id), 'settings'."""
        self.page_wanted.emit(page, arguments)

    def tell(self, text: str, level: str = "good", action: str = "", do: Do | None = None) -> None:
        """Say something in the strip; with `action`, offer what undoes or mends it."""
        self.told.emit(text, level, action, do)

    def tell_error(self, error: Exception) -> None:
        """Say in the user's language what went wrong, what was kept and what to do."""
        self.told.emit(tell_error(error), "bad", "", None)

    def set_setting(self, name: str, value: Any) -> None:
        """Change a setting and let the screens know. Raises as `Settings.set`."""
        self.settings.set(name, value)
        self.settings_changed.emit(name)

    def try_setting(self, name: str, value: Any) -> None:
        """The same, for what is remembered by the way: where it cannot be stored, the strip says why."""
        try:
            self.set_setting(name, value)
        except PreauError as error:
            self.tell_error(error)

    def _tell_sync(self) -> None:
        if not self.worker.is_over:  # sync goes on for a moment after the window
            self.sync_changed.emit()
