"""A sync desk that is made beside the window: what it stands on takes longer to load than a window may."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from app.errors import Trouble
from app.outgoing.seen import Overview

if TYPE_CHECKING:
    from app.storage.outbox import Outbox
    from sync.desk import SyncDesk

_PATIENCE: Final = 30.0  # seconds that a caller waits until it is there


class LateDesk:
    """As `SyncDesk`, which `make` gives. Before `start` and until it is there, what answers at once says that
    nothing is on its way; everything else waits for it."""

    def __init__(self, make: "Callable[[], SyncDesk]") -> None:
        self._make = make
        self._desk: SyncDesk | None = None
        self._is_there = threading.Event()
        self._listeners: list[Callable[[], None]] = []
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._come, name="sync-start", daemon=True)
        self._thread.start()

    def stop(self, wait: float | None = None) -> None:
        """As `Engine.stop`."""
        if self._thread is not None:
            self._thread.join(wait)
        if self._desk is not None:
            self._desk.engine.stop(wait)

    @property
    def is_paused(self) -> bool:
        return self._desk is not None and self._desk.is_paused

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def overview(self) -> Overview:
        return self._desk.overview() if self._desk is not None else Overview()

    def refresh(self, session: str = "") -> None:
        """Before it is there this need not be kept: it looks at every session when it begins."""
        if self._desk is not None:
            self._desk.refresh(session)

    def find_outbox(self) -> "Outbox":
        """For whoever erases. Raises as `Engine.outbox`."""
        return self._find().engine.outbox

    def __getattr__(self, name: str) -> Any:
        def ask(*args: Any, **kwargs: Any) -> Any:
            return getattr(self._find(), name)(*args, **kwargs)

        return ask

    def _find(self) -> "SyncDesk":
        self._is_there.wait(_PATIENCE)
        if self._desk is None:
            raise Trouble("outbox_unusable")
        return self._desk

    def _come(self) -> None:
        desk = self._make()
        desk.listen(self._tell)
        desk.engine.start()
        self._desk = desk
        self._is_there.set()

    def _tell(self) -> None:
        for callback in self._listeners:
            callback()
