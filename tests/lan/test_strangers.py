"""Connections that keep the server waiting: no request, half a request, no end of it, nobody who reads."""

import asyncio
import contextlib
import logging
import socket
from dataclasses import replace

import pytest

from app.lan import connections as module
from app.lan.connections import Patience
from app.lan.links import Link
from app.lan.server import ServerOptions
from app.quiz.model import Media
from tests.helpers.raw import raw, request
from tests.helpers.served import HERE, ServedClass, sample_quiz, until

SHORT = Patience(head=0.15, body=0.15, idle=0.3, reading=0.4, lingering=0.1)
LONG = Patience(head=60, body=60, idle=60, reading=60)


def served(folder, patience=SHORT, most=None, quiz=None):
    options = ServerOptions(
        language="en", announce=False, lister=lambda: [HERE], watch_every=60.0, patience=patience,
        most_strangers=most,
    )  # fmt: skip
    return ServedClass(folder, quiz or sample_quiz("single"), options=options, code="K7PM")


async def trickle(client, data, pause=0.01):
    """Send one byte after the other, until all is sent or the other side has had enough."""
    for at in range(len(data)):
        await client.send(data[at : at + 1])
        with contextlib.suppress(TimeoutError):
            assert await asyncio.wait_for(client.reader.read(1), pause) == b""
            return
    pytest.fail("all of it was taken")


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: 127", b"\r\n"])
async def test_who_sends_no_whole_request_is_cut_off(tmp_path, sent):
    async with served(tmp_path) as class_, raw(class_.port) as client:
        await client.send(sent)
        assert await client.read_to_the_end() == b""
        assert class_.server.connections.count == 0


async def test_a_head_that_trickles_is_cut_off(tmp_path):
    async with served(tmp_path) as class_, raw(class_.port) as client:
        began = asyncio.get_running_loop().time()
        with contextlib.suppress(ConnectionError):
            await trickle(client, request(class_.port, "GET /", "X: " + "x" * 5_000))
        assert asyncio.get_running_loop().time() - began < 5


@pytest.mark.parametrize("framing", ["Content-Length: 500", "Transfer-Encoding: chunked"])
async def test_a_body_that_does_not_come_is_given_up(tmp_path, framing):
    async with served(tmp_path) as class_, raw(class_.port) as client:
        type_ = "Content-Type: application/x-www-form-urlencoded"
        await client.send(request(class_.port, "POST /K7PM/join", type_, framing))
        status, headers, page = await client.answer()
        assert (status, headers["connection"]) == (408, "close")
        assert b"could not be read" in page
        assert await client.read_to_the_end() == b""
        assert len(class_.stored()) == 1


async def test_who_goes_in_the_midst_of_a_request_leaves_no_line_in_the_log(tmp_path, caplog):
    async with served(tmp_path, LONG) as class_:
        type_ = "Content-Type: application/x-www-form-urlencoded"
        async with raw(class_.port) as client:
            await client.send(request(class_.port, "POST /K7PM/join", type_, "Content-Length: 500"))
            await until(lambda: class_.server.connections.count == 1)
        await until(lambda: class_.server.connections.count == 0)
    assert not [entry for entry in caplog.records if entry.levelno >= logging.WARNING]


async def test_a_connection_that_rests_too_long_is_closed_and_until_then_used_again(tmp_path):
    async with served(tmp_path) as class_, raw(class_.port) as client:
        for _ in range(3):
            await client.send(request(class_.port, "GET /hello"))
            assert (await client.answer())[0] == 204
        assert class_.server.connections.count == 1
        assert await client.read_to_the_end() == b""


async def test_who_does_not_read_a_picture_is_cut_off_and_holds_little(tmp_path):
    picture = Media("image/png", bytes(8_000_000))
    quiz = replace(sample_quiz("single"), media={"p": picture})
    async with served(tmp_path, quiz=quiz) as class_:
        (address,) = class_.room._pictures._addresses.values()
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(sock, ("127.0.0.1", class_.port))
            await loop.sock_sendall(sock, request(class_.port, f"GET {address}"))
            stalled = class_.server.connections._unread
            await until(lambda: stalled)
            (connection,) = stalled
            assert connection.transport.get_write_buffer_size() < 300_000
            await until(lambda: not class_.server.connections.count)
        async with raw(class_.port) as client:  # who reads has all of it
            await client.send(request(class_.port, f"GET {address}"))
            assert (await client.answer())[2] == picture.data


async def test_of_many_that_do_not_read_the_first_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_UNREAD", 1)
    quiz = replace(sample_quiz("single"), media={"p": Media("image/png", bytes(8_000_000))})
    async with served(tmp_path, LONG, quiz=quiz) as class_:
        (address,) = class_.room._pictures._addresses.values()
        all_ = class_.server.connections
        async with raw(class_.port, receive=1) as first, raw(class_.port, receive=1) as second:
            await first.send(request(class_.port, f"GET {address}"))
            await until(lambda: all_._unread)
            await second.send(request(class_.port, f"GET {address}"))
            await until(lambda: all_.count == 1)


async def test_a_crowd_that_says_nothing_makes_room_for_a_phone(tmp_path):
    """All come from one address, like a school behind one: not the address decides, but who is waited for."""
    async with served(tmp_path, LONG, most=20) as class_, contextlib.AsyncExitStack() as stack:
        phone = await class_.phone("Amina")  # its socket is safe, whatever comes
        crowd = [await stack.enter_async_context(raw(class_.port)) for _ in range(100)]
        await until(lambda: class_.server.connections.count == 20)
        other = await class_.phone("Yanis")
        await crowd[0].read_to_the_end()
        host = await class_.host()
        await host.do("ask")
        for one in (phone, other):
            await one.answer("r1", [("choice", "c1")], answer_id=one.all("welcome")[0]["session"][:4])
            await one.hear("receipt")


async def test_connections_that_rest_go_before_those_that_have_just_come(tmp_path):
    async with served(tmp_path, LONG, most=2) as class_, contextlib.AsyncExitStack() as stack:
        resting, new, newest = [await stack.enter_async_context(raw(class_.port)) for _ in range(2)] + [None]
        await resting.send(request(class_.port, "GET /hello"))
        await resting.answer()
        newest = await stack.enter_async_context(raw(class_.port))
        assert await resting.read_to_the_end() == b""
        for client in (new, newest):
            await client.send(request(class_.port, "GET /hello"))
            assert (await client.answer())[0] == 204


async def test_a_socket_of_a_host_that_says_nothing_is_no_host_yet(tmp_path):
    async with served(tmp_path, LONG, most=2) as class_, contextlib.AsyncExitStack() as stack:
        upgrade = request(
            class_.port, "GET /host/ws", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        )  # fmt: skip
        silent = await stack.enter_async_context(raw(class_.port))
        await silent.send(upgrade)
        assert (await silent.answer())[0] == 101
        assert class_.server.connections.count == 1
        host = await class_.host()
        assert class_.server.connections.count == 1, "only who is accepted is out of it"
        await host.do("ask")


async def test_an_old_socket_that_does_not_read_does_not_stay_open(monkeypatch):
    class Transport:
        closed = aborted = False

        def is_closing(self):
            return self.closed

        def close(self):
            self.closed = True

        def get_write_buffer_size(self):
            return 1

        def abort(self):
            self.aborted = True

    monkeypatch.setattr("app.lan.links.PARTING", 0.0)
    transport = Transport()
    Link(transport, "en").close()
    await until(lambda: transport.aborted)


async def test_many_who_do_not_say_who_they_are_keep_no_host_out(tmp_path, monkeypatch):
    """Each could send 256 KiB unknown. Programs of the laptop itself and pages with a cookie come in."""
    monkeypatch.setattr("app.lan.host_routes.MOST_KNOCKING", 1)
    async with served(tmp_path, LONG) as class_, contextlib.AsyncExitStack() as stack:
        upgrade = (
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        )  # fmt: skip

        async def knock(*more):
            client = await stack.enter_async_context(raw(class_.port))
            await client.send(request(class_.port, "GET /host/ws", *upgrade, *more))
            return (await client.answer())[0]

        assert await knock() == 101
        await class_.host()
        monkeypatch.setattr("app.lan.host_routes.is_loopback", lambda address: False)
        assert await knock() == 429
        cookie = class_.access.admit("host", class_.secret)
        assert await knock(f"Cookie: {class_.access.cookie_name('host')}={cookie}") == 101
