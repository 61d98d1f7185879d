"""Phones that do not behave, beside a class that does: what they cost the others is to be measured."""

import socket
from contextlib import suppress
from functools import partial

from benchmarks.crowd import Crowd, own_address
from benchmarks.loop import Link

TRICKLE_EVERY = 1.0  # seconds between two bytes


def leaving_of(count: int) -> int:
    """How many of them leave the class."""
    return 2 * (count // 5)


class Troubles:
    """Of `count`: two fifths stop reading in the middle of the class (they leave the crowd), two fifths open
    a connection and send half of a request, one fifth sends a request byte by byte."""

    def __init__(self, crowd: Crowd, count: int) -> None:
        self._crowd = crowd
        self._links: list[Link] = []
        part = count // 5
        leaving = crowd.phones[len(crowd.phones) - leaving_of(count) :]
        self._silent: list[socket.socket | None] = [phone.lose_radio(silently=True) for phone in leaving]
        crowd.phones = crowd.phones[: len(crowd.phones) - len(leaving)]
        request = crowd.target.open_socket("seat=none")
        for number in range(2 * part):
            self._open(len(crowd.phones) + number, request[: len(request) // 2])
        for number in range(part):
            link = self._open(2 * len(crowd.phones) + number, request[:1])
            crowd.loop.call_later(TRICKLE_EVERY, partial(self._trickle, link, request, 1))

    def _open(self, index: int, first: bytes) -> Link:
        target, loop = self._crowd.target, self._crowd.loop
        address = (target.address, target.port)
        link = Link(loop, address, own_address(index), first, lambda data: None, lambda: None)
        self._links.append(link)
        return link

    def _trickle(self, link: Link, request: bytes, at: int) -> None:
        if at < len(request) and link.open:
            with suppress(OSError):
                link.send(request[at : at + 1])
                self._crowd.loop.call_later(TRICKLE_EVERY, partial(self._trickle, link, request, at + 1))

    def close(self) -> None:
        for link in self._links:
            link.close()
        for sock in self._silent:
            if sock is not None:
                sock.close()
