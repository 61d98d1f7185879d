"""What asks another computer: a line that says so with a way to stop, shown only where it takes a while."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.errors import PreauError
from widgets.language import translate
from widgets.parts.basics import button, label, row
from widgets.theme import M
from widgets.worker import Task, Worker

SHOWN_AFTER: Final = 300  # ms


class Asking(QWidget):
    """One question at a time: another one lets go of that before, whose answer is not heard any more."""

    changed = Signal(bool)
    """Whether something is being asked now."""
    stopped = Signal()
    """The reader did not want to wait."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._task: Task | None = None
        self._done: Callable[[Any], None] = lambda _: None
        self._failed: Callable[[PreauError], None] = lambda _: None
        self._words = label("", "soft")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Progress"))
        self._stop = button(translate("Stop"), self._on_stop)
        line = row(self._words, self._bar, self._stop, space=M)
        line.setStretch(1, 1)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER)
        self._timer.timeout.connect(self.show)
        self.hide()

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def ask(
        self,
        words: str,
        done: Callable[[Any], None],
        failed: Callable[[PreauError], None],
        function: Callable[..., Any],
        *args: Any,
    ) -> None:
        """Call `function(*args)` in the worker and give its result to `done` or its error to `failed`."""
        self.let_go()
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._done, self._failed = done, failed
        task = self._task = self._worker.run(function, *args)
        task.finished.connect(self._on_done)
        task.failed.connect(self._on_failed)
        task.progressed.connect(self._on_progress)
        self._timer.start()
        self.changed.emit(True)

    def let_go(self) -> None:
        """Nothing of what was asked is wanted any more."""
        if self._task is None:
            return
        self._task.finished.disconnect(self._on_done)
        self._task.failed.disconnect(self._on_failed)
        self._task.progressed.disconnect(self._on_progress)
        self._task.cancel()
        self._end()

    def _end(self) -> None:
        self._task = None
        self._timer.stop()
        self.hide()
        self.changed.emit(False)

    def _on_stop(self) -> None:
        self.let_go()
        self.stopped.emit()

    def _on_done(self, result: Any) -> None:
        self._end()
        self._done(result)

    def _on_failed(self, error: PreauError) -> None:
        self._end()
        self._failed(error)

    def _on_progress(self, share: float, _word: str) -> None:
        self._bar.setRange(0, 0 if share < 0 else 100)
        if share >= 0:
            self._bar.setValue(round(share * 100))
