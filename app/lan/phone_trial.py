"""A page that a phone opens to try whether it reaches the laptop, while no class runs.

The only test that sees what a network does between its guests.
"""

import asyncio
import html
import ipaddress
import socket

from app.i18n import LANGUAGES, mark, text_direction, translator
from app.lan.accepting import Acceptor, start_accepting

REACHED = mark("This phone reaches the teacher's laptop. You can close this page.")
_MOST_BYTES = 8_192


def trial_page() -> bytes:
    """The answer to any request, in all languages: nobody has chosen one yet."""
    lines = "".join(
        f'<p lang="{language}" dir="{text_direction(language)}">'
        f"{html.escape(translator(language)(REACHED))}</p>"
        for language in LANGUAGES
    )
    body = (
        '<!doctype html><html><head><meta charset="utf-8"><title>Préau</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="font:1.4em sans-serif;text-align:center"><h1>✓</h1>{lines}</body></html>'
    ).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


class _Request(asyncio.Protocol):
    """One connection: waits for the end of a request's head, answers, closes."""

    def __init__(self, trial: "PhoneTrial") -> None:
        self._trial = trial
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._trial.connections.add(transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if b"\r\n\r\n" in self._received:
            self._trial.came(self._transport.get_extra_info("peername"))
            self._transport.write(self._trial.page)
            self._transport.close()
        elif len(self._received) > _MOST_BYTES:
            self._transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self._trial.connections.discard(self._transport)


class PhoneTrial:
    """Serves the page on listening sockets and counts the phones; the laptop itself is none of them."""

    def __init__(self, own_ips: set[str]) -> None:
        self._own_ips = own_ips
        self._acceptor: Acceptor | None = None
        self._somebody = asyncio.Event()
        self.page = trial_page()
        self.phones: set[str] = set()
        self.connections: set[asyncio.Transport] = set()

    async def start(self, sockets: list[socket.socket]) -> None:
        self._acceptor = await start_accepting(lambda: _Request(self), sockets)

    async def stop(self) -> None:
        """Closes the listening sockets and every connection."""
        if self._acceptor:
            await self._acceptor.stop()
        for transport in list(self.connections):
            transport.abort()

    def came(self, peer: tuple[str, int] | None) -> None:
        """A request came from `peer` (asyncio's address of the other side)."""
        if not peer:
            return
        ip = peer[0].partition("%")[0].removeprefix("::ffff:")
        if ip not in self._own_ips and not ipaddress.ip_address(ip).is_loopback:
            self.phones.add(ip)
            self._somebody.set()

    async def wait_for_phone(self, seconds: float) -> bool:
        """Whether a phone came before `seconds` were over."""
        try:
            async with asyncio.timeout(seconds):
                await self._somebody.wait()
        except TimeoutError:
            return False
        return True
