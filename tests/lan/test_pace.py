"""How fast one may ask: who floods stops nobody else, and a school behind one address joins at once."""

from dataclasses import replace
from types import SimpleNamespace

import aiohttp
import pytest

from app.lan.addresses import network_of
from app.lan.bucket import Bucket
from app.lan.pace import MOST_KEYS, Measure, Measures, Pace
from app.lan.server import ServerOptions
from tests.helpers.served import HERE, ServedClass, sample_quiz

SMALL = Measures(student=Measure(0.1, 10), socket=Measure(0.1, 3), stranger=Measure(0.1, 12))


@pytest.fixture
def from_afar(monkeypatch):
    """Requests of this machine count like those of the room."""
    monkeypatch.setattr("app.lan.pace.is_loopback", lambda address: False)


def served(folder, measures=SMALL):
    options = ServerOptions(
        language="en", announce=False, lister=lambda: [HERE], watch_every=60.0, measures=measures
    )  # fmt: skip
    return ServedClass(folder, sample_quiz("single"), options=options, code="K7PM")


async def test_a_student_who_floods_is_slowed_down_and_nobody_else_behind_the_same_address(
    tmp_path, from_afar
):
    async with served(tmp_path) as class_:
        host, flooder, other = await class_.host(), await class_.phone("Amina"), await class_.phone("Yanis")
        statuses = [(await flooder.page())[0] for _ in range(12)]
        assert statuses == [200] * 9 + [429] * 3, "the socket was one of ten"
        async with flooder.http.get(flooder.address, headers={"Accept-Language": "en"}) as reply:
            assert reply.headers["Retry-After"] and "default-src" in reply.headers["Content-Security-Policy"]
            assert "Too many requests" in await reply.text()
        status, told = await flooder.page(headers={"Accept": "application/json"})
        assert (status, '"too_many_requests"' in told) == (429, True)
        assert (await other.page())[0] == 200
        await host.do("ask")
        for phone in (flooder, other):  # what is open stays so
            await phone.answer("r1", [("choice", "c1")], phone.raw[0][-20:-12].strip('": ') or "a")
            await phone.hear("receipt")


async def test_a_phone_that_opens_socket_after_socket_is_slowed_down(tmp_path):
    async with served(tmp_path) as class_:
        phone, other = await class_.phone("Amina"), await class_.phone("Yanis")
        for _ in range(2):
            await phone.open()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await phone.open()
        assert refused.value.status == 429
        assert not phone.socket.closed and not other.socket.closed


async def test_strangers_who_flood_keep_nobody_out_who_is_in(tmp_path, from_afar):
    async with served(tmp_path) as class_:
        inside = await class_.phone("Amina")
        stranger = class_.browser()
        statuses = {(await stranger.page())[0] for _ in range(15)}
        assert statuses == {200, 429}
        assert (await class_.browser().page())[0] == 429, "behind the same address, and nobody yet"
        assert (await inside.page())[0] == 200
        await inside.open()


async def test_a_flood_on_one_connection_leaves_the_allowance_of_its_address_to_others(tmp_path, from_afar):
    measures = replace(SMALL, connection=Measure(0.1, 5))
    async with served(tmp_path, measures) as class_:
        flooder = class_.browser()
        statuses = [(await flooder.page())[0] for _ in range(30)]
        assert statuses == [200] * 5 + [429] * 25
        assert (await class_.browser().page())[0] == 200


async def test_programs_of_the_laptop_itself_are_not_slowed_down(tmp_path):
    async with served(tmp_path) as class_:
        window = class_.browser()
        assert {(await window.page())[0] for _ in range(20)} == {200}


async def test_a_school_behind_one_address_comes_in_at_once():
    """The true measures, 2,000 phones in one instant: the page, its files, joining, one more page each."""
    stranger = Measures().stranger
    bucket = Bucket(stranger.rate, stranger.burst, lambda: 0.0)
    assert all(bucket.take() for _ in range(2_000 * 6))


async def test_an_allowance_fills_with_time_and_never_beyond():
    now = 0.0
    bucket = Bucket(2.0, 4.0, lambda: now)
    assert [bucket.take() for _ in range(6)] == [True] * 4 + [False] * 2
    now = 1.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    assert not bucket.is_full()
    now = 1_000.0
    assert bucket.is_full()
    assert [bucket.take() for _ in range(5)] == [True] * 4 + [False]


async def test_addresses_without_end_take_no_memory_without_end():
    now = 0.0

    class Nobody:
        def find_student(self, request):
            return None

    pace, asked = Pace(Nobody(), SMALL, lambda: now), SimpleNamespace(headers={}, protocol=None)

    def ask(number):
        asked.remote = f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1"
        return pace.allows(asked)

    assert all(ask(number) for number in range(MOST_KEYS))
    assert [ask(MOST_KEYS + number) for number in range(13)] == [True] * 12 + [False]
    assert len(pace._buckets) == MOST_KEYS + 1
    now = 1_000.0  # everybody was quiet for long: forgotten
    assert ask(MOST_KEYS + 50)
    assert len(pace._buckets) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.168.1.23", "192.168.1.23"),
        ("::ffff:192.168.1.23", "192.168.1.23"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
async def test_what_counts_as_one_place(address, network):
    assert network_of(address) == network
