"""One desktop per data folder: a second start asks the first to come to the front and ends."""

import ctypes
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE: Final = 1_000  # ms
ASFW_ANY: Final = -1  # of winuser.h: any process may take the foreground


def socket_name(folder: Path) -> str:
    """The same for every program that uses this data folder; short, for systems with short paths."""
    return "preau-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def _allow_any(process: int) -> None:
    windll = getattr(ctypes, "windll", None)
    if windll is not None:
        windll.user32.AllowSetForegroundWindow(process)


def let_come_forward(platform: str = sys.platform, allow: Callable[[int], None] = _allow_any) -> None:
    """Windows lets only the program that was started last come to the front, unless that one gives way; a
    window that asks without it only blinks in the task bar. Other systems do not ask."""
    if platform == "win32":
        allow(ASFW_ANY)


def wake_other(folder: Path) -> bool:
    """Whether another desktop runs on this folder; it has come to the front then."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(folder))
    if not socket.waitForConnected(PATIENCE):
        return False
    let_come_forward()
    socket.write(b"front\n")
    socket.waitForBytesWritten(PATIENCE)
    socket.disconnectFromServer()
    return True


class FirstStart(QObject):
    """Listens for second starts."""

    asked_to_front = Signal()
    """Somebody started the program again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        name = socket_name(folder)
        QLocalServer.removeServer(name)  # left by a program that was killed; a living one has answered
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked_to_front.emit()
