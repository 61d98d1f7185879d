"""Accepts connections on listening sockets and hands them to a protocol factory.

On Windows a client that resets while it is being accepted can close the *listening* socket under asyncio's
Proactor loop (CPython issue 93821), and nobody joins any more. There a small thread accepts instead.
"""

import asyncio
import errno
import logging
import selectors
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

from app.lan.listening import BACKLOG

log = logging.getLogger(__name__)

ProtocolFactory = Callable[[], asyncio.BaseProtocol]

# No room for one more: waiting helps, trying at once again only burns the processor.
_EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, 10024, 10055})
_CLOSED: Final = frozenset({errno.EBADF, errno.ENOTSOCK, 10009, 10038})
_PAUSE: Final = 0.5
# A flood of connections that is accepted in one go holds up everybody who is in for as long as it takes.
AT_ONCE: Final = 100
_SAID_EVERY: Final = 10.0  # seconds


class Acceptor(Protocol):
    """Somebody who accepts until stopped; stopping closes the listening sockets, not the connections."""

    async def stop(self) -> None: ...


def needs_accept_thread(platform: str = sys.platform) -> bool:
    """The one place that decides who accepts."""
    return platform == "win32"


async def start_accepting(
    factory: ProtocolFactory, sockets: list[socket.socket], platform: str = sys.platform
) -> Acceptor:
    """Accept on `sockets` (listening, non-blocking) with one `factory()` protocol a connection."""
    if needs_accept_thread(platform):
        thread = AcceptThread(factory, sockets)
        thread.start()
        return thread
    loop = asyncio.get_running_loop()
    _quieten_exhaustion(loop)
    servers = []
    for sock in sockets:
        # What it calls backlog is also how many are accepted in one turn of the loop.
        servers.append(await loop.create_server(factory, sock=sock, backlog=AT_ONCE))
        sock.listen(BACKLOG)
    return _LoopAcceptor(servers)


def _quieten_exhaustion(loop: asyncio.AbstractEventLoop) -> None:
    """Where no further connection fits, asyncio tries as often as the backlog is long, writes a trace for
    each try, and does so again every second. Here that is said once in a while."""
    others = loop.get_exception_handler()
    said_at = -_SAID_EVERY

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal said_at
        error = context.get("exception")
        if "socket" in context and isinstance(error, OSError) and error.errno in _EXHAUSTED:
            if loop.time() - said_at >= _SAID_EVERY:
                said_at = loop.time()
                log.warning("no room for another connection: %s", error)
        elif others is not None:
            others(loop, context)
        else:
            loop.default_exception_handler(context)

    loop.set_exception_handler(handle)


class _LoopAcceptor:
    def __init__(self, servers: list[asyncio.Server]) -> None:
        self._servers = servers

    async def stop(self) -> None:
        for server in self._servers:
            server.close()


class AcceptThread:
    """Accepts in a daemon thread; connections are made on the running loop. To be used from that loop."""

    def __init__(self, factory: ProtocolFactory, sockets: list[socket.socket]) -> None:
        self._factory = factory
        self._sockets = sockets
        self._loop = asyncio.get_running_loop()
        self._stopping = threading.Event()
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="accept", daemon=True)
        self._handing_over: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        for sock in self._sockets:
            sock.setblocking(False)
        self._thread.start()

    async def stop(self) -> None:
        """End the thread and close the listening sockets; connections that were handed over live on."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._wake_writer.send(b"x")
        await asyncio.to_thread(self._thread.join)
        for sock in (*self._sockets, self._wake_reader, self._wake_writer):
            sock.close()
        if self._handing_over:
            await asyncio.wait(self._handing_over)

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_reader, selectors.EVENT_READ)
            for sock in self._sockets:
                selector.register(sock, selectors.EVENT_READ)
            while not self._stopping.is_set():
                for key, _ in selector.select():
                    if key.fileobj is not self._wake_reader and not self._accept_some(key.fileobj):
                        selector.unregister(key.fileobj)  # the other family may go on
                self._wait_for_loop()

    def _wait_for_loop(self) -> None:
        """Until the loop has come to what was handed over; it may have phones to serve."""
        taken = threading.Event()
        try:
            self._loop.call_soon_threadsafe(taken.set)
        except RuntimeError:  # the loop is closed
            self._stopping.set()
            return
        taken.wait(_PAUSE)

    def _accept_some(self, listener: Any) -> bool:
        """Accept what waits on `listener`, not too much at once; False when no more will come of it."""
        for _ in range(AT_ONCE):
            try:
                connection, _peer = listener.accept()
            except BlockingIOError:
                return True
            except OSError as error:
                if error.errno in _EXHAUSTED:
                    log.warning("no room for another connection: %s", error)
                    self._stopping.wait(_PAUSE)
                    return True
                if error.errno in _CLOSED:
                    log.error("the listening socket was closed under us: %s", error)
                    return False
                # The client was gone before it was accepted: the very case this thread is for.
                log.debug("a connection was lost while accepting: %s", error)
                continue
            connection.setblocking(False)
            try:
                self._loop.call_soon_threadsafe(self._take, connection)
            except RuntimeError:  # the loop is closed
                connection.close()
                self._stopping.set()
                return False
        return True

    def _take(self, connection: socket.socket) -> None:
        if self._stopping.is_set():
            connection.close()
            return
        task = self._loop.create_task(self._hand_over(connection))
        self._handing_over.add(task)
        task.add_done_callback(self._handing_over.discard)

    async def _hand_over(self, connection: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._factory, connection)
        except Exception as error:
            connection.close()
            log.debug("a connection was lost while handing it over: %s", error)
