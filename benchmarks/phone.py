"""One simulated phone: loads what it is told to, joins, opens its WebSocket, answers, notes the times.

The hot path (a question, a receipt) decodes no JSON: it finds the message's name and its own answer's id.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.frames import Socket
from benchmarks.loop import Link
from benchmarks.wire import NAME, VIEW, client_frame, parse_response

if TYPE_CHECKING:
    from benchmarks.crowd import Crowd

PING_EVERY = 10.0  # seconds, as in resources/phone/static/phone.js
PING_FRAME = client_frame(b'{"t":"ping","c":1700000000000}')


class Phone:
    """Times are `perf_counter` values, None until it happened; `begin_step` in the crowd clears them."""

    __slots__ = (
        "_begun", "_frame", "_link", "_pending", "_rest", "_steps", "answer_id", "back_at", "cookie",
        "crowd", "gone", "in_class", "index", "mine_at", "out", "receipt_at", "sent_at", "shown_at",
        "socket", "source", "times", "wire",
    )  # fmt: skip

    def __init__(self, crowd: "Crowd", index: int, source: str) -> None:
        self.crowd = crowd
        self.index = index
        self.source = source
        self.cookie = ""
        self.socket: Socket | None = None
        self.times: dict[str, float] = {}
        self.wire: dict[str, int] = {}
        self.in_class = False
        self.gone = False  # without a connection for the time being
        self.back_at = 0.0
        self.out = False  # refused or dropped before it was in the class
        self.shown_at = self.mine_at = self.sent_at = self.receipt_at = None
        self.answer_id = b""
        self._frame = b""
        self._rest = b""
        self._steps: list[tuple[str, str]] = []
        self._link: Link | None = None

    def visit(self) -> None:
        """Loads the crowd's files one after the other on one connection, joins, and opens the WebSocket."""
        crowd = self.crowd
        entry = ("number", "pin") if crowd.signs_in else ("join",)
        self._steps = [*crowd.files, *((name, "") for name in entry)]
        self._begun = self._pending = perf_counter()
        self._link = self.load(self._request(), self._on_http)

    def load(self, request: bytes, on_data: Callable[[bytes], None]) -> Link:
        """A connection of this phone on which a request is sent."""
        address = (self.crowd.target.address, self.crowd.target.port)
        return Link(self.crowd.loop, address, self.source, request, on_data, self._on_lost)

    def _request(self) -> bytes:
        name, path = self._steps[0]
        target = self.crowd.target
        if name == "join":
            return target.post_join({"nickname": f"Phone {self.index:04d}"}, "join", self.cookie)
        if name in ("number", "pin"):
            number = f"{self.index:05}"
            pin = number[1:] if name == "pin" else ""
            return target.post_join({"who": number, "pin": pin, "again": pin}, "sign-in", self.cookie)
        return target.get(path, self.cookie)

    def _on_http(self, data: bytes) -> None:
        self._rest += data
        response = parse_response(self._rest)
        if response is None:
            return
        now = perf_counter()
        name, path = self._steps.pop(0)
        self._rest = b""
        self.times[name] = now - self._pending
        self.wire[name] = response.size
        if response.cookies:
            self.cookie = "; ".join(response.cookies)
        # A number alone lets nobody in: the reply asks for the PIN.
        if name != "number" and (response.status != 200 or (not path and b'"ok"' not in response.body)):
            self.crowd.note_refusal(f"{name}: status {response.status}")
            self._link.close()
            self._stay_out()
            return
        self._pending = now
        if self._steps:
            try:
                self._link.send(self._request())
            except ConnectionError:
                self._on_lost()
            return
        self._link.close()
        self.connect()

    def connect(self) -> None:
        """Opens the WebSocket."""
        address = (self.crowd.target.address, self.crowd.target.port)
        request = self.crowd.target.open_socket(self.cookie)
        self.socket = Socket(self.crowd.loop, address, self.source, request, self._on_message, self._on_lost)

    def prepare(self, answer_id: str, payload: bytes) -> None:
        """The answer's frame is made before the clock runs."""
        self.answer_id = answer_id.encode()
        self._frame = client_frame(payload)

    def answer(self) -> None:
        self.sent_at = perf_counter()
        self._send_answer()

    def _send_answer(self) -> None:
        if self.gone:
            return  # kept, as the page keeps it, until there is a connection
        try:
            self.socket.send(self._frame)
        except OSError:
            self._on_lost()

    def lose_radio(self, silently: bool) -> socket.socket | None:
        """The connection is gone, and the server hears of it or does not; the silent socket, to be kept."""
        self.gone = True
        self.shown_at = None
        if silently:
            return self.socket.link.fall_silent()
        self.socket.link.reset()
        return None

    def come_back(self) -> None:
        """Connects anew; what has no receipt yet is sent again once the server has spoken."""
        self.back_at = perf_counter()
        self.connect()

    def ping(self) -> None:
        """Asks for the server's time, as the page does; silent while there is no connection."""
        if self.socket and self.socket.status == 101 and self.socket.link.open:
            with suppress(OSError):
                self.socket.send(PING_FRAME)

    def _on_message(self, data: bytes, start: int, stop: int) -> None:
        now = perf_counter()
        name = NAME.search(data, start, stop)[1]
        crowd = self.crowd
        if name == b"receipt":
            if self.receipt_at is None and data.find(self.answer_id, start, stop) >= 0:
                self.receipt_at = now
                crowd.waiting_for -= 1
        elif name == b"show":
            view = VIEW.search(data, start, stop)[1]
            if not self.in_class:
                self.in_class = True
                self.times["lobby"] = now - self._begun
                crowd.in_class += 1
            if self.gone:
                self.gone = False
                if self.sent_at is not None and self.receipt_at is None:
                    self._send_answer()
            if self.shown_at is None and view == crowd.awaited and crowd.is_new_round(data, start, stop):
                self.shown_at = now
                crowd.waiting_for -= 1
        elif name == b"mine":
            # One's own result follows the fragment; what comes before it still belongs to the last view.
            if crowd.awaited == b"reveal" and self.shown_at is not None and self.mine_at is None:
                self.mine_at = now
                crowd.waiting_for -= 1
        elif name in (b"refused", b"bye"):
            crowd.note_refusal(data[start:stop].decode())

    def _on_lost(self) -> None:
        self.crowd.lost += 1
        if self.socket and self.socket.status not in (0, 101):
            self.crowd.note_refusal(f"socket: status {self.socket.status}")
        self._stay_out()

    def _stay_out(self) -> None:
        if not self.in_class and not self.out:
            self.out = True
            self.crowd.out += 1
