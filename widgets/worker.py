"""Work that would make the window wait, done beside it: its result, failure or progress comes as a signal.

Threads of Python's own pool: they know nothing of Qt, so none of Qt's objects can die in one of them.
"""

import inspect
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.errors import PreauError, Trouble
from widgets.post import Bell

THREADS: Final = 8
"""More than what a teacher can have waiting for platforms that do not answer: a class begins all the same."""
PROGRESS_EVERY: Final = 0.05  # seconds
END_PATIENCE: Final = 10.0  # seconds for work under way when the program ends

_log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of work. Exactly one of `finished`, `failed` and `cancelled` comes, in the GUI thread."""

    finished = Signal(object)
    """What the function gave."""
    failed = Signal(object)
    """The `PreauError`; for a fault of ours, which is in the log, `Trouble('unexpected')`."""
    cancelled = Signal()
    """`cancel` was called, and the function has come to its end."""
    progressed = Signal(float, str)
    """Share from 0 to 1, -1 where the whole is not known; and a word on it, mostly empty."""

    def __init__(self, cancel: threading.Event) -> None:
        super().__init__()
        self._cancel = cancel

    def give(self, owner: QObject, take: Callable[[Any], object]) -> None:
        """Hand `take` what the function gave, unless `owner` is gone by then: a page that was made anew, a
        dialog that was closed. A method of `owner` itself needs no such care, Qt lets go of it."""
        self.finished.connect(lambda result: take(result) if isValid(owner) else None)

    def cancel(self) -> None:
        """Ask the function to stop (its `progress` gives False from now on); what it gives is not wanted."""
        self._cancel.set()


class _Job:
    """The half of a task that lives in the pool."""

    def __init__(
        self, function: Callable[..., Any], args: tuple[Any, ...], tell: Callable[..., None]
    ) -> None:
        self._function = function
        self._args = args
        self._tell = tell
        self._told_at = 0.0
        self.cancel = threading.Event()
        self.future: Future[None] | None = None

    def run(self) -> None:
        if self.cancel.is_set():
            self._tell(self, "cancelled")
            return
        more = {"progress": self._progress} if _takes_progress(self._function) else {}
        try:
            outcome: tuple[Any, ...] = ("finished", self._function(*self._args, **more))
        except PreauError as error:
            outcome = ("failed", error)
        except Exception as fault:
            _log.exception("a task failed")
            outcome = ("failed", Trouble("unexpected", kind=type(fault).__name__))
        self._tell(self, *(("cancelled",) if self.cancel.is_set() else outcome))

    def _progress(self, done: float, total: float, text: str = "") -> bool:
        """Handed to the function as `progress`. False: stop."""
        now = time.monotonic()
        if now - self._told_at >= PROGRESS_EVERY or done >= total > 0:
            self._told_at = now
            self._tell(self, "progressed", min(done / total, 1.0) if total > 0 else -1.0, text)
        return not self.cancel.is_set()


class Worker(QObject):
    """One pool for the program. Lives in the GUI thread, where all its signals come."""

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="preau-worker")
        self._told: deque[tuple[Any, ...]] = deque()
        self._bell = Bell(self._deliver, self)
        self._tasks: dict[_Job, Task] = {}
        self._is_over = False

    def run(self, function: Callable[..., Any], *args: Any) -> Task:
        """Call `function(*args)` beside the window. One that has a parameter `progress` gets for it a
        `Callable[[done, total], bool]` that gives False when the work is not wanted any more. After
        `shut_down` nothing is done and no signal comes."""
        job = _Job(function, args, self._tell)
        task = Task(job.cancel)
        if self._is_over:  # the window is going: nobody waits for it
            return task
        self._tasks[job] = task
        job.future = self._pool.submit(job.run)
        return task

    @property
    def is_busy(self) -> bool:
        return bool(self._tasks)

    @property
    def is_over(self) -> bool:
        """Whether it was shut down and takes nothing more."""
        return self._is_over

    def shut_down(self, patience: float = END_PATIENCE) -> bool:
        """Ask all work to stop and wait for what is under way; False where some still runs. No signal comes
        any more, and nothing can be run."""
        for job in self._tasks:
            job.cancel.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._is_over = True
        futures = [job.future for job in self._tasks if job.future is not None]
        # One that was cancelled in the queue never counts as done for `wait`.
        return not wait([future for future in futures if not future.cancelled()], patience).not_done

    def _tell(self, job: _Job, name: str, *values: Any) -> None:
        """Called in the pool's threads."""
        self._told.append((job, name, *values))
        self._bell.ring()

    def _deliver(self) -> None:
        while self._told and not self._is_over:
            job, name, *values = self._told.popleft()
            task = self._tasks.get(job) if name == "progressed" else self._tasks.pop(job, None)
            if task is not None and (name in ("cancelled", "failed", "finished") or not job.cancel.is_set()):
                getattr(task, name).emit(*values)


def _takes_progress(function: Callable[..., Any]) -> bool:
    try:
        return "progress" in inspect.signature(function).parameters
    except (TypeError, ValueError):  # some functions written in C do not say
        return False
