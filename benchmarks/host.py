"""The teacher's side of a run: says hello to the class server and gives it commands."""

import json
from time import perf_counter
from typing import Any

from benchmarks.frames import Socket
from benchmarks.loop import Loop
from benchmarks.target import Target
from benchmarks.wire import NAME, client_frame

WAIT = 15.0


class HostRefused(Exception):
    """The server did not carry out a command, or did not answer in time."""


class Host:
    """Snapshots are dropped unparsed: they cost the server as in a class, and the generator nothing."""

    def __init__(self, loop: Loop, target: Target) -> None:
        self._loop = loop
        self._number = 0
        self._reply: dict[str, Any] | None = None
        self._lost = False
        address = (target.address, target.port)
        self._socket = Socket(loop, address, "", target.open_host(), self._on_message, self._on_lost)
        loop.run_until(lambda: self._socket.status == 101 or self._lost, WAIT)
        self._send({"t": "hello", "v": 1, "secret": target.secret, "language": "en"})
        self.welcome = self._wait("hello")

    def give(self, command: str, **args: Any) -> float:
        """Gives a command and returns when it was sent, by `perf_counter`. Does not wait: see `confirm`."""
        self._number += 1
        self._reply = None
        message = {"t": "do", "n": self._number, "command": command, "args": args}
        sent = perf_counter()
        self._send(message)
        return sent

    def confirm(self, command: str) -> dict[str, Any]:
        """The result of the last command. Raises HostRefused where there is none."""
        return self._wait(command)

    def carry_out(self, command: str, **args: Any) -> dict[str, Any]:
        self.give(command, **args)
        return self.confirm(command)

    def _send(self, message: dict[str, Any]) -> None:
        if self._lost:
            raise HostRefused("the host connection was lost or refused")
        self._socket.send(client_frame(json.dumps(message).encode()))

    def _wait(self, command: str) -> dict[str, Any]:
        self._loop.run_until(lambda: self._reply is not None or self._lost, WAIT)
        if self._reply is None or self._reply["t"] in ("refused", "bye"):
            raise HostRefused(f"{command}: {self._reply or 'no reply'}")
        return self._reply

    def _on_message(self, data: bytes, start: int, stop: int) -> None:
        found = NAME.search(data, start, stop)
        if found is None or found[1] not in (b"welcome", b"done", b"refused", b"bye"):
            return
        reply = json.loads(data[start:stop])
        if reply.get("n") in (None, self._number):
            self._reply = reply

    def _on_lost(self) -> None:
        self._lost = True
