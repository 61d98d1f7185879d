"""The roster that is shown: read and changed beside the window, one change after the other."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import PreauError
from app.people.class_options import ClassOptions
from app.people.model import Device, RosterCopy, Student
from app.people.taking import take_back
from widgets.desk import Desk
from widgets.ports import LibraryPort

Students = tuple[Student, ...]
Change = Callable[[Students], Students]


@dataclass(frozen=True, slots=True)
class Keys:
    """What one student proves themselves with, kept to bring it back. pin: its hash, None where none was
    chosen."""

    student: str
    pin: str | None
    devices: list[Device]


@dataclass(slots=True)
class _Job:
    work: Callable[[LibraryPort], Any]
    done: Callable[[Any], None] = field(default=lambda _: None)


class RosterKeeper(QObject):
    """One class at a time. After each change `shown` comes with the roster as it is then."""

    shown = Signal(object)
    """A `RosterCopy`."""
    options_shown = Signal(str, object)
    """Id of a class and its `ClassOptions`."""
    failed = Signal()
    """A change was not stored; why was said in the strip."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: deque[_Job] = deque()
        self._job: _Job | None = None
        self.class_id = ""

    @classmethod
    def of(cls, desk: Desk) -> "RosterKeeper":
        """The one of this desk: it outlives the page, so that what was typed last is stored in any case."""
        return desk.findChild(cls) or cls(desk)

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def show_class(self, class_id: str) -> None:
        """Read the roster of this class and give it with `shown`."""
        self.class_id = class_id
        self._add(lambda library: library)

    def change(
        self,
        change: Change,
        done: Callable[[Callable[[], None]], None] | None = None,
        *,
        class_id: str = "",
    ) -> None:
        """Store what `change` makes of the students as they are by then. done: called after it with what
        takes it back. class_id: of the class that is meant, where it may not be the one shown any more."""
        class_id = class_id or self.class_id

        def work(library: LibraryPort) -> tuple[Students, Students]:
            before = library.load_roster(class_id).students
            after = change(before)
            if after != before:
                library.save_roster(class_id, after)
            return before, after

        def on_done(both: tuple[Students, Students]) -> None:
            self._desk.classes_changed.emit()
            if done is not None:
                done(lambda: self._take_back(class_id, *both))

        self._add(work, on_done)

    def reset_pin(self, student: str, done: Callable[[Callable[[], None]], None]) -> None:
        """The student chooses a new PIN; no device knows them any more. done: as in `change`."""
        class_id, services = self.class_id, self._desk.services

        def work(library: LibraryPort) -> Keys:
            services.learn()  # else a PIN of the last class, not learned yet, would come after the reset
            keys = Keys(
                student, library.load_roster_copy(class_id).pins.get(student), library.list_devices(student)
            )
            library.set_pin_hash(student, None)
            return keys

        self._add(work, lambda keys: done(lambda: self._bring_back(keys)))

    def forget_devices(self, student: str, done: Callable[[Callable[[], None]], None]) -> None:
        """No device knows the student any more; the PIN stays. done: as in `change`."""

        def work(library: LibraryPort) -> Keys:
            keys = Keys(student, None, library.list_devices(student))
            for device in keys.devices:
                library.forget_device(device.token)
            return keys

        self._add(work, lambda keys: done(lambda: self._bring_back(keys)))

    def load_options(self, class_id: str) -> None:
        """Read how this class is held and give it with `options_shown`."""
        self._add(
            lambda library: library.load_class_options(class_id),
            lambda options: self.options_shown.emit(class_id, options),
        )

    def save_options(
        self, class_id: str, options: ClassOptions, done: Callable[[Callable[[], None]], None]
    ) -> None:
        """Let the next sessions of this class be held so. done: as in `change`."""

        def work(library: LibraryPort) -> ClassOptions:
            before = library.load_class_options(class_id)
            library.save_class_options(class_id, options)
            return before

        self._add(work, lambda before: done(lambda: self._restore_options(class_id, before)))

    def _take_back(self, class_id: str, before: Students, after: Students) -> None:
        def work(library: LibraryPort) -> None:
            present = library.load_roster(class_id).students
            library.save_roster(class_id, take_back(before, after, present))

        self._add(work, lambda _: self._desk.classes_changed.emit())

    def _restore_options(self, class_id: str, before: ClassOptions) -> None:
        self._add(
            lambda library: library.save_class_options(class_id, before),
            lambda _: self.options_shown.emit(class_id, before),
        )

    def _bring_back(self, keys: Keys) -> None:
        def work(library: LibraryPort) -> None:
            if keys.pin is not None and not library.has_pin(keys.student):
                library.set_pin_hash(keys.student, keys.pin)
            for device in keys.devices:
                library.remember_device(keys.student, device.token, device.used_at)

        self._add(work)

    # --- the queue: a change starts from what the one before has left --------------------------------

    def _add(self, work: Callable[[LibraryPort], Any], done: Callable[[Any], None] = lambda _: None) -> None:
        self._waiting.append(_Job(work, done))
        if self._job is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        self._job = self._waiting.popleft()
        task = self._desk.worker.run(_carry_out, self._desk.library, self._job.work, self.class_id)
        task.finished.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, found: tuple[Any, RosterCopy | None]) -> None:
        job, self._job = self._job, None
        result, copy = found
        if copy is not None and copy.roster.class_id == self.class_id:
            self.shown.emit(copy)
        if job is not None:
            job.done(result)
        if self._job is None:
            self._next()

    def _on_failed(self, error: PreauError) -> None:
        self._job = None
        self._desk.tell_error(error)
        self.failed.emit()
        if self._job is None:
            self._next()


def _carry_out(
    library: LibraryPort, work: Callable[[LibraryPort], Any], class_id: str
) -> tuple[Any, RosterCopy | None]:
    """What the work gives, and the roster after it."""
    result = work(library)
    return result, library.load_roster_copy(class_id) if class_id else None
