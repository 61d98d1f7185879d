"""The desktop as a process of its own, to be killed: `python -m tests.e2e.desktop_process FOLDER ask|end`.

`ask` starts the first quiz of the library and asks its first question; `end` comes back into the class that
runs and ends it; both by the keys that a teacher presses. What happens is printed line by line.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.e2e.desktop import build_desktop, press
from widgets.control.page import ControlPage
from widgets.shell.closing import ClosingDialog

EVERY = 30  # ms


class Script:
    """Steps that are each tried until they say that they are done."""

    def __init__(self, *steps: Callable[[], Any]) -> None:
        self._steps = list(steps)
        self._timer = QTimer()
        self._timer.timeout.connect(self._turn)
        self._timer.start(EVERY)

    def _turn(self) -> None:
        if self._steps and self._steps[0]():
            print(self._steps.pop(0).__name__, flush=True)


def main(folder: Path, what: str) -> int:
    app = QApplication([])
    desktop = build_desktop(app, folder)
    bridge, window = desktop.desk.bridge, desktop.window

    def page() -> ControlPage:
        window.activateWindow()
        made = window.page("control")
        assert isinstance(made, ControlPage)
        return made

    def phase() -> str:
        return bridge.view.phase if bridge.is_attached and bridge.view is not None else ""

    def started() -> bool:
        quiz = desktop.desk.library.list_quizzes()[0].id
        desktop.conductor.start_class(quiz, desktop.conductor.wishes())
        return True

    def attached() -> bool:
        return phase() != ""

    def asked() -> bool:
        if phase() == "lobby" and page().driver.is_free and bridge.view.snapshot["joined"]:
            press(page(), Qt.Key.Key_Space)
        return phase() == "asking"

    def ended() -> bool:
        if phase() != "ended" and page().driver.is_free:
            press(page(), Qt.Key.Key_E)
        return phase() == "ended"

    def closed() -> bool:
        assert not isinstance(QApplication.activeModalWidget(), ClosingDialog), "an ended class asks nothing"
        window.close()
        return True

    desktop.start()
    steps = (started, attached, asked) if what == "ask" else (attached, ended, closed)
    script = Script(*steps)
    code = app.exec()
    del script
    desktop.close()
    desktop.desk.library.close()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
