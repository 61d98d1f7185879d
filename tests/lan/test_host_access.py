"""Nobody drives the class without the host secret: not with a student's cookie, not from another site."""

import asyncio
import json

import aiohttp
import pytest

from app.clock import ManualClock
from app.errors import Refused
from app.lan.access import TRIES, Access
from app.live.commands import HOST_COMMANDS
from tests.helpers.served import ServedClass, sample_quiz, until

COMMANDS = [*HOST_COMMANDS, "make_ticket", "answer_request", "set_wall", "remove_from", "revoke_all", "stop"]
ARGUMENTS = {
    "make_ticket": {"role": "host"},
    "answer_request": {"id": "x", "allow": True},
    "remove_from": {"address": "127.0.0.1"},
    "set_door": {"closed": True},
    "rename": {"student": "s1", "nickname": "x"},
    "remove": {"student": "s1"},
    "readmit": {"student": "s1"},
    "add_question": {"question": {"kind": "open_text"}},
    "show_words": {"round": "r1", "word": "x"},
    "correct_key": {"question": "q-single", "key": {"right": "c1"}},
    "cancel_question": {"question": "q-single"},
    "accept_answer": {"student": "s1", "round": "r1"},
}


async def say_everything(socket, first):
    """What a socket answers to a hello and to every command, up to its end."""
    heard = []
    try:
        await socket.send_json(first)
        for number, command in enumerate(COMMANDS):
            message = {"t": "do", "n": number, "command": command, "args": ARGUMENTS.get(command, {})}
            await socket.send_json(message)
    except ConnectionError:
        pass  # it was closed in our face
    async for message in socket:
        if message.type is aiohttp.WSMsgType.TEXT:
            heard.append(json.loads(message.data))
    return heard


@pytest.mark.parametrize(
    ("headers", "hello"),
    [
        ({}, {"t": "hello", "v": 1}),
        ({}, {"t": "hello", "v": 1, "secret": "x" * 32}),
        ({}, {"t": "hello", "v": 1, "secret": None}),
        ({}, {"t": "hello", "v": 1, "secret": {}}),
        ({}, {"t": "do", "n": 1, "command": "ask"}),
        ({}, []),
        ({"Origin": "{origin}"}, {"t": "hello", "v": 1, "secret": "{secret}"}),  # a page must log in
    ],
)
async def test_a_socket_without_the_secret_does_nothing(tmp_path, headers, hello):
    async with ServedClass(tmp_path, sample_quiz("single"), new_id=lambda: "s1") as served:
        phone = await served.phone("Amina", connect=False)  # a student's cookie is in the jar
        before = served.stored()
        known = {"origin": served.origin, "secret": served.secret}
        headers = {name: value.format(**known) for name, value in headers.items()}
        if isinstance(hello, dict) and isinstance(hello.get("secret"), str):
            hello = {**hello, "secret": hello["secret"].format(**known)}
        async with phone.http.ws_connect(served.host_address, headers=headers) as socket:
            heard = await asyncio.wait_for(say_everything(socket, hello), 10)
        assert [message["t"] for message in heard] == ["bye"]
        assert heard[0]["code"] == "secret"
        assert served.stored() == before
        assert not served.server._stopping.is_set()
        assert served.access.generation == 0


async def test_a_phone_socket_takes_no_host_command(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single"), new_id=lambda: "s1") as served:
        phone = await served.phone("Amina")
        before = served.stored()
        messages = [{"t": "hello", "v": 1, "secret": served.secret}]
        for command in COMMANDS:
            args = ARGUMENTS.get(command, {})
            messages += [{"t": "do", "n": 1, "command": command, "args": args}, {"t": command, **args}]
        for message in messages:
            await phone.send(message)
        await phone.hear("refused", len(messages))
        assert {message["code"] for message in phone.all("refused")} == {"message_unreadable"}
        assert served.stored() == before
        assert not served.server._stopping.is_set() and served.access.generation == 0


FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://127.0.0.1:{port}"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1:{port}.evil.example"},
    {"Host": "evil.example"},
    {"Host": "evil.example:{port}"},
    {"Host": "127.0.0.1.evil.example:{port}"},
    {"Host": "127.0.0.1:1"},
    {"Host": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


async def test_a_foreign_origin_or_host_opens_neither_socket_nor_form(tmp_path):
    """Even with the cookie of a host, which a browser would send along."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served, aiohttp.ClientSession() as http:
        cookie = f"{served.access.cookie_name('host')}={served.access.admit('host', served.secret)}"
        for foreign in FOREIGN:
            headers = {name: value.format(port=served.port) for name, value in foreign.items()}
            headers["Cookie"] = cookie
            for path in ("/host/ws", "/screen/ws"):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await http.ws_connect(f"ws://127.0.0.1:{served.port}{path}", headers=headers)
                assert refused.value.status in (400, 403, 421), (path, foreign)
            data = {"secret": served.secret, "nickname": "x"}
            code = served.state.code
            for path in ("/host/login", "/screen/login", f"/{code}/join", f"/{code}/answer"):
                async with http.post(served.origin + path, data=data, headers=headers) as reply:
                    assert reply.status in (400, 403, 421), (path, foreign)
                    assert "Set-Cookie" not in reply.headers
        assert len(served.stored()) == 1


async def log_in(served, role, secret):
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        aiohttp.ClientSession(cookie_jar=jar, headers={"Accept": "application/json"}) as http,
        http.post(f"{served.origin}/{role}/login", data={"secret": secret}) as reply,
    ):
        cookie = reply.headers.get("Set-Cookie", "")
        if reply.status == 200:
            assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        else:
            assert not cookie
        return reply.status, (await reply.json()).get("code", ""), cookie.partition(";")[0]


async def test_a_ticket_opens_its_role_once(tmp_path):
    async with ServedClass(tmp_path) as served:
        host = await served.host()
        for role in ("host", "screen"):
            url = (await host.do("make_ticket", role=role))["url"]
            assert url.startswith(f"{served.origin}/{role}#")
            ticket = url.partition("#")[2]
            status, _, cookie = await log_in(served, role, ticket)
            assert status == 200 and cookie.startswith(served.access.cookie_name(role))
            assert (await log_in(served, role, ticket))[:2] == (403, "secret_wrong")
        ticket = (await host.do("make_ticket", role="screen"))["url"].partition("#")[2]
        assert (await log_in(served, "host", ticket))[0] == 403
        assert (await log_in(served, "screen", ticket))[0] == 403, "it was tried once"


async def test_a_ticket_expires(tmp_path):
    clock = ManualClock()
    async with ServedClass(tmp_path, clock=clock) as served:
        early, late = served.access.make_ticket("host"), served.access.make_ticket("host")
        clock.advance(59.0)
        assert (await log_in(served, "host", early))[0] == 200
        clock.advance(2.0)
        assert (await log_in(served, "host", late))[:2] == (403, "secret_wrong")


async def test_a_logged_in_page_drives_the_class_by_its_cookie(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served, aiohttp.ClientSession() as http:
        _, _, cookie = await log_in(served, "host", served.access.make_ticket("host"))
        headers = {"Cookie": cookie, "Origin": served.origin}
        async with http.ws_connect(served.host_address, headers=headers) as socket:
            await socket.send_json({"t": "hello", "v": 1, "language": "fr"})
            assert (await socket.receive_json(timeout=5))["t"] == "welcome"
            await socket.send_json({"t": "do", "n": 1, "command": "ask"})
            await until(lambda: served.state.phase == "asking")


async def test_the_cookie_of_a_screen_does_not_open_the_host(tmp_path):
    async with ServedClass(tmp_path) as served, aiohttp.ClientSession() as http:
        screen = await served.screen()
        _, _, cookie = await log_in(served, "screen", served.access.screen_code())
        value = cookie.partition("=")[2]
        for header in (cookie, f"{served.access.cookie_name('host')}={value}"):
            headers = {"Cookie": header, "Origin": served.origin}
            async with http.ws_connect(served.host_address, headers=headers) as socket:
                heard = await asyncio.wait_for(say_everything(socket, {"t": "hello", "v": 1}), 10)
            assert [message["t"] for message in heard] == ["bye"]
        await screen.socket.send_json({"t": "do", "n": 1, "command": "ask"})
        await screen.socket.send_json({"t": "ping", "c": 7})
        await until(lambda: any(message["t"] == "pong" for message in screen.heard))
        assert len(served.stored()) == 1
        assert (await log_in(served, "host", served.access.screen_code()))[0] == 403


async def test_a_screen_without_its_cookie_sees_nothing(tmp_path):
    async with ServedClass(tmp_path) as served:
        phone = await served.phone("Amina", connect=False)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await phone.http.ws_connect(f"ws://127.0.0.1:{served.port}/screen/ws")
        assert refused.value.status == 403
        async with phone.http.get(f"{served.origin}/screen") as page:
            text = await page.text()
        assert served.state.code not in text and served.state.title not in text


async def test_guessing_the_screen_code_is_slowed_down_and_locks_no_teacher_out(tmp_path):
    clock = ManualClock()
    async with ServedClass(tmp_path, clock=clock) as served:
        codes = [(await log_in(served, "screen", f"GUESS{number}"))[1] for number in range(TRIES + 1)]
        assert codes == ["secret_wrong"] * TRIES + ["secret_too_many"]
        assert (await log_in(served, "screen", served.access.screen_code()))[1] == "secret_too_many"
        for role in ("host", "screen"):  # a ticket cannot be guessed, so it is not counted
            assert (await log_in(served, role, served.access.make_ticket(role)))[0] == 200
        clock.advance(61.0)
        spelled = f" {served.access.screen_code()[:4].lower()}-{served.access.screen_code()[4:]} "
        assert (await log_in(served, "screen", spelled))[0] == 200


def test_wrong_codes_are_counted_by_address_and_together():
    access = Access("s" * 32, 0, ManualClock().now)

    def refusal(address):
        with pytest.raises(Refused) as refused:
            access.admit("screen", "WRONG", address)
        return refused.value.code

    assert [refusal("10.0.0.1") for _ in range(TRIES + 1)][-1] == "secret_too_many"
    assert access.admit("screen", access.screen_code(), "10.0.0.2")
    others = [refusal(f"10.0.1.{number}") for number in range(200)]
    assert others[0] == "secret_wrong" and others[-1] == "secret_too_many"


async def test_revoking_closes_hosts_and_screens_and_their_cookies_and_tickets(tmp_path):
    revoked = []
    async with ServedClass(tmp_path) as served, aiohttp.ClientSession() as http:
        served.server._on_revoked = revoked.append
        screen, host, other = await served.screen(), await served.host(), await served.host()
        ticket, code = served.access.make_ticket("host"), served.access.screen_code()
        _, _, cookie = await log_in(served, "host", served.access.make_ticket("host"))
        assert await host.do("revoke_all") == {}
        assert revoked == [1]
        for client in (host, other):
            await until(lambda client=client: client._closed)
            assert client.goodbye["code"] == "revoked"
        await asyncio.wait_for(screen.reader, 5)
        assert (await log_in(served, "host", ticket))[0] == 403
        assert (await log_in(served, "screen", code))[0] == 403
        async with http.ws_connect(served.host_address, headers={"Cookie": cookie}) as socket:
            await socket.send_json({"t": "hello", "v": 1})
            assert (await socket.receive_json(timeout=5))["t"] == "bye"
        again = await served.host()  # the program on the laptop knows the secret itself
        await again.do("ask")


async def test_a_host_that_says_nothing_is_sent_away(tmp_path, monkeypatch):
    monkeypatch.setattr("app.lan.host_routes.HELLO_WITHIN", 0.05)
    async with (
        ServedClass(tmp_path) as served,
        aiohttp.ClientSession() as http,
        http.ws_connect(served.host_address) as socket,
    ):
        assert (await socket.receive_json(timeout=5))["code"] == "secret"


async def test_stop_ends_the_server_and_leaves_the_class_open(tmp_path):
    async with ServedClass(tmp_path) as served:
        host = await served.host()
        await host.do("stop")
        await asyncio.wait_for(served.server.wait(), 5)
        assert served.journal.find_open_session().id == served.state.id
