"""Which sockets are ready: epoll itself on Linux, `selectors` elsewhere.

`selectors` makes two Python objects for each ready socket, which is a fifth of the cost of an answer.
"""

import select
import selectors
import socket
from typing import Protocol

AT_ONCE = 256  # so that a turn of the loop stays short and due answers are sent on time


class Poller(Protocol):
    def add(self, sock: socket.socket) -> None:
        """Watches a socket that is still connecting."""

    def connected(self, sock: socket.socket) -> None:
        """Watches it for what arrives from now on."""

    def remove(self, sock: socket.socket) -> None: ...

    def ready(self, timeout: float) -> list[int]:
        """Descriptors of the sockets with something to do; waits at most `timeout` seconds."""


class EpollPoller:
    def __init__(self) -> None:
        self._epoll = select.epoll()

    def add(self, sock: socket.socket) -> None:
        self._epoll.register(sock, select.EPOLLOUT)

    def connected(self, sock: socket.socket) -> None:
        self._epoll.modify(sock, select.EPOLLIN)

    def remove(self, sock: socket.socket) -> None:
        self._epoll.unregister(sock)

    def ready(self, timeout: float) -> list[int]:
        return [fd for fd, _ in self._epoll.poll(timeout, AT_ONCE)]


class SelectorPoller:
    """Windows' `select` holds 512 sockets: about 500 phones there."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def add(self, sock: socket.socket) -> None:
        self._selector.register(sock, selectors.EVENT_WRITE)

    def connected(self, sock: socket.socket) -> None:
        self._selector.modify(sock, selectors.EVENT_READ)

    def remove(self, sock: socket.socket) -> None:
        self._selector.unregister(sock)

    def ready(self, timeout: float) -> list[int]:
        return [key.fd for key, _ in self._selector.select(timeout)]


def make_poller() -> Poller:
    return EpollPoller() if hasattr(select, "epoll") else SelectorPoller()
