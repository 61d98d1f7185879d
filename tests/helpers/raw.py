"""A client that says to a class server whatever bytes it likes, and hears what comes back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

PATIENCE = 8.0


@dataclass
class Raw:
    """One connection to 127.0.0.1."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """As much as is taken; a connection that is closed in the face is no error here."""
        with contextlib.suppress(ConnectionError):
            self.writer.write(data)
            await asyncio.wait_for(self.writer.drain(), PATIENCE)

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their names in small letters, body of the next response."""
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await asyncio.wait_for(
            self.reader.readexactly(int(headers.get("content-length", 0))), PATIENCE
        )
        return int(first.split()[1]), headers, body

    async def read_to_the_end(self) -> bytes:
        """All that comes until the other side closes. Raises TimeoutError if it does not."""
        parts = []
        with contextlib.suppress(ConnectionError):
            while part := await asyncio.wait_for(self.reader.read(65_536), PATIENCE):
                parts.append(part)
        return b"".join(parts)


@contextlib.asynccontextmanager
async def raw(port: int, *, receive: int = 65_536) -> AsyncIterator[Raw]:
    """receive: bytes that are read ahead."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=receive)
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def request(port: int, start: str, *headers: str, body: bytes = b"") -> bytes:
    """A request as a browser of this class would begin it."""
    lines = [f"{start} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
