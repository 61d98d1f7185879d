"""Connections that are nobody's yet: how long they may keep the server waiting, and how many there may be.

A whole school may come through one address, so addresses do not matter here: where it gets tight, those go
that owe the server something for longest. Open sockets of phones, screens and hosts are admitted and safe.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from app.lan.bucket import Bucket

MOST_UNREAD: Final = 2_500  # responses that wait for their reader; each holds up to 128 KiB
GRACE: Final = 1.0  # seconds in which nobody is late
# Beyond these the parser refuses: bytes of the first line, bytes of a header, number of headers.
MAX_LINE: Final = 8_190
MAX_HEADER: Final = 8_190
MAX_HEADERS: Final = 128

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. head: from connecting to the end of the first request's head; body: for the rest of it; idle:
    between two requests, the head of the second one included; reading: without a byte of a response taken;
    lingering: for what is still on its way after a refusal."""

    head: float = 10.0
    body: float = 20.0
    idle: float = 30.0
    reading: float = 20.0
    lingering: float = 1.0


class Connections:
    """most: connections that are not admitted; explain: sentence for what is no request at all."""

    def __init__(
        self,
        most: int,
        headers: Callable[[], Mapping[str, str]],
        explain: Callable[[], str],
        patience: Patience,
    ) -> None:
        self.patience = patience
        self.headers = headers
        self.explain = explain
        self._most = most
        self._count = 0
        # In the order in which they began: who owes us a request or its body, who rests between two
        # requests, who does not read. The rest is being answered.
        self._owing: dict[Connection, float] = {}
        self._idle: dict[Connection, None] = {}
        self._unread: dict[Connection, None] = {}

    @property
    def count(self) -> int:
        """Connections that are not admitted."""
        return self._count

    @property
    def middleware(self) -> Middleware:
        """Notes that the head of a request has come."""

        @web.middleware
        async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
            if isinstance(request.protocol, Connection):
                request.protocol.note_request()
            return await handler(request)

        return note

    def factory(self, server: web.Server) -> Callable[[], asyncio.BaseProtocol]:
        """What makes a protocol for each connection that is accepted."""
        return lambda: Connection(self, server)

    def made(self, connection: "Connection") -> None:
        self._count += 1
        if self._count > self._most and not self._make_room():
            connection.drop()
        else:
            self.owes(connection)

    def _make_room(self) -> bool:
        late = asyncio.get_running_loop().time() - GRACE
        first, since = next(iter(self._owing.items()), (None, late))
        chosen = first if since < late else next(iter(self._idle), first)
        if chosen is None:
            return False
        chosen.drop()
        return True

    def owes(self, connection: "Connection") -> None:
        self._owing[connection] = asyncio.get_running_loop().time()

    def works(self, connection: "Connection") -> None:
        self._owing.pop(connection, None)
        self._idle.pop(connection, None)

    def rests(self, connection: "Connection") -> None:
        self._idle[connection] = None

    def stalls(self, connection: "Connection") -> None:
        self._unread[connection] = None
        if len(self._unread) > MOST_UNREAD:
            next(iter(self._unread)).drop()

    def flows(self, connection: "Connection") -> None:
        self._unread.pop(connection, None)

    def left(self, connection: "Connection") -> None:
        """It was closed, or admitted."""
        self._count -= 1
        self.works(connection)
        self.flows(connection)


class Connection(web.RequestHandler):
    """One connection, until it is admitted. allowance: of requests on it, for who keeps measure."""

    __slots__ = ("_all", "_counts", "_head_timer", "_read_timer", "allowance")

    def __init__(self, connections: Connections, server: web.Server) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(
            server,
            loop=loop,
            access_log=None,  # type: ignore[arg-type]
            keepalive_timeout=connections.patience.idle,
            lingering_time=connections.patience.lingering,
            auto_decompress=False,
            max_line_size=MAX_LINE,
            max_field_size=MAX_HEADER,
            max_headers=MAX_HEADERS,
        )
        self._all = connections
        self.allowance: Bucket | None = None
        self._counts = False
        self._head_timer: asyncio.TimerHandle | None = None
        self._read_timer: asyncio.TimerHandle | None = None

    # --- what the transport tells -----------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._counts = True
        self._head_timer = self._loop.call_later(self._all.patience.head, self.drop)
        self._all.made(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._leave()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._counts and self.transport is not None:
            self._all.stalls(self)
            self._watch_reader(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        super().resume_writing()
        self._all.flows(self)
        _cancel(self._read_timer)

    def _watch_reader(self, unread: int) -> None:
        def look() -> None:
            now = self.transport.get_write_buffer_size() if self.transport is not None else 0
            if now >= unread:
                self.drop()
            else:
                self._watch_reader(now)

        self._read_timer = self._loop.call_later(self._all.patience.reading, look)

    # --- what becomes of it -----------------------------------------------------------------------

    def note_request(self) -> None:
        """A whole head has come; it is being answered."""
        _cancel(self._head_timer)
        self._all.works(self)

    @asynccontextmanager
    async def owing(self) -> AsyncIterator[None]:
        """As the function of this name."""
        self._all.owes(self)
        try:
            async with asyncio.timeout(self._all.patience.body):
                yield
        finally:
            self._all.works(self)

    def admit(self) -> None:
        """It is the socket of a phone, a screen or a host: none of this holds any more."""
        self._leave()

    def drop(self) -> None:
        """Close at once, whatever waits to be read or written."""
        if self.transport is not None:
            self.transport.abort()
        self._leave()

    def _leave(self) -> None:
        _cancel(self._head_timer)
        _cancel(self._read_timer)
        if self._counts:
            self._counts = False
            self._all.left(self)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        if isinstance(resp, web.HTTPExpectationFailed):  # it says what was expected, in their words
            resp.text = self._all.explain()
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            if self._counts:
                self._all.rests(self)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What cannot be read as a request, or failed outside of every page: a sentence, no details."""
        if isinstance(exc, ConnectionError):
            _log.debug("the other side has gone")  # thousands may go at once
        elif status >= 500:
            _log.error("a request failed outside of every page", exc_info=exc)
        else:
            _log.debug("not a request: %s", type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("a part of the response has left already")
        response = web.Response(status=status, text=self._all.explain(), headers=self._all.headers())
        response.force_close()
        return response


@asynccontextmanager
async def owing(request: web.Request) -> AsyncIterator[None]:
    """While the rest of what was begun is waited for: a body, the first word on a socket.

    Raises TimeoutError.
    """
    if isinstance(request.protocol, Connection):
        async with request.protocol.owing():
            yield
    else:
        yield


async def read_body(request: web.Request) -> bytes:
    """The body of a form. Raises HTTP 408 if it takes too long, 400 if it is none, 413 if it is too long."""
    try:
        async with owing(request):
            return await request.read()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except web.RequestPayloadError as error:
        raise web.HTTPBadRequest from error


def admit(request: web.Request) -> None:
    """The one who sent this request is known."""
    if isinstance(request.protocol, Connection):
        request.protocol.admit()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
