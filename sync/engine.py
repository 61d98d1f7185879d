"""The thread that derives and sends, with what it stands on. The outbox is opened in it and held by one
process; where another one holds it (a window, or `main.py sync`), this one waits its turn and says so.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.clock import Clock
from app.errors import PreauError, Trouble
from app.outgoing.connections import Connection
from app.outgoing.seen import Overview
from app.storage.outbox import Outbox
from sync.connecting import Keys, Outfit, connect
from sync.connectors.base import Connector
from sync.deriving import Deriver, Sessions
from sync.metered import is_metered
from sync.seeing import see_all
from sync.worker import LOOK_AGAIN, Surroundings, Worker

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 20.0  # seconds that a caller waits for the outbox at the start of the program


class Engine:
    """`start` it, or `open` it and call `worker.work_once`; `stop` it. overview: of the last change, for
    any thread."""

    def __init__(self, folder: Path, clock: Clock, sessions: Sessions) -> None:
        self.clock = clock
        self.keys = Keys()
        self.deriver = Deriver(sessions)
        self.overview = Overview()
        self.folder = folder
        self._around = Surroundings(self.connect, is_metered)
        self._parts: tuple[Outbox, Worker] | None = None
        self._fault = Trouble("sync_elsewhere")
        self._tried = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()
        self._forced: set[str] = set()
        self._listeners: list[Callable[[], None]] = []

    def connect(self, connection: Connection) -> Connector:
        """Raises what the connection's kind raises without a key."""
        return connect(connection, Outfit(self.keys, self.deriver.tell, self.folder, self.clock))

    # --- its life ---

    def open(self, around: Surroundings | None = None) -> None:
        """Raises `Trouble` with `sync_elsewhere`, `database_newer`, `database_unusable`. around: other
        surroundings than the real ones."""
        try:
            outbox = Outbox(self.folder, self.clock)
        except Trouble as error:
            raise Trouble("sync_elsewhere") if error.code == "data_folder_in_use" else error from error
        worker = Worker(
            outbox, around or self._around, self.clock, changed=self.tell_changed, prepare=self._prepare
        )
        if outbox.is_paused:
            worker.pause()
        self._parts = (outbox, worker)
        self._tried.set()
        self.tell_changed()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)
        self._thread.start()

    def stop(self, wait: float | None = None) -> None:
        """Let the request that is under way end and begin no other. wait: seconds to wait for that; what is
        still unknown then is read back at the next start."""
        self._stopping.set()
        if self._parts is not None:
            self._parts[1].stop()
        if self._thread is not None:
            self._thread.join(wait)
            if self._thread.is_alive():  # the outbox is closed with the process
                return
        if self._parts is not None:
            self._parts[0].close()

    def _live(self) -> None:
        while not self._stopping.is_set():
            try:
                self.open()
                break
            except Trouble as error:
                self._fault = error
                self._tried.set()
                self.tell_changed()
                self._stopping.wait(LOOK_AGAIN)
        if self._parts is not None:
            if self._stopping.is_set():
                self._parts[1].stop()
            self._parts[1].work()

    # --- what callers use ---

    @property
    def outbox(self) -> Outbox:
        """Blocks for a moment at the start of the program. Raises as `open`."""
        return self._use()[0]

    @property
    def worker(self) -> Worker:
        return self._use()[1]

    @property
    def running_worker(self) -> Worker | None:
        """Never blocks."""
        return self._parts[1] if self._parts is not None else None

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def refresh(self, session: str = "") -> None:
        """Sessions may say something else now; one that is named is read in any case. Never blocks."""
        with self._turn:
            self._forced |= {session} - {""}
        if self._parts is not None:
            self._parts[1].wake()

    def derive(self) -> int:
        """Bring the rows up to what the sessions say; how many have changed. Raises `Trouble`."""
        with self._turn:
            forced, self._forced = self._forced, set()
        return self.deriver.derive(self.outbox, forced)

    def tell_changed(self) -> None:
        """Something is different; in whatever thread it became so."""
        if self._parts is None:
            code = self._fault.code
            self.overview = Overview(code=code if code == "sync_elsewhere" else "outbox_unusable")
        else:
            try:
                self.overview = see_all(*self._parts)
            except Trouble as error:  # the disk: what was told last stays until it can be read
                _LOG.error("what is on its way cannot be read: %s", error.code)
        for callback in self._listeners:
            callback()

    def _use(self) -> tuple[Outbox, Worker]:
        if self._thread is not None:
            self._tried.wait(_PATIENCE)
        if self._parts is None:
            raise self._fault
        return self._parts

    def _prepare(self) -> None:
        """Before each pass. What cannot be derived now is derived later; what was derived is sent all the
        same."""
        try:
            if self.derive():
                self.tell_changed()
        except PreauError as error:
            _LOG.error("sessions could not be derived: %s", error.code)
