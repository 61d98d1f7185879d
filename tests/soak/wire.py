"""HTTP and WebSocket by hand over blocking sockets: what a client library would never send can be sent, and
whatever comes back is read as it is."""

import base64
import os
import re
import select
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

PATIENCE = 5.0  # seconds for what must come
QUIET = 0.03  # seconds without a byte after which nothing more is expected of a request that is no request
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


@dataclass
class Reply:
    """One HTTP response. headers: names as they were written."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def cookies(self) -> dict[str, str]:
        pairs = [value.partition(";")[0] for key, value in self.headers if key.lower() == "set-cookie"]
        return dict(pair.split("=", 1) for pair in pairs)


class NotHttp(Exception):
    """What came is no HTTP response."""


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def read_head(data: bytes) -> tuple[int, list[tuple[str, str]], bytes] | None:
    """Status, headers and what follows; None while the head is not there. Raises `NotHttp`."""
    head, end, rest = data.partition(b"\r\n\r\n")
    if not end:
        if data and not data.startswith(b"HTTP/"[: len(data)]):
            raise NotHttp(data[:200])
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not re.fullmatch(r"HTTP/\d\.\d", words[0]) or not words[1].isdigit():
        raise NotHttp(data[:200])
    headers = []
    for line in lines:
        name, colon, value = line.partition(": ")
        if not colon or not name or any(char in value for char in "\r\n\0"):
            raise NotHttp(data[:200])
        headers.append((name, value))
    return int(words[1]), headers, rest


def read_replies(data: bytes) -> tuple[list[Reply], bytes]:
    """All whole responses in what was received, and what is left. A response to HEAD has no body, which is
    seen by what follows it. Raises `NotHttp`."""
    replies = []
    while data:
        head = read_head(data)
        if head is None:
            break
        status, headers, rest = head
        reply = Reply(status, headers, b"")
        length = int(reply.header("content-length") or 0)
        if status == 100:  # go on: no response yet
            data = rest
            continue
        if status in (101, 204, 304) or not length or rest.startswith(b"HTTP/") or not rest:
            data = rest
            replies.append(reply)
            if status == 101:
                break
            continue
        if len(rest) < length:
            break
        reply.body, data = rest[:length], rest[length:]
        replies.append(reply)
    return replies, data


def send_all(sock: socket.socket, parts: Iterable[bytes]) -> bytes:
    """Send, and meanwhile take what comes, so that neither side waits for the other."""
    heard = b""
    for part in parts:
        view = memoryview(part)
        while view:
            readable, writable, _ = select.select([sock], [sock], [], PATIENCE)
            if not readable and not writable:
                raise TimeoutError
            if readable:
                more = sock.recv(65_536)
                if not more:
                    return heard
                heard += more
            if writable:
                view = view[sock.send(view[:65_536]) :]
    return heard


def exchange(port: int, *parts: bytes, quiet: float = QUIET) -> tuple[list[Reply], bytes]:
    """Send bytes over a new connection and take what comes until it is quiet. Raises `NotHttp`."""
    heard = b""
    with connect(port) as sock:
        try:
            heard = send_all(sock, parts)
            sock.settimeout(quiet)
            while more := sock.recv(65_536):
                heard += more
        except (TimeoutError, ConnectionError):
            pass
    return read_replies(heard)


def request(port: int, data: bytes, *, head: bool = False) -> Reply:
    """One whole request, one whole response. Raises `TimeoutError`, `NotHttp`."""
    with connect(port) as sock:
        heard = send_all(sock, [data])
        end = time.monotonic() + PATIENCE
        while True:
            found = read_head(heard)
            if found is not None and found[0] == 100:
                heard = found[2]
                continue
            if found is not None:
                reply = Reply(found[0], found[1], found[2])
                length = 0 if head else int(reply.header("content-length") or 0)
                if len(reply.body) >= length:
                    return reply
            if time.monotonic() > end:
                raise TimeoutError
            more = sock.recv(65_536)
            if not more:
                raise NotHttp(heard[:200] or b"closed without a reply")
            heard += more


def make_request(
    port: int, method: str, path: str, headers: Iterable[tuple[str, str]] = (), body: bytes | None = None
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass") + (body or b"")


def frame(
    payload: bytes, opcode: int = TEXT, *, first: int | None = None, masked: bool = True,
    length: int | None = None,
) -> bytes:  # fmt: skip
    """A frame of a client. first: the whole first byte instead; length: another one than the true one."""
    size = len(payload) if length is None else length
    head = bytes([0x80 | opcode if first is None else first])
    mask_bit = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask_bit | size])
    elif size < 65_536:
        head += struct.pack("!BH", mask_bit | 126, size)
    else:
        head += struct.pack("!BQ", mask_bit | 127, size & (2**64 - 1))
    if not masked:
        return head + payload
    mask = os.urandom(4)
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + mixed.to_bytes(len(payload), "big")


@dataclass
class Socket:
    """A WebSocket of ours. `heard` are the text messages that came; `code` is that of the server's close."""

    port: int
    path: str
    headers: list[tuple[str, str]]
    reply: Reply | None = None
    heard: list[str] = field(default_factory=list)
    code: int | None = None
    closed: bool = False
    _rest: bytes = b""

    def open(self) -> "Socket":
        key = base64.b64encode(os.urandom(16)).decode()
        more = [
            ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", key),
        ]  # fmt: skip
        self._sock = connect(self.port)
        self._sock.sendall(make_request(self.port, "GET", self.path, [*self.headers, *more]))
        heard = b""
        while (found := read_head(heard)) is None:
            more_bytes = self._sock.recv(65_536)
            if not more_bytes:
                raise NotHttp(heard)
            heard += more_bytes
        self.reply = Reply(*found)
        if self.reply.status == 101:
            self._rest = found[2]
        else:
            self.close()
        return self

    def send(self, *data: bytes) -> None:
        """Raw bytes; what cannot be sent any more is left out."""
        try:
            for part in data:
                self._sock.sendall(part)
        except (ConnectionError, TimeoutError, OSError):
            pass

    def listen(self, wanted: str = "", patience: float = PATIENCE) -> bool:
        """Take messages until one holds `wanted`, it is closed, or the time is over; whether it came."""
        end = time.monotonic() + patience
        while not self.closed:
            known = len(self.heard)
            self._take_frames()
            if wanted and any(wanted in text for text in self.heard[known:]):
                return True
            left = end - time.monotonic()
            if left <= 0 or self.closed:
                break
            self._sock.settimeout(max(left, 0.001))
            try:
                more = self._sock.recv(65_536)
            except TimeoutError:
                break
            except ConnectionError:
                more = b""
            if not more:
                self.closed = True
            self._rest += more
        self._take_frames()
        if self.closed:
            self.close()
        return False

    def _take_frames(self) -> None:
        while len(self._rest) >= 2:
            first, second = self._rest[0], self._rest[1]
            size, start = second & 0x7F, 2
            if size == 126:
                size, start = int.from_bytes(self._rest[2:4], "big"), 4
            elif size == 127:
                size, start = int.from_bytes(self._rest[2:10], "big"), 10
            if second & 0x80 or first & 0x70:
                raise NotHttp(self._rest[:40])
            if len(self._rest) < start + size:
                return
            payload, self._rest = self._rest[start : start + size], self._rest[start + size :]
            match first & 0x0F:
                case 1:
                    self.heard.append(payload.decode())
                case 8:
                    self.code = int.from_bytes(payload[:2], "big") if payload else None
                    self.send(frame(payload[:2], CLOSE))
                    self.close()
                case 9:
                    self.send(frame(payload, PONG))

    def close(self) -> None:
        self.closed = True
        self._sock.close()
