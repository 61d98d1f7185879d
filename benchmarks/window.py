"""The desktop as a process of its own, measured from inside.

`python -m benchmarks.window FOLDER [bare|class]`, lines of JSON:
bare: an empty window of Qt, for comparison. Without a word: home, as the program starts. class: attached to
the class that runs in FOLDER, with control room and projector shown; prints the gaps between its frames when
its standard input ends.
"""

import json
import sys
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

FRAME = 33  # ms
SETTLE = 1.5  # seconds after the windows are there, before frames count


class Input(QObject):
    """Tells when the standard input has ended: then the figures are wanted."""

    ended = Signal()

    def watch(self) -> None:
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        sys.stdin.read()
        self.ended.emit()


class Frames:
    """Seconds between ticks of a timer of 33 ms in the GUI thread, from the settling on."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._begun = perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(FRAME)

    def _tick(self) -> None:
        now = perf_counter()
        if self._last and now - self._begun > SETTLE:
            self.gaps.append(now - self._last)
        self._last = now


def say(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def show_bare() -> int:
    app = QApplication([])
    window = QWidget()
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(0, lambda: say(shown=True))
    watch = Input()
    watch.ended.connect(lambda: app.exit(0))
    watch.watch()
    return app.exec()


def show_desktop(folder: Path, attach: bool) -> int:
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

    app = QApplication([])
    clock, settings = Clock(), Settings(folder)
    library, archive = Library(folder, clock), Archive(folder, clock)
    services = DesktopServices(folder, language, library, settings)
    sync = LateDesk(lambda: SyncDesk(folder, clock, archive, library))
    privacy = PrivacyServices(folder, library, archive, clock)
    parts = Parts(folder, clock, library, archive, settings, services, sync, privacy)
    desktop = Application(app, parts, Supervisor(folder, (sys.executable, "main.py")))
    frames: list[Frames] = []

    def begin() -> None:
        frames.append(Frames())
        QTimer.singleShot(round(SETTLE * 1000), lambda: say(shown=True))

    if attach:
        desktop.conductor.started.connect(begin)
    else:
        QTimer.singleShot(0, lambda: say(shown=True))
    desktop.start()

    def finish() -> None:
        say(gaps=[round(gap * 1000, 2) for made in frames for gap in made.gaps])
        app.exit(0)

    watch = Input()
    watch.ended.connect(finish)
    watch.watch()
    code = app.exec()
    desktop.close()
    return code


if __name__ == "__main__":
    words = sys.argv[1:]
    bare = words[1:] == ["bare"]
    sys.exit(show_bare() if bare else show_desktop(Path(words[0]), attach=words[1:] == ["class"]))
