"""A ticket of a host opens nothing while a window on the laptop is open and has not confirmed it."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest

from app.protocol.messages import VERSION, faults_of
from tests.helpers.served import ServedClass, sample_quiz, until
from tests.lan.test_host_access import log_in


class Window:
    """A host by hand, as the window on the laptop is one."""

    def __init__(self, socket):
        self.socket = socket
        self.heard = []
        self.replies = {}

    async def read(self):
        async for message in self.socket:
            decoded = message.json()
            assert not faults_of(decoded, "server", "host"), decoded
            self.heard.append(decoded)
            if "n" in decoded:
                self.replies[decoded["n"]] = decoded

    @property
    def requests(self):
        return [message["requests"] for message in self.heard if message["t"] == "snapshot"][-1]

    async def do(self, command, **args):
        number = len(self.replies) + 1
        await self.socket.send_json({"t": "do", "n": number, "command": command, "args": args})
        await until(lambda: number in self.replies)
        return self.replies[number]


@asynccontextmanager
async def window(served, headers=None, **hello):
    hello = {"t": "hello", "v": VERSION, "confirms": True, **hello}
    assert not faults_of(hello, "host", "server")
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(served.host_address, headers=headers) as socket,
    ):
        await socket.send_json(hello)
        opened = Window(socket)
        reader = asyncio.create_task(opened.read())
        await until(lambda: any(message["t"] == "snapshot" for message in opened.heard))
        yield opened
        await socket.close()
        await reader


@pytest.mark.parametrize("allow", [True, False])
async def test_a_ticket_waits_for_the_laptop(tmp_path, allow):
    async with (
        ServedClass(tmp_path) as served,
        window(served, secret=served.secret) as laptop,
        window(served, secret=served.secret) as second,
    ):
        assert laptop.requests == []
        login = asyncio.create_task(log_in(served, "host", served.access.make_ticket("host")))
        await until(lambda: laptop.requests and second.requests)
        (request,) = laptop.requests
        assert request == second.requests[0]
        assert (request["role"], request["address"]) == ("host", "127.0.0.1")
        assert not login.done()
        assert (await laptop.do("answer_request", id=request["id"], allow=allow))["t"] == "done"
        status, code, cookie = await login
        if allow:
            assert (status, code) == (200, "") and cookie.startswith(served.access.cookie_name("host"))
        else:
            assert (status, code, cookie) == (403, "host_not_confirmed", "")
        await until(lambda: laptop.requests == [] and second.requests == [])
        late = await second.do("answer_request", id=request["id"], allow=True)
        assert (late["t"], late["code"]) == ("refused", "no_such_request")


async def test_nobody_answers_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr("app.lan.confirming.CONFIRM_WITHIN", 0.2)
    async with ServedClass(tmp_path) as served, window(served, secret=served.secret) as laptop:
        status, code, _ = await log_in(served, "host", served.access.make_ticket("host"))
        assert (status, code) == (403, "host_not_confirmed")
        await until(lambda: laptop.requests == [])


async def test_where_no_window_is_open_the_ticket_is_enough(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()  # it drives the class and does not confirm
        assert (await log_in(served, "host", served.access.make_ticket("host")))[0] == 200
        async with window(served, secret=served.secret):
            assert (await log_in(served, "host", served.secret))[0] == 200, "the secret is asked for nothing"
            assert (await log_in(served, "screen", served.access.make_ticket("screen")))[0] == 200
            assert (await log_in(served, "host", "guess"))[:2] == (403, "secret_wrong")
        assert host.view.snapshot["requests"] == []
        await until(lambda: len(served.room.links.hosts) == 1)
        assert (await log_in(served, "host", served.access.make_ticket("host")))[0] == 200


async def test_a_phone_that_drives_can_let_nobody_in(tmp_path):
    async with ServedClass(tmp_path) as served:
        _, _, cookie = await log_in(served, "host", served.access.make_ticket("host"))
        headers = {"Cookie": cookie, "Origin": served.origin}
        async with window(served, secret=served.secret) as laptop, window(served, headers) as phone:
            login = asyncio.create_task(log_in(served, "host", served.access.make_ticket("host")))
            await until(lambda: laptop.requests)
            (request,) = laptop.requests
            assert phone.requests == []
            tried = await phone.do("answer_request", id=request["id"], allow=True)
            assert tried["code"] == "no_such_request" and not login.done()
            for args in (
                {},
                {"id": request["id"]},
                {"id": 5, "allow": True},
                {"id": request["id"], "allow": 1},
            ):
                assert (await laptop.do("answer_request", **args))["code"] == "command_arguments"
            await laptop.do("answer_request", id=request["id"], allow=False)
            assert (await login)[0] == 403


async def test_who_waits_is_refused_when_access_is_taken_back_or_the_server_ends(tmp_path):
    async with ServedClass(tmp_path) as served:
        async with window(served, secret=served.secret) as laptop:
            login = asyncio.create_task(log_in(served, "host", served.access.make_ticket("host")))
            await until(lambda: laptop.requests)
            await laptop.do("revoke_all")
            assert (await login)[:2] == (403, "host_not_confirmed")
        async with window(served, secret=served.secret) as laptop:
            login = asyncio.create_task(log_in(served, "host", served.access.make_ticket("host")))
            await until(lambda: laptop.requests)
            served.room.confirmations.refuse_all()
            assert (await login)[:2] == (403, "host_not_confirmed")
