"""The bytes of HTTP and WebSocket that a phone needs, with as little work per message as possible.

The client's mask key is zero: legal, and the payload goes out as it is. Knows no sockets and no scenario.
"""

import base64
import gzip
import re
import struct
from dataclasses import dataclass
from typing import Final

NO_MASK: Final = bytes(4)
PING: Final = 0x89
CLOSE: Final = 0x88

# The server's JSON escapes quotes inside fragments, so these find fields of the message itself.
NAME: Final = re.compile(rb'"t": ?"(\w+)"')
VIEW: Final = re.compile(rb'"view": ?"(\w+)"')
CHOICE: Final = re.compile(r'name="choice"[^>]*?value="([^"]+)"')


def client_frame(payload: bytes, first: int = 0x81) -> bytes:
    """A masked frame of at most 65,535 bytes, a text message unless `first` says otherwise."""
    size = len(payload)
    if size < 126:
        return bytes((first, 0x80 | size)) + NO_MASK + payload
    return struct.pack("!BBH", first, 0x80 | 126, size) + NO_MASK + payload


def server_frame(payload: bytes) -> bytes:
    """An unmasked text frame of at most 65,535 bytes."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    return struct.pack("!BBH", 0x81, 126, size) + payload


def frame_at(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the unmasked frame at `at` starts and stops; None while it is incomplete."""
    end = len(data)
    if end - at < 2:
        return None
    size = data[at + 1]
    start = at + 2
    if size == 126:
        if end - at < 4:
            return None
        size = data[at + 2] << 8 | data[at + 3]
        start = at + 4
    elif size == 127:
        if end - at < 10:
            return None
        size = int.from_bytes(data[at + 2 : at + 10], "big")
        start = at + 10
    stop = start + size
    return (start, stop) if stop <= end else None


def request_bytes(method: str, path: str, host: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def upgrade_bytes(path: str, host: str, headers: dict[str, str]) -> bytes:
    """The request that opens a WebSocket, without extensions: a compressed question costs the server more
    than it saves."""
    handshake = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        "Accept-Language": "fr",
    }
    return request_bytes("GET", path, host, handshake | headers)


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes
    size: int  # bytes on the wire, head and body

    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def parse_response(data: bytes) -> Response | None:
    """The response at the beginning of `data`; None while it is incomplete."""
    head, found, _ = data.partition(b"\r\n\r\n")
    if not found:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    status = int(first.split(" ", 2)[1])
    pairs = [(name.strip().lower(), value.strip()) for name, _, value in (ln.partition(":") for ln in lines)]
    headers = dict(pairs)
    cookies = tuple(value.partition(";")[0] for name, value in pairs if name == "set-cookie")
    start = len(head) + 4
    if headers.get("transfer-encoding", "").lower() == "chunked":
        whole = _chunked_body(data, start)
        return whole and Response(status, headers, cookies, *whole)
    size = 0 if status in (101, 204, 304) else int(headers.get("content-length", 0))
    stop = start + size
    return Response(status, headers, cookies, data[start:stop], stop) if stop <= len(data) else None


def _chunked_body(data: bytes, at: int) -> tuple[bytes, int] | None:
    parts = []
    while (line := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:line].split(b";")[0], 16)
        at = line + 2 + size + 2
        if at > len(data):
            return None
        if size == 0:
            return b"".join(parts), at
        parts.append(data[line + 2 : at - 2])
    return None
