"""Phones that sleep, reload, open twice, do not read, or find the laptop at another address."""

import asyncio
import re
import socket
from dataclasses import replace

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request

from app.lan.addresses import Address
from app.lan.faults import Faults
from app.lan.frames import MAX_BUFFERED
from app.lan.pages import Pages
from app.lan.server import ServerOptions
from tests.helpers.questions import rich, sample_question
from tests.helpers.served import ServedClass, sample_quiz, until


async def test_the_newest_socket_wins_at_once(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.answer("r1", [("choice", "c1")])
        await phone.hear("receipt")
        first, reader = phone.socket, phone.reader
        await phone.open()
        assert (await phone.hear("bye"))["code"] == "replaced"
        await asyncio.wait_for(reader, 5)
        assert first.closed
        assert phone.all("show")[-1]["view"] == "question"
        assert phone.all("mine")[-1]["fields"] == [["choice", "c1"]]
        await host.do("lock")
        await host.wait_for(lambda view: view.snapshot["phase"] == "locked")
        assert host.view.snapshot["connected"] == 1
        shows = [message["view"] for message in phone.all("show")]
        assert shows.count("locked") == 1, "only the newest is told"


async def test_a_half_open_socket_is_left_behind(tmp_path):
    """The radio was lost: the server still holds the old connection when the phone is back."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        phone.reader.cancel()
        await asyncio.gather(phone.reader, return_exceptions=True)
        dead = phone.socket  # nobody reads it any more, and nobody has closed it
        await phone.open()
        assert len(served.room.links.phones) == 1
        await host.do("ask")
        await phone.hear_after("show", 3)
        await phone.answer("r1", [("choice", "c1")])
        await phone.hear("receipt")
        await host.wait_for(lambda view: view.snapshot["connected"] == 1)
        await dead.close()


async def test_a_page_that_has_the_view_already_is_not_sent_it_again(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        version = (await phone.hear("show", 2))["version"]
        await phone.socket.close()
        shows = len(phone.all("show"))
        await phone.open(have=version)
        assert len(phone.all("show")) == shows
        await phone.open(have="lobby-0")
        assert phone.all("show")[-1]["version"] == version


async def test_every_answer_sent_again_after_a_lost_connection_counts_once(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, student = await served.host(), await served.student("Amina", pace=0.1)
        await host.do("ask")
        await student.wait_for(lambda known: known.form is not None)
        served.room.links.phones.popitem()[1].transport.abort()
        sent = await student.answer()  # into a socket that is gone
        await student.wait_for_receipt(sent)
        assert student.log.connections == 2
        assert [event.TYPE for event in served.stored()].count("answered") == 1


async def test_who_does_not_read_is_cut_off_and_holds_nobody_up(tmp_path):
    text = "word " * 40_000
    questions = tuple(
        replace(sample_question("open_text"), id=f"q{number}", text=rich(text)) for number in range(2)
    )
    quiz = replace(sample_quiz("open_text"), questions=questions)
    async with ServedClass(tmp_path, quiz) as served:
        host, reader = await served.host(), await served.phone("Reader")
        sleeper = await served.phone("Sleeper", connect=False)
        cookie = "; ".join(f"{c.key}={c.value}" for c in sleeper.http.cookie_jar)
        with socket.socket() as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(raw, ("127.0.0.1", served.port))
            await loop.sock_sendall(
                raw,
                f"GET /{served.state.code}/ws HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
                f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: {cookie}\r\n\r\n".encode(),
            )
            await until(lambda: len(served.room.links.phones) == 2)
            link = next(link for link in served.room.links.phones.values() if len(link.student) and
                        served.state.students[link.student].nickname == "Sleeper")  # fmt: skip
            largest = 0
            for number in range(1, 101):
                await host.do("ask" if number == 1 else "ask_again")
                await reader.hear("show", 1 + number * 2 - 1)
                largest = max(largest, link.transport.get_write_buffer_size())
                await host.do("lock")
                await reader.hear("show", 1 + number * 2)
                if link.transport.is_closing():
                    break
            assert link.transport.is_closing()
            assert largest <= MAX_BUFFERED + 2 * len(text)
            await until(lambda: len(served.room.links.phones) == 1)
            await host.wait_for(lambda view: view.snapshot["connected"] == 1)
        # It comes back like any other.
        await sleeper.open()


async def test_a_resume_token_is_good_once_at_another_address(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.answer("r1", [("choice", "c2")])
        await phone.hear("receipt")
        token = (await phone.hear("addresses"))["resume"]
        moved = served.browser(f"http://[::1]:{served.port}")
        status, page = await moved.page(f"/here?resume={token}")
        assert status == 200 and "Amina" in page and "checked" in page
        await moved.open()
        assert moved.all("mine")[0]["fields"] == [["choice", "c2"]]
        assert (await phone.hear("bye"))["code"] == "replaced"
        thief = served.browser(f"http://[::1]:{served.port}")
        status, page = await thief.page(f"/here?resume={token}")
        assert status == 200 and "Amina" not in page and 'name="nickname"' in page
        assert len(served.state.students) == 1
        for wrong in ("", "x", "é", "x" * 5000):
            assert 'name="nickname"' in (await thief.page("/here", params={"resume": wrong}))[1]


async def test_only_the_newest_two_tokens_of_a_student_are_good(tmp_path):
    async with ServedClass(tmp_path) as served:
        phone = await served.phone("Amina")
        for _ in range(2):
            await phone.socket.close()
            await phone.open()
        await phone.hear("addresses", 3)
        old, *new = [message["resume"] for message in phone.all("addresses")]
        assert len({old, *new}) == 3
        for token, good in ((old, False), (new[0], True), (new[1], True)):
            page = (await served.browser(f"http://[::1]:{served.port}").page(f"/here?resume={token}"))[1]
            assert ("Amina" in page) is good


async def test_a_token_after_the_end_is_refused_with_a_sentence_and_kept(tmp_path):
    async with ServedClass(tmp_path) as served:
        host, phone = await served.host(), await served.phone("Amina")
        token = (await phone.hear("addresses"))["resume"]
        await host.do("end")
        for _ in range(2):
            status, page = await served.browser(f"http://[::1]:{served.port}").page(f"/here?resume={token}")
            assert status == 409 and "cannot be done now" in page


async def test_a_changed_address_is_told_to_phones_hosts_and_the_wall(tmp_path):
    addresses = [Address("127.0.0.1", "lo", 4, True, "wifi")]
    options = ServerOptions(
        language="en", announce=False, lister=lambda: list(addresses), watch_every=0.02
    )  # fmt: skip
    async with ServedClass(tmp_path, options=options) as served:
        host, phone, screen = await served.host(), await served.phone("Amina"), await served.screen()
        before = (await phone.hear("addresses"))["list"]
        assert before == [served.origin]
        first = [message["html"] for message in screen.heard if message["t"] == "show"][-1]
        addresses[:] = [Address("127.0.0.2", "lo", 4, True, "wifi")]
        told = await phone.hear("addresses", 2)
        assert told["list"] == [f"http://127.0.0.2:{served.port}"]
        await until(lambda: sum(message["t"] == "show" for message in screen.heard) >= 2)
        now = [message["html"] for message in screen.heard if message["t"] == "show"][-1]
        assert f"127.0.0.2:{served.port}" in now and "127.0.0.1" not in now
        codes = [re.search(r"<svg.*?</svg>", html, re.DOTALL)[0] for html in (first, now)]
        assert codes[0] != codes[1]
        await host.wait_for(
            lambda view: view.snapshot["addresses"] == [f"http://127.0.0.2:{served.port}/{served.state.code}"]
        )
        # The new address lets the phone in, and its page may look for the class there.
        moved = served.browser(f"http://127.0.0.2:{served.port}")
        async with phone.http.get(phone.address) as page:
            assert f"http://127.0.0.2:{served.port}" in page.headers["Content-Security-Policy"]
        with pytest.raises(aiohttp.ClientError):
            await moved.page()  # this machine listens on 127.0.0.1 only in this test
        # No network at all: the host is told, and again when it is back.
        addresses[:] = [Address("127.0.0.1", "lo", 4, True, "loopback")]
        await host.wait_for(lambda view: view.snapshot["trouble"])
        assert host.view.snapshot["trouble"][0]["code"] == "no_network"
        addresses[:] = [Address("127.0.0.1", "lo", 4, True, "wifi")]
        await host.wait_for(lambda view: not view.snapshot["trouble"])


async def test_a_frame_that_is_kept_does_not_keep_an_old_time(tmp_path):
    """With two languages the frames of one replaced the other's; a late phone's countdown was wrong."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        phone = await served.phone("Amina")
        french = await served.browser(headers={"Accept-Language": "fr"}).join("Yanis")
        await french.open()
        assert len(served.room.broadcaster._frames) == 2
        first = phone.all("show")[0]["now"]
        await until(lambda: not served.room.broadcaster._frames, 5.0)
        await phone.open()
        assert phone.all("show")[-1]["now"] > first + 900


async def test_a_class_that_is_full(tmp_path):
    async with ServedClass(tmp_path) as served:
        served.server._sockets._most = 1
        first = await served.phone("Amina")
        async with served.browser().http.post(f"{served.address}/join", data={"nickname": "x"}) as reply:
            assert reply.status == 503 and "The class is full" in await reply.text()
        await first.open()  # who is in stays in
        assert len(served.state.students) == 1


async def test_who_goes_away_before_the_answer_leaves_no_trace_in_the_log(caplog):
    async def gone(request):
        raise ConnectionResetError("Cannot write to closing transport")

    faults = Faults(Pages(str), lambda request: "en", lambda request: "/")
    response = await faults.middleware(make_mocked_request("GET", "/"), gone)
    assert response.status == 400 and not caplog.records
