"""A class server that says what the test wants it to say, in a thread of its own."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any

from aiohttp import web


def snapshot(**fields: Any) -> dict[str, Any]:
    """A snapshot of a lobby with these fields instead of its own."""
    return {
        "t": "snapshot", "now": 1_000_000, "phase": "lobby", "next": None, "allowed": [], "joined": 0,
        "connected": 0, "round": None, "addresses": [], "done": [], "students": [], "trouble": [], **fields,
    }  # fmt: skip


class FakeClass:
    """heard: what hosts said. first: the snapshot after the welcome. lets_in: whether hosts are accepted.
    replies: message for a command, by its name. pictures: content by path."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.first = snapshot()
        self.session = "s1"
        self.lets_in = True
        self.replies: dict[str, dict[str, Any]] = {}
        self.pictures: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self._sockets: set[web.WebSocketResponse] = set()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.port = 0

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/host/ws"

    def send(self, *messages: dict[str, Any]) -> None:
        """To all hosts; returns when it was sent."""
        self._wait(self._send([json.dumps(message) for message in messages]))

    def drop(self) -> None:
        """Cut every connection."""
        self._wait(self._drop())

    def _wait(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _send(self, texts: list[str]) -> None:
        for socket in list(self._sockets):
            for text in texts:
                await socket.send_str(text)

    async def _drop(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_get("/host/ws", self._host)
        app.router.add_get("/media/{name}", self._media)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await self._drop()
        await runner.cleanup()

    async def _host(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.heard.append(await socket.receive_json())
        if not self.lets_in:
            await socket.send_json({"t": "bye", "code": "secret", "text": ""})
            await socket.close()
            return socket
        session = {"id": self.session, "title": "T", "code": "K7PM", "addresses": [], "settings": {}}
        await socket.send_json({"t": "welcome", "v": 1, "now": 1, "session": session, "questions": []})
        await socket.send_json(self.first)
        self._sockets.add(socket)
        async for message in socket:
            said = json.loads(message.data)
            self.heard.append(said)
            if said["command"] in self.replies:
                await socket.send_json({"n": said["n"], **self.replies[said["command"]]})
        self._sockets.discard(socket)
        return socket

    async def _media(self, request: web.Request) -> web.Response:
        self.fetched.append(request.path)
        if request.path not in self.pictures:
            raise web.HTTPNotFound
        return web.Response(body=self.pictures[request.path])


@contextlib.contextmanager
def fake_class() -> Iterator[FakeClass]:
    served = FakeClass()
    served._thread.start()
    assert served._ready.wait(10)
    try:
        yield served
    finally:
        served._loop.call_soon_threadsafe(served._stop.set)
        served._thread.join(10)
