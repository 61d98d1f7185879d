"""Somebody who goes in the midst of a request is no fault: nothing is logged, and the class goes on."""

import asyncio
import logging
import socket
import struct

import pytest

from tests.helpers.served import ServedClass, sample_quiz, until

HALVES = {
    "a form": b"POST /%s/join HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nnickname=",
    "a head": b"GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    "chunks": b"POST /%s/join HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nni",
    "a socket": b"GET /host/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\xfe",
}


@pytest.mark.parametrize("reset", [False, True])
async def test_nothing_is_logged_of_who_goes_in_the_midst(tmp_path, caplog, reset):
    caplog.set_level(logging.INFO)
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        code, runner = served.state.code.encode(), served.server._runner
        for half in HALVES.values():
            _, writer = await asyncio.open_connection("127.0.0.1", served.port)
            writer.write(half.replace(b"%s", code))
            await writer.drain()
            await until(lambda: runner.server.connections)
            if reset:  # what a phone does that is switched off
                sock = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            else:
                writer.close()
            await until(lambda: not runner.server.connections)
        assert (await served.phone("Amina")).heard
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
