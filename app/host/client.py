"""A client of the host protocol: drives a class and follows its snapshots.

One per connection, for use in one asyncio loop; the desktop runs it in a thread of its own.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final

import aiohttp

from app.errors import Refused, Trouble
from app.host.relayed import read_error
from app.host.view import ClassView
from app.protocol.messages import VERSION

PATIENCE: Final = 10.0  # seconds for the connection and for each command
GOODBYE: Final = 2.0  # seconds that closing waits for a server that may hang
MAX_PICTURE: Final = 32 * 1024 * 1024  # bytes


class HostClient:
    """`async with await HostClient.connect(address, secret) as host: await host.do("ask")`."""

    def __init__(self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._http = http
        self._socket = socket
        self.view = ClassView()
        self._replies: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self._changed = asyncio.Condition()
        self._taken = 0  # snapshots so far
        self._closed = False
        self.goodbye: dict[str, Any] | None = None
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def connect(
        cls, address: str, secret: str, language: str = "en", *, confirms: bool = False
    ) -> "HostClient":
        """address: `ws://.../host/ws`. confirms: we ask the teacher whether another host may come in.

        Raises `Trouble('host_unreachable')`, `Refused('secret_wrong')`.
        """
        http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=PATIENCE))
        socket: aiohttp.ClientWebSocketResponse | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                timeout = aiohttp.ClientWSTimeout(ws_close=GOODBYE)
                socket = await http.ws_connect(address, max_msg_size=0, heartbeat=20.0, timeout=timeout)
                hello = {"t": "hello", "v": VERSION, "secret": secret, "language": language}
                await socket.send_str(json.dumps({**hello, "confirms": True} if confirms else hello))
                first = await socket.receive_json()
            if first["t"] != "welcome":
                raise Refused("secret_wrong")
        except (aiohttp.ClientError, OSError, TimeoutError, TypeError, KeyError, ValueError) as error:
            await _close(http, socket)
            raise Trouble("host_unreachable", address=address) from error
        except BaseException:
            await _close(http, socket)
            raise
        client = cls(http, socket)
        client.view.session, client.view.questions = first["session"], first["questions"]
        client._reader = asyncio.get_running_loop().create_task(client._read())
        return client

    async def __aenter__(self) -> "HostClient":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def do(self, command: str, **args: Any) -> dict[str, Any]:
        """Carry out a command and give its result, after it was stored. Raises `Refused` with the server's
        reason, `Trouble('host_lost')` if the connection ends first."""
        if self._closed:
            raise Trouble("host_lost")
        self._number += 1
        number = self._number
        reply: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._replies[number] = reply
        try:
            await self._socket.send_str(
                json.dumps({"t": "do", "n": number, "command": command, "args": args})
            )
            async with asyncio.timeout(PATIENCE):  # `wait_for` loses a cancellation that comes with the reply
                return await reply
        except (ConnectionError, TimeoutError) as error:
            raise Trouble("host_lost") from error
        finally:
            self._replies.pop(number, None)

    async def wait_for(self, wanted: Any, patience: float = PATIENCE) -> ClassView:
        """Until `wanted(view)` is true. Raises TimeoutError, or `Trouble('host_lost')`."""
        async with asyncio.timeout(patience):
            async with self._changed:
                await self._changed.wait_for(
                    lambda: self._closed or (self.view.snapshot and wanted(self.view))
                )
        if self._closed and not wanted(self.view):
            raise Trouble("host_lost")
        return self.view

    async def snapshots(self) -> AsyncIterator[ClassView]:
        """The view after each snapshot, until the connection ends; of several that came while the caller
        was busy only the newest."""
        seen = 0
        while True:
            async with self._changed:
                await self._changed.wait_for(partial(self._is_news, seen))
            if self._taken == seen:
                return
            seen = self._taken
            yield self.view

    def _is_news(self, seen: int) -> bool:
        return self._closed or self._taken != seen

    async def fetch(self, url: str) -> bytes:
        """What lies at an address of the class server; empty where nothing does, or more than 32 MB. Raises
        `Trouble('host_lost')`."""
        try:
            async with asyncio.timeout(PATIENCE), self._http.get(url, allow_redirects=False) as response:
                length = response.content_length
                if response.status != 200 or length is None or length > MAX_PICTURE:
                    return b""
                return await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError, RuntimeError) as error:
            raise Trouble("host_lost") from error

    async def close(self) -> None:
        """Also when this is cancelled while it waits, nothing stays open."""
        self._closed = True
        try:
            if self._reader is not None:
                self._reader.cancel()
                await asyncio.gather(self._reader, return_exceptions=True)
        finally:
            await _close(self._http, self._socket)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._take(json.loads(message.data))
        finally:
            self._closed = True
            for reply in self._replies.values():
                if not reply.done():
                    reply.set_exception(Trouble("host_lost"))
            async with self._changed:
                self._changed.notify_all()

    async def _take(self, message: dict[str, Any]) -> None:
        name = message.get("t")
        if name == "snapshot":
            self.view.take(message, time.monotonic())
            self._taken += 1
            async with self._changed:
                self._changed.notify_all()
            return
        if name == "figures":
            self.view.figures = message
            if self.view.snapshot:
                self._taken += 1
                async with self._changed:
                    self._changed.notify_all()
            return
        if name == "bye":
            self.goodbye = message
            return
        reply = self._replies.get(message.get("n", 0))
        if reply is None or reply.done():
            return
        if name == "done":
            reply.set_result(message["result"])
        elif name == "refused":
            unknown = Refused("class_refused", text=str(message.get("text", "")))
            reply.set_exception(read_error(Refused, message.get("code"), message.get("params"), unknown))


async def _close(http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse | None) -> None:
    try:
        if socket is not None:
            await socket.close()
    finally:
        await http.close()
