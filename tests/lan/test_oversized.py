"""Requests and messages that are too large, too many, endless or none at all, over raw sockets."""

import asyncio
import gzip
import logging
import os
import struct

from app.lan.connections import Patience
from app.lan.server import ServerOptions
from tests.helpers.raw import raw, request
from tests.helpers.served import HERE, ServedClass, sample_quiz, until
from tests.lan.test_without_script import HEADERS

PATIENCE = Patience(head=10, body=0.8, idle=10, reading=10, lingering=0.1)
FORM = "Content-Type: application/x-www-form-urlencoded"


def served(folder, quiz=None):
    options = ServerOptions(
        language="en", announce=False, lister=lambda: [HERE], watch_every=60.0, patience=PATIENCE
    )  # fmt: skip
    return ServedClass(folder, quiz or sample_quiz("single"), options=options, code="K7PM")


def check_refusal(answer, status):
    got, headers, body = answer
    assert got == status
    assert not [name for name in HEADERS if name.lower() not in headers]
    assert headers["server"] == "Preau"
    assert "'unsafe" not in headers["content-security-policy"]
    text = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    assert len(text) < 6_000
    for told in (b"Traceback", b"aiohttp", b"asyncio", b"evil", b"secret-word"):
        assert told not in text
    assert headers["cache-control"] == "no-store"


# What the parser refuses before there is a request: it closes, with all headers, and tells no details.
NO_REQUESTS = {
    "binary": os.urandom(200).replace(b"\n", b" ") + b"\r\n\r\n",
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100) + b"\r\n\r\n",
    "http2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "method": b"evil<script> / HTTP/1.1\r\nHost: x\r\n\r\n",
    "version": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "long line": b"GET /" + b"evil" * 30_000 + b" HTTP/1.1\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"evil" * 30_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"evil: 1\r\n" * 5_000 + b"\r\n",
    "no colon": b"GET / HTTP/1.1\r\nevil\r\n\r\n",
    "folded": b"GET / HTTP/1.1\r\nA: b\r\n evil\r\n\r\n",
    "nul": b"GET / HTTP/1.1\r\nA: evil\x00\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nevil",
    "length and chunks": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nevil"
    ),
    "odd length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nevil",
}


async def test_what_is_no_request_is_refused_with_all_headers_and_no_details(tmp_path, caplog):
    async with served(tmp_path) as class_:
        for name, data in NO_REQUESTS.items():
            async with raw(class_.port) as client:
                await client.send(data)
                try:
                    answer = await client.answer()
                except (ConnectionError, asyncio.IncompleteReadError):
                    assert len(data) > 30_000, name  # cut off while it was still sending
                    continue
                check_refusal(answer, 400)
                assert b"could not be read" in answer[2], name
                assert answer[1]["content-type"].startswith("text/plain"), name
                assert await client.read_to_the_end() == b"", name
        assert not [entry for entry in caplog.records if entry.levelno >= logging.WARNING], "no full logs"
        assert len(class_.stored()) == 1


async def test_every_refusal_has_all_headers(tmp_path):
    """Also those that the server makes before any page is thought of."""
    async with served(tmp_path) as class_:
        own = f"Origin: http://127.0.0.1:{class_.port}"
        socket = ("Upgrade: websocket", "Connection: Upgrade")
        foreign = request(class_.port, "GET http://evil.example/K7PM").replace(b"127.0.0.1", b"evil.example")
        join = "POST /K7PM/join"
        cases = [
            ("GET /K7PM/ws", socket, b"", 403), ("GET /host/ws", socket, b"", 400),  # no key, no version
            ("GET /K7PM", ["Expect: secret-word"], b"", 417), ("PROPFIND /K7PM", [], b"", 405),
            ("BREW /K7PM", [], b"", 400), ("GET /..%2f..%2fetc/passwd", [], b"", 404),
            ("GET /static/..%5c..%5cpage.html", [], b"", 404),
            ("GET /media/../../../etc/passwd", [], b"", 404), ("GET /K7PM", ["Host: evil.example"], b"", 400),
            (join, ["Origin: http://evil.example"], b"", 403),
            (join, [own, "Content-Type: text/evil", "Content-Length: 0"], b"", 415),
            (join, [FORM, "Content-Length: 99999999"], b"", 408),
            (join, [FORM, "Content-Length: 66000"], b"x" * 66_000, 413),
            (join, [FORM, "Transfer-Encoding: chunked"], b"zz\r\n", 400),
            (join, [FORM, "Content-Length: 796"], b"a=1&" * 199, 422),
            (join, [FORM, "Content-Length: 804"], b"a=1&" * 201, 400),
        ]  # fmt: skip
        sent = [
            (request(class_.port, start, *more, body=body), status) for start, more, body, status in cases
        ]
        no_host = [(b"GET /K7PM HTTP/1.0\r\n\r\n", 421), (b"GET /K7PM HTTP/1.1\r\n\r\n", 400)]
        for data, status in [*sent, *no_host, (foreign, 421)]:
            async with raw(class_.port) as client:
                await client.send(data)
                check_refusal(await client.answer(), status)
        assert len(class_.stored()) == 1


async def test_a_body_without_end_and_one_that_unpacks_to_a_giant_are_refused(tmp_path):
    async with served(tmp_path) as class_:
        bomb = gzip.compress(b"nickname=" + b"x" * 50_000_000)
        packed = request(
            class_.port, "POST /K7PM/join", FORM, "Content-Encoding: gzip", f"Content-Length: {len(bomb)}"
        )  # fmt: skip
        async with raw(class_.port) as client:
            await client.send(packed + bomb)
            check_refusal(await client.answer(), 422)  # never unpacked: no field has a name that we know
        async with raw(class_.port) as client:
            await client.send(request(class_.port, "POST /K7PM/join", FORM, "Transfer-Encoding: chunked"))
            for _ in range(40):
                await client.send(b"1000\r\n" + b"x" * 4096 + b"\r\n")
            check_refusal(await client.answer(), 413)
            await client.read_to_the_end()
        assert len(class_.stored()) == 1


async def test_many_cookies_and_odd_ones_do_no_harm(tmp_path):
    async with served(tmp_path) as class_, raw(class_.port) as client:
        for cookie in (
            "a=1; " * 1_500,
            '="' * 3_000,
            f"preau-lang=../../etc; {class_.access.cookie_name('host')}=.; preau-device=é",
            ";=;",
        ):
            await client.send(request(class_.port, "GET /K7PM", f"Cookie: {cookie}"))
            assert (await client.answer())[0] == 200


async def test_a_long_wish_of_languages_and_a_long_query_are_read_in_no_time(tmp_path):
    async with served(tmp_path) as class_, raw(class_.port) as client:
        began = asyncio.get_running_loop().time()
        for headers in (("Accept-Language: " + "x," * 4_000,), ("Accept-Language: " + "a;q=0." * 1_300,), ()):
            query = "?lang=" + "&lang=" * 1_300
            await client.send(request(class_.port, f"GET /K7PM{query}", *headers))
            assert (await client.answer())[0] == 200
        assert asyncio.get_running_loop().time() - began < 2


# --- sockets of phones ------------------------------------------------------------------------------


def frame(opcode, payload=b"", *, fin=True, more=0, masked=True):
    """One frame of a client, as RFC 6455 has it. more: further bits of the first byte."""
    first = bytes([(0x80 if fin else 0) | more | opcode])
    size = len(payload)
    mark = 0x80 if masked else 0
    if size < 126:
        head = bytes([mark | size])
    elif size < 65_536:
        head = bytes([mark | 126]) + struct.pack("!H", size)
    else:
        head = bytes([mark | 127]) + struct.pack("!Q", size)
    return first + head + (b"\0\0\0\0" if masked else b"") + payload


def upgrade(class_, phone):
    """The request for a socket of a phone that has joined."""
    cookie = "; ".join(f"{one.key}={one.value}" for one in phone.http.cookie_jar)
    return request(
        class_.port, "GET /K7PM/ws", "Upgrade: websocket", "Connection: Upgrade", f"Cookie: {cookie}",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Extensions: permessage-deflate",
    )  # fmt: skip


ENDLESS = {
    "fragments": frame(1, b"x" * 1_000, fin=False) + frame(0, b"x" * 1_000, fin=False) * 40,
    "one large frame that does not come": frame(1, b"x" * 200_000)[:50],
    "a giant that is only announced": bytes([0x81, 0xFF]) + struct.pack("!Q", 2**62) + b"\0\0\0\0",
    "packed": frame(1, b"\x01\x02", more=0x40),
    "reserved bits": frame(1, b"{}", more=0x30),
    "a huge ping": frame(9, b"x" * 4_000),
    "a ping in parts": frame(9, b"x", fin=False),
    "unknown kind": frame(3, b"x"),
    "a part of nothing": frame(0, b"x"),
    "no utf-8": frame(1, b"\xff\xfe"),
    "an odd close": frame(8, b"\x00"),
    "many pings": frame(9, b"x") * 400,
    "many pongs": frame(10, b"x") * 400,
    "many empty messages": frame(1, b"") * 400,
}


async def test_frames_that_are_none_end_the_connection_and_harm_nobody_else(tmp_path, caplog):
    async with served(tmp_path) as class_:
        host, other = await class_.host(), await class_.phone("Yanis")
        phone = await class_.phone("Amina", connect=False)
        for name, frames in ENDLESS.items():
            async with raw(class_.port) as client:
                await client.send(upgrade(class_, phone))
                status, headers, _ = await client.answer()
                assert (status, headers.get("sec-websocket-extensions")) == (101, None), name
                assert headers["x-content-type-options"] == "nosniff"
                await until(lambda: len(class_.room.links.phones) == 2)
                await client.send(frames)
                if name.startswith("one large"):
                    continue  # nobody waits for it; the phone's pings find out (20 s)
                await until(lambda: len(class_.room.links.phones) == 1)
        await host.do("ask")
        await other.answer("r1", [("choice", "c1")])
        await other.hear("receipt")
        assert not [entry for entry in caplog.records if entry.levelno >= logging.WARNING]


async def test_a_few_pings_are_answered(tmp_path):
    async with served(tmp_path) as class_:
        phone = await class_.phone("Amina", connect=False)
        async with raw(class_.port) as client:
            await client.send(upgrade(class_, phone) + frame(9, b"x") * 20)
            heard = b""
            while heard.count(b"\x8a\x01x") < 20:
                heard += await asyncio.wait_for(client.reader.read(4096), 5)
