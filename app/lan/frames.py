"""WebSocket frames made once and written to many connections (RFC 6455, section 5.2).

aiohttp frames a message for each connection anew and waits for each; a sleeping phone then holds up all
the others. Writing a ready frame to the transport is safe only without compression and from the loop's
thread (docs/decisions/0003-lan-server.md).
"""

import asyncio
import json
import struct
from typing import Any, Final

MAX_BUFFERED: Final = 256 * 1024  # bytes waiting for a reader that does not read, then it is cut off


# `json.dumps` would make an encoder for every message.
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def text_frame(text: str) -> bytes:
    """One unfragmented, unmasked text frame."""
    payload = text.encode("utf-8", "replace")
    size = len(payload)
    if size < 126:
        header = struct.pack("!BB", 0x81, size)
    elif size < 65_536:
        header = struct.pack("!BBH", 0x81, 126, size)
    else:
        header = struct.pack("!BBQ", 0x81, 127, size)
    return header + payload


def message_frame(name: str, **fields: Any) -> bytes:
    """The frame of a protocol message."""
    return text_frame(_encode({"t": name, **fields}))


def receipt_frame(answer_id: str, round_id: str, saved: str, at: int) -> bytes:
    """As `message_frame("receipt", ...)`, of which a class needs a thousand at once, in less time.

    None of the three texts may hold what JSON writes otherwise: ids and the time of day do not.
    """
    return text_frame(
        f'{{"t":"receipt","id":"{answer_id}","round":"{round_id}","saved":"{saved}","at":{at}}}'
    )


def write_frame(transport: asyncio.WriteTransport | None, frame: bytes) -> bool:
    """Write without waiting. False where the connection is gone or was cut off for not reading."""
    if transport is None or transport.is_closing():
        return False
    transport.write(frame)
    if transport.get_write_buffer_size() > MAX_BUFFERED:
        transport.abort()
        return False
    return True
