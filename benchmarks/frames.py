"""A WebSocket client on a `Link`: the handshake, pongs, and each message as a slice of what arrived."""

from collections.abc import Callable
from contextlib import suppress

from benchmarks.loop import Link, Loop
from benchmarks.wire import CLOSE, PING, client_frame, frame_at

OnMessage = Callable[[bytes, int, int], None]
"""data, start, stop: the message is `data[start:stop]`; a copy of each would be wasted."""


class Socket:
    """on_lost: called once when the server refuses, closes or drops the connection."""

    __slots__ = ("link", "on_lost", "on_message", "rest", "send", "status")

    def __init__(
        self,
        loop: Loop,
        address: tuple[str, int],
        source: str,
        request: bytes,
        on_message: OnMessage,
        on_lost: Callable[[], None],
    ) -> None:
        self.rest = b""
        self.status = 0
        self.on_message = on_message
        self.on_lost = on_lost
        self.link = Link(loop, address, source, request, self._on_handshake, on_lost)
        self.send = self.link.send

    def _on_handshake(self, data: bytes) -> None:
        self.rest += data
        head, found, after = self.rest.partition(b"\r\n\r\n")
        if not found:
            return
        self.status = int(head[9:12])
        if self.status != 101:
            self._lose()
            return
        self.rest = b""
        self.link.on_data = self._on_frames
        if after:
            self._on_frames(after)

    def _on_frames(self, data: bytes) -> None:
        if self.rest:
            data = self.rest + data
            self.rest = b""
        at, end = 0, len(data)
        while at < end:
            found = frame_at(data, at)
            if found is None:
                self.rest = data[at:]
                return
            start, stop = found
            first = data[at]
            if first == 0x81:
                self.on_message(data, start, stop)
            elif first == PING:
                self.send(client_frame(data[start:stop], 0x8A))
            elif first == CLOSE:
                self._lose()
                return
            at = stop

    def _lose(self) -> None:
        self.link.close()
        self.on_lost()

    def close(self) -> None:
        """Says goodbye and closes, without waiting for the server's own goodbye."""
        if self.link.sock.fileno() >= 0 and self.link.open:
            with suppress(OSError):
                self.send(client_frame(b"\x03\xe8", CLOSE))
        self.link.close()
