"""Reads the files of an import beside the window, one after another, and tells what came of each."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.exchange.columns import Mapping
from app.exchange.formats import Imported
from app.exchange.import_plan import Plan, make_plan
from app.exchange.progress import Progress
from app.exchange.quiz_tables import read_source, read_table
from widgets.desk import Desk
from widgets.ports import LibraryPort
from widgets.worker import Task

Read = Callable[[Progress], Imported]


def read_whole(source: Path | str, title: str) -> Read:
    """A file or a text, in whatever format it is."""
    return partial(read_source, source, title)


def read_columns(source: Path | str, title: str, mapping: Mapping | None = None, sheet: str = "") -> Read:
    """The same as a table: see `app.exchange.quiz_tables.read_table`."""

    def read(_progress: Progress) -> Imported:
        return read_table(source, title, mapping, sheet)

    return read


class Reader(QObject):
    """Takes sources in turn; a file that cannot be read does not stop the others."""

    planned = Signal(int, object)
    """The source with this number gave this `Plan`."""
    failed = Signal(int, object)
    """It could not be read; the error."""
    progressed = Signal(int, float)
    """How much of the source with this number is read, 0 to 1, -1 for unknown."""
    over = Signal()
    """Everything is read or was stopped."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: deque[tuple[int, Read]] = deque()
        self._task: Task | None = None
        self._number = -1

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def read(self, sources: Sequence[tuple[int, Read]]) -> None:
        """Read these too. Each has a number by which the signals name it."""
        self._waiting.extend(sources)
        self._go_on()

    def stop(self) -> None:
        """What is read stays; what is being read and what waits is not read."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _go_on(self) -> None:
        if self._task is not None:
            return
        if not self._waiting:
            self.over.emit()
            return
        self._number, read = self._waiting.popleft()
        task = self._task = self._desk.worker.run(_plan, self._desk.library, read)
        task.progressed.connect(self._on_progressed)
        task.finished.connect(self._on_planned)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)

    def _on_progressed(self, share: float, _word: str) -> None:
        self.progressed.emit(self._number, share)

    def _on_planned(self, plan: Plan) -> None:
        self._task = None
        self.planned.emit(self._number, plan)
        self._go_on()

    def _on_failed(self, error: Any) -> None:
        self._task = None
        self.failed.emit(self._number, error)
        self._go_on()

    def _on_cancelled(self) -> None:
        self._task = None
        self._go_on()


def _plan(library: LibraryPort, read: Read, progress: Progress) -> Plan:
    imported = read(progress)
    progress(-1, 0)  # how long the comparison takes is not known
    return make_plan(imported, library.find_same(imported.quiz))
