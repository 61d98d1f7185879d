"""The load generator's loop and its connections. Every wait is bounded; knows no protocol above TCP."""

import socket
import struct
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from time import perf_counter

from benchmarks.poller import make_poller

READ_SIZE = 16 * 1024
SENDS_PER_TURN = 32  # between two looks at what has arrived, else receipts would be stamped late


class Link:
    """One non-blocking connection: connects, sends `first`, then hands what arrives to `on_data`."""

    __slots__ = ("first", "loop", "on_data", "on_lost", "open", "received", "send", "sock")

    def __init__(
        self,
        loop: "Loop",
        address: tuple[str, int],
        source: str,
        first: bytes,
        on_data: Callable[[bytes], None],
        on_lost: Callable[[], None],
    ) -> None:
        self.loop = loop
        self.first = first
        self.on_data = on_data
        self.on_lost = on_lost
        self.open = False
        self.received = 0
        self.sock = socket.socket()
        self.sock.setblocking(False)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if source:
            self.sock.bind((source, 0))
        self.send = self.sock.send
        loop.links[self.sock.fileno()] = self
        loop.poller.add(self.sock)
        self.sock.connect_ex(address)

    def ready(self) -> None:
        try:
            if self.open:
                data = self.sock.recv(READ_SIZE)
                if data:
                    self.received += len(data)
                    self.on_data(data)
                    return
            elif not self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                self.send(self.first)  # refuses while still connecting: then the next turn tries again
                self.open = True
                self.loop.poller.connected(self.sock)
                return
        except BlockingIOError:
            return
        except ConnectionError:
            pass
        self.close()
        self.on_lost()

    def reset(self) -> None:
        """Torn off: whatever was under way is gone, and the other side is told by a reset."""
        if self.sock.fileno() >= 0:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close()

    def fall_silent(self) -> socket.socket | None:
        """Nothing is read or sent any more, and the other side is not told: as out of radio's reach. Returns
        the open socket, to be kept as long as the silence shall last."""
        if self.sock.fileno() < 0:
            return None
        self.loop.poller.remove(self.sock)
        del self.loop.links[self.sock.fileno()]
        return self.sock

    def close(self) -> None:
        if self.sock.fileno() in self.loop.links:
            self.loop.poller.remove(self.sock)
            del self.loop.links[self.sock.fileno()]
            self.sock.close()


class Loop:
    """`lag`: the longest time in seconds by which something due was started too late."""

    def __init__(self, limit: float) -> None:
        self.poller = make_poller()
        self.links: dict[int, Link] = {}
        self.lag = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []  # a heap
        self._numbers = count()
        self._end = perf_counter() + limit

    def plan(self, actions: list[Callable[[], None]], seconds: float) -> None:
        """Spreads the actions evenly over so many seconds from now; 0 means all at once."""
        now = perf_counter()
        step = seconds / max(1, len(actions))
        for number, action in enumerate(actions):
            heappush(self._due, (now + number * step, next(self._numbers), action))

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        heappush(self._due, (perf_counter() + seconds, next(self._numbers), action))

    def run_until(self, done: Callable[[], bool], limit: float) -> bool:
        """Turns until `done()`; False where `limit` seconds or the time of the whole run were not enough."""
        due, links, ready = self._due, self.links, self.poller.ready
        end = min(perf_counter() + limit, self._end)
        while not done():
            now = perf_counter()
            if now >= end:
                return False
            for _ in range(SENDS_PER_TURN):
                if not due or due[0][0] > now:
                    break
                planned, _, action = heappop(due)
                action()
                self.lag = max(self.lag, now - planned)
            wait = min(end - now, 0.05)
            if due:
                wait = max(0.0, min(wait, due[0][0] - now))
            for fd in ready(wait):
                link = links.get(fd)  # another phone's turn may have closed it
                if link is not None:
                    link.ready()
        return True

    def rest(self, seconds: float) -> None:
        """Goes on reading for so long, so that late messages of one step are not counted in the next."""
        self.run_until(lambda: False, seconds)

    def close(self) -> None:
        for link in list(self.links.values()):
            link.close()
