"""The way from any thread into the GUI thread: a bell that is rung once, however often it is touched."""

import threading
import weakref
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Bell(QObject):
    """Calls `answer` in the thread where the bell was made, soon after `ring`. Rings that come before the
    answer are one: what is to be said lies in a place of the owner's, so nothing piles up in Qt's queue.

    answer: a method. Held weakly: an owner in a cycle of references would die in whatever thread happens
    to collect garbage, and Qt's objects must die in theirs."""

    _rung = Signal()

    def __init__(self, answer: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = weakref.WeakMethod(answer)
        self._lock = threading.Lock()
        self._is_rung = False
        self._rung.connect(self._on_rung, Qt.ConnectionType.QueuedConnection)

    def ring(self) -> None:
        """May be called in any thread. Nothing happens after the window is gone."""
        with self._lock:
            if self._is_rung:
                return
            self._is_rung = True
        try:
            self._rung.emit()
        except RuntimeError:  # Qt's half of the bell was deleted
            return

    @Slot()
    def _on_rung(self) -> None:
        with self._lock:
            self._is_rung = False
        answer = self._answer()
        if answer is not None:
            answer()
