"""A desk for tests of screens: a real library and archive in a folder, and a class that the test plays."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.clock import ManualClock
from app.commands.privacy_services import PrivacyServices
from app.errors import Refused
from app.host.view import ClassView
from app.settings import Settings
from app.storage.archive import Archive
from app.storage.library import Library
from tests.helpers.fake_sync import FakeSync
from widgets.desk import Desk, Parts
from widgets.worker import Worker


class FakeBridge(QObject):
    """The signals of `ClassBridge`, sent by the test; commands are kept in `done`."""

    opened = Signal()
    changed = Signal()
    wall_changed = Signal()
    replied = Signal(str, dict)
    refused = Signal(str, str)
    lost = Signal()
    found_again = Signal()
    gone = Signal()
    ended = Signal()
    media_arrived = Signal(str)
    host_asked = Signal(list)
    attached = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.view: ClassView | None = None
        self.is_attached = self.is_lost = self.is_gone = False
        self.address = "ws://127.0.0.1:1/host/ws"
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.pictures: dict[str, bytes] = {}
        self.left: float | None = None

    def do(self, command: str, **args: Any) -> None:
        self.done.append((command, args))

    def media(self, path: str) -> bytes | None:
        return self.pictures.get(path)

    def speak(self) -> None:
        self.done.append(("speak", {}))

    def now_ms(self) -> int:
        return int(self.view.snapshot.get("now", 0)) if self.view else 0

    def seconds_left(self) -> float | None:
        return self.left

    def attach(self, address: str, secret: str) -> None:
        self.address, self.is_attached = address, True
        self.attached.emit(address, secret)

    def detach(self) -> None:
        self.is_attached = False

    def shut_down(self) -> bool:
        self.detach()
        return True

    def open(self, session: dict[str, Any], questions: list[dict[str, Any]]) -> None:
        """As after the server's welcome."""
        self.view = ClassView(session=session, questions=questions)
        self.is_attached = True
        self.opened.emit()

    def take(self, **snapshot: Any) -> None:
        """As after a snapshot with these fields; the others keep what they were."""
        assert self.view is not None
        before = self.view.snapshot
        self.view.take({**before, "students": [], **snapshot})
        if "wall" in snapshot:
            self.wall_changed.emit()
        self.changed.emit()


class FakeServices:
    """Functions that `main.py` hands in, answering at once."""

    def __init__(self) -> None:
        self.findings: list[tuple[str, str]] = [("good", "Phones can reach this laptop.")]
        self.addresses: list[str] = ["http://192.168.1.20:8080"]
        self.classes: list[dict[str, Any]] = []
        self.backups: list[Path] = []
        self.kept: list[float] = []
        """After how long a pause automatic backups were asked for."""
        self.phrase = ""  # of every backup
        self.learned = 0
        """How often the library was to learn from sessions."""

    def check_network(self) -> list[tuple[str, str]]:
        return self.findings

    def list_addresses(self) -> list[str]:
        return self.addresses

    def find_classes(self, seconds: float) -> list[dict[str, Any]]:
        return self.classes

    def learn(self) -> int:
        self.learned += 1
        return 0

    def write_diagnostics(self, target: Path) -> None:
        target.write_bytes(b"diagnostics")

    def keep_backup(self, pause: float = 0.0) -> None:
        self.kept.append(pause)

    def write_backup(self, target: Path, phrase: str, progress: Any) -> None:
        progress(1, 1)
        self.backups.append(target)
        self.phrase = phrase

    def read_backup(self, source: Path, phrase: str) -> dict[str, Any]:
        if phrase != self.phrase:
            raise Refused("phrase_wrong" if phrase else "phrase_missing", file=source.name)
        return {"made": 0.0, "quizzes": 1, "sessions": 1, "bytes": 1}

    def restore_backup(self, source: Path, phrase: str, progress: Any) -> None:
        self.read_backup(source, phrase)
        self.backups.append(source)


def make_desk(folder: Path, clock: Any = None, make_sync: Any = None) -> Desk:
    """A desk over a fresh data folder. Its bridge is a `FakeBridge`, its services `FakeServices`,
    its sync, unless `make_sync` gives one, a `FakeSync`."""
    clock = clock or ManualClock(1_760_000_000.0)
    library, archive = Library(folder, clock), Archive(folder, clock)
    parts = Parts(
        folder=folder,
        clock=clock,
        library=library,
        archive=archive,
        settings=Settings(folder),
        services=FakeServices(),
        sync=make_sync(folder, clock, archive, library) if make_sync else FakeSync(),
        privacy=PrivacyServices(folder, library, archive, clock),
    )
    return Desk(parts, FakeBridge(), Worker())  # type: ignore[arg-type]
