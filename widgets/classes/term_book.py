"""The sessions of a class, read beside the window once and kept as small records until they change."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import Trouble
from app.live.past import SessionRow
from app.reports.class_record import ClassRecord, SessionRecord, record_of
from widgets.desk import Desk
from widgets.ports import ArchivePort, LibraryPort, Progress
from widgets.worker import Task

Known = dict[str, tuple[tuple[int, int] | None, SessionRecord]]
"""By session its edition, and what was made of it."""


def read_class(
    archive: ArchivePort, library: LibraryPort, class_id: str, known: Known, progress: Progress
) -> ClassRecord:
    """The class as it is now, with every ended session of it that is no rehearsal; only sessions that have
    changed since they came into `known` are read. Blocks; raises `Trouble`, but not for a damaged session."""
    roster = library.load_roster(class_id)
    editions = archive.list_editions()
    rows = [row for row in archive.list_sessions() if _belongs(row, class_id, roster.name)]
    records: list[SessionRecord] = []
    unread = 0
    for number, row in enumerate(rows):
        if not progress(number, len(rows)):
            break
        edition, found = editions.get(row.id), known.get(row.id)
        if found is None or found[0] != edition:
            try:
                found = (edition, record_of(archive.load_state(row.id)))
            except Trouble as trouble:
                if trouble.code != "session_unreadable":
                    raise
                unread += 1
                continue
            known[row.id] = found
        records.append(found[1])
    records.sort(key=lambda one: (one.held.opened, one.held.session))
    return ClassRecord(class_id, roster.name, roster.students, tuple(records), unread)


def _belongs(row: SessionRow, class_id: str, name: str) -> bool:
    """Sessions of earlier versions know their class by its name only."""
    same = row.class_id == class_id if row.class_id else row.class_name == name
    return same and not row.rehearsal and row.ended_at is not None


class TermBook(QObject):
    """One class at a time; what was read of others is kept too."""

    shown = Signal(object)
    """A `ClassRecord`."""
    progressed = Signal(float)
    """Share from 0 to 1, while sessions are read."""
    stopped = Signal()
    """Nothing comes: it was cancelled, or failed (and was said why)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._known: Known = {}
        self._task: Task | None = None

    @classmethod
    def of(cls, desk: Desk) -> "TermBook":
        """The one of this desk: it outlives the page, so that nothing is read twice."""
        return desk.findChild(cls) or cls(desk)

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def show_class(self, class_id: str) -> None:
        """Read what has changed and give the class with `shown`."""
        self._drop()
        desk = self._desk
        task = desk.worker.run(read_class, desk.archive, desk.library, class_id, self._known)
        self._task = task
        task.progressed.connect(lambda share, _: self._told(task, share))
        task.finished.connect(lambda record: self._done(task, record))
        task.failed.connect(lambda error: self._failed(task, error))

    def cancel(self) -> None:
        """Read no further; what was read is kept."""
        if self._task is not None:
            self._drop()
            self.stopped.emit()

    def _drop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _told(self, task: Task, share: float) -> None:
        if task is self._task:
            self.progressed.emit(share)

    def _done(self, task: Task, record: ClassRecord) -> None:
        if task is self._task:
            self._task = None
            self.shown.emit(record)

    def _failed(self, task: Task, error: Any) -> None:
        if task is self._task:
            self._task = None
            self._desk.tell_error(error)
            self.stopped.emit()
