"""Group commit: what arrives together is stored together, in one writer thread beside the loop.

A thousand answers in the same instant cost a few commits, not a thousand. Callbacks run in the loop's
thread after the commit, and only then may anybody be told that something is stored.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Final

from app.errors import PreauError, Trouble
from app.live.events import Event

GATHER: Final = 0.005  # seconds to wait for company; halves the work on a fast disk
Stored = Callable[[PreauError | None], object]
"""Called with None after the commit, or with the reason why nothing was stored."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Batch:
    events: list[Event] = field(default_factory=list)
    callbacks: list[Stored] = field(default_factory=list)
    since: float | None = None  # loop time at which the first of it was wanted


class CommitQueue:
    """`store` is called with a batch of events in the writer thread and returns when they are durable.

    `on_failure` is called in the loop's thread when a batch could not be stored, before any callback, with
    every waiting batch dropped: the state in memory is then ahead of the disk and must be loaded again.
    `on_commit` is told of each commit how many seconds ago the first of its events was wanted.
    """

    def __init__(
        self,
        store: Callable[[Sequence[Event]], None],
        on_failure: Callable[[PreauError], None],
        gather: float = GATHER,
        on_commit: Callable[[float], None] = lambda took: None,
    ) -> None:
        self._store = store
        self._on_failure = on_failure
        self._gather = gather
        self._on_commit = on_commit
        self._loop = asyncio.get_running_loop()
        self._waiting = _Batch()
        self._under_way = _Batch()
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None
        self._jobs: SimpleQueue[_Batch | Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="preau-commits", daemon=True)
        self._thread.start()
        self._idle = asyncio.Event()
        self._idle.set()
        self.commits = 0
        self.stored_events = 0

    def add(self, events: Sequence[Event], stored: Stored | None = None, *, alone: bool = False) -> None:
        """Queue events; `stored` is called when they, and everything queued before, are on disk.

        alone: no company is to be expected (a host's command), so nothing is waited for.
        """
        if self._waiting.since is None:
            self._waiting.since = self._loop.time()
        self._waiting.events.extend(events)
        if stored is not None:
            self._waiting.callbacks.append(stored)
        self._idle.clear()
        if self._busy:
            return
        if alone:
            if self._timer is not None:
                self._timer.cancel()
            self._flush()
        elif self._timer is None:
            self._timer = self._loop.call_later(self._gather, self._flush)

    @property
    def unstored(self) -> int:
        """Events that are queued or being stored."""
        return len(self._under_way.events) + len(self._waiting.events)

    @property
    def waiting_since(self) -> float | None:
        """Loop time at which the oldest of them was wanted."""
        if not self.unstored:
            return None
        return self._under_way.since if self._under_way.events else self._waiting.since

    def run_beside(self, job: Callable[[], None]) -> None:
        """Run something of the same file in the writer thread; its failure is logged only."""
        self._jobs.put(job)

    async def wait_until_stored(self) -> None:
        """Until everything queued before this call is on disk, or was given up."""
        if self._idle.is_set():
            return
        settled = asyncio.Event()
        self.add([], lambda error: settled.set())
        await settled.wait()

    async def close(self) -> None:
        """Store what waits, then end the thread; nothing may be added afterwards."""
        while not self._idle.is_set():
            await self._idle.wait()
        self._jobs.put(None)
        await self._loop.run_in_executor(None, self._thread.join)

    def _flush(self) -> None:
        self._timer = None
        batch, self._waiting = self._waiting, _Batch()
        self._under_way = batch
        self._busy = True
        self._jobs.put(batch)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not isinstance(job, _Batch):
                try:
                    job()
                except PreauError as failed:
                    _log.warning("a side job of the journal failed: %s", failed)
                except Exception:
                    _log.warning("a side job of the journal failed", exc_info=True)
                continue
            error: PreauError | None = None
            try:
                if job.events:
                    self._store(job.events)
            except PreauError as failed:
                error = failed
            except Exception as failed:
                _log.exception("the journal failed")
                error = Trouble("not_stored", reason=type(failed).__name__)
            try:
                self._loop.call_soon_threadsafe(self._done, job, error)
            except RuntimeError:  # the loop was closed: nobody is left to be told
                return

    def _done(self, batch: _Batch, error: PreauError | None) -> None:
        self._busy = False
        self._under_way = _Batch()
        callbacks = batch.callbacks
        if error is None:
            self.commits += 1
            self.stored_events += len(batch.events)
            if batch.events and batch.since is not None:
                self._on_commit(self._loop.time() - batch.since)
        else:
            dropped, self._waiting = self._waiting, _Batch()
            callbacks = callbacks + dropped.callbacks
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            self._on_failure(error)
        if (self._waiting.events or self._waiting.callbacks) and self._timer is None:
            # What came while the disk was busy has waited long enough.
            self._flush()
        for stored in callbacks:
            try:
                stored(error)
            except Exception:  # a fault of one page must not cost the others their receipts
                _log.exception("a callback after a commit failed")
        if not self._busy and self._timer is None:
            self._idle.set()
