"""Says that a picture is being read, where that takes longer than a moment; nothing waits for it."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from widgets.language import translate
from widgets.parts.basics import column, label
from widgets.theme import XS
from widgets.worker import Task

MOMENT: Final = 200  # ms


class PictureWait(QWidget):
    """Hidden while no picture is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way = 0
        words = translate("Reading the picture…")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        self.setLayout(column(label(words, "tiny"), bar, space=XS))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MOMENT)
        self._timer.timeout.connect(self.show)
        self.hide()

    def watch(self, task: Task) -> None:
        """Until it has come to an end."""
        self._under_way += 1
        if not self._timer.isActive() and self.isHidden():
            self._timer.start()
        for end in (task.finished, task.failed):
            end.connect(lambda _: self._on_end())
        task.cancelled.connect(self._on_end)

    def _on_end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._timer.stop()
            self.hide()
