"""One device with many names is noticed, sent out in one step, and kept out by a closed door."""

import asyncio

import pytest

from app.errors import Refused
from app.lan.arrivals import MANY
from tests.helpers.served import ServedClass, sample_quiz


async def join_from(served, address, count, first=0):
    """Students who join by a nickname, with the address that their requests would come from."""

    async def join(number):
        student = await served.room.join(f"{address} {number}", f"token {address} {number}")
        served.server.arrivals.note(student, address)

    await asyncio.gather(*map(join, range(first, first + count)))


def told(host):
    return [(trouble["code"], trouble["params"]) for trouble in host.view.snapshot["trouble"]]


async def test_many_names_from_one_address_are_told_and_sent_out_together(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        for last in range(10, 10 + MANY):
            await join_from(served, f"192.168.1.{last}", 1)
        await join_from(served, "192.168.1.99", MANY - 1)
        assert not served.room.trouble
        await join_from(served, "192.168.1.99", 1, first=MANY)
        await host.wait_for(lambda view: view.snapshot["trouble"])
        assert told(host) == [("many_from_one", {"address": "192.168.1.99", "count": MANY})]
        await host.do("set_door", closed=True)
        assert (await host.do("remove_from", address="192.168.1.99")) == {"removed": MANY}
        await host.wait_for(lambda view: told(host) == [("door_is_closed", {})])
        gone = [student.nickname for student in served.state.students.values() if student.removed]
        assert len(gone) == MANY and all(name.startswith("192.168.1.99") for name in gone)
        async with served.browser().http.post(f"{served.address}/join", data={"nickname": "x"}) as reply:
            assert (reply.status, "Nobody else can come in" in await reply.text()) == (422, True)
        assert "takes nobody new" in (page := (await served.browser().page())[1]) and "<form" not in page
        assert '<noscript><meta http-equiv="refresh"' in page, "it comes by itself when the door opens"
        await phone.open()  # who is in comes back as ever
        assert 'data-view="lobby"' in (await phone.page())[1]
        await host.do("set_door", closed=False)
        assert 'name="nickname"' in (await served.browser().page())[1]
        await served.phone("Yanis")
        await host.wait_for(lambda view: not told(host))


async def test_after_a_restart_it_is_known_again_from_where_those_come_who_come_back(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        phones = [await served.phone(name) for name in ("Amina", "Yanis", "Zoe")]
        arrivals = served.server.arrivals
        arrivals._from.clear()
        arrivals._noted.clear()  # nothing of it is stored
        await phones[0].open()
        await phones[1].page()
        assert await arrivals.remove_from("127.0.0.1") == 2
        await phones[0].page()
        with pytest.raises(Refused):
            await arrivals.remove_from("127.0.0.1")


async def test_a_class_behind_one_address_and_a_mixed_one_are_not_suspected(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        await join_from(served, "10.0.0.1", 40)
        assert not served.room.trouble
        for last in range(2, 5):  # two schools behind one address each, and some on their own
            await join_from(served, f"10.0.0.{last}", 30)
        assert not served.room.trouble
