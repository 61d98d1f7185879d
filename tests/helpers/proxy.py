"""A network that fails as a seed wants it, between a program and a platform on loopback."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import urlsplit

# Before: the platform hears nothing of the request. After: it has done what was asked.
FAULTS = (
    "dropped", "reset before", "lost", "reset after", "truncated", "delayed", "doubled",
    "502", "503", "429", "html", "502 after", "html after",
)  # fmt: skip
_BEFORE = frozenset({"dropped", "reset before", "502", "503", "429", "html"})
_PAGE = b"<!DOCTYPE html><title>Wi-Fi</title><p>Please sign in."


class Network:
    """chance: of a fault in each request. reads: whether a body only asks, so that it may arrive twice.
    heard: called with the number of each request before it is passed on."""

    def __init__(self, random: Random, reads: Callable[[bytes], bool]) -> None:
        self.chance = 0.0
        self.asked = 0
        self.faults: list[str] = []
        self.heard: Callable[[int], None] = lambda number: None
        self._random = random
        self._reads = reads
        self._at_work = 0
        self._idle = threading.Condition()

    def wait_idle(self) -> None:
        """Until no request is under way."""
        with self._idle:
            assert self._idle.wait_for(lambda: self._at_work == 0, 20)

    def pick(self, body: bytes) -> str:
        """The fault of this request, '' for none."""
        self.asked += 1
        if self._random.random() >= self.chance:
            return ""
        fault = self._random.choice(FAULTS)
        if fault == "doubled" and not self._reads(body):
            return ""
        self.faults.append(fault)
        return fault

    @contextmanager
    def working(self) -> Iterator[None]:
        with self._idle:
            self._at_work += 1
        try:
            yield
        finally:
            with self._idle:
                self._at_work -= 1
                self._idle.notify_all()


@contextmanager
def serve_network(network: Network, upstream: str) -> Iterator[str]:
    """The address under which the platform at `upstream` is reached through it."""
    port = urlsplit(upstream).port

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            with network.working(), suppress(OSError):
                self._pass()
            self.close_connection = True

        do_GET = do_POST

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = network.pick(body)
            network.heard(network.asked)
            status, answer = (0, b"") if fault in _BEFORE else self._ask(body)
            if fault == "doubled":
                status, answer = self._ask(body)
            match fault:
                case "" | "doubled":
                    self._send(status, answer, "application/json")
                case "dropped" | "lost":
                    pass
                case "reset before" | "reset after":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                case "truncated":
                    self._send(status, answer, "application/json", len(answer) // 2)
                case "delayed":
                    self.connection.recv(1)  # until whoever asked has stopped waiting
                case "html" | "html after":
                    self._send(200, _PAGE, "text/html")
                case _:
                    self._send(int(fault[:3]), _PAGE, "text/html")

        def _ask(self, body: bytes) -> tuple[int, bytes]:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                headers = {"Content-Type": self.headers.get("Content-Type", "")}
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            finally:
                connection.close()

        def _send(self, status: int, content: bytes, kind: str, part: int | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            if status == 503:
                self.send_header("Retry-After", "300")
            self.end_headers()
            self.wfile.write(content[:part])

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the story says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
