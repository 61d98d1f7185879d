"""Extra time over real sockets: an own countdown, an own end, and nothing of it on anybody else's page."""

import pytest

from app.clock import ManualClock
from app.errors import Refused
from tests.helpers.served import until
from tests.lan.test_sign_in import rostered, sign_in

pytestmark = pytest.mark.asyncio
PINS = {"s1": "1234", "s2": "5678"}


async def test_one_goes_on_while_all_others_are_closed(tmp_path):
    async with rostered(tmp_path, pins=PINS) as served:
        host, amina, yanis = await served.host(), served.browser(), served.browser()
        await sign_in(amina, "0012", "1234")
        await sign_in(yanis, "0013", "5678")
        await amina.open()
        await yanis.open()
        choice = served.questions[0].choices[0].id
        known = len(yanis.heard)
        await host.do("ask", seconds=6)
        show = await yanis.hear_after("show", known)
        mine = await yanis.hear_after("mine", known)
        assert mine["deadline"] - show["deadline"] == pytest.approx(6 * 330, abs=2)
        assert not any("deadline" in message for message in amina.all("mine"))
        await host.wait_for(lambda view: view.phase == "locked")
        known = len(yanis.heard)
        assert (await amina.hear("show", 3))["view"] == "locked"
        await host.wait_for(lambda view: view.snapshot["round"]["extra"])
        assert 'id="answer"' in (await yanis.page())[1]
        assert 'id="answer"' not in (await amina.page())[1]
        await yanis.answer("r1", [("choice", choice)])
        await yanis.hear("receipt")
        await amina.answer("r1", [("choice", choice)])
        assert (await amina.hear("refused"))["code"] == "answer_closed"
        assert not [m for m in yanis.heard[known:] if m["t"] == "show"]
        await yanis.socket.close()
        await yanis.reader
        known = len(yanis.heard)
        await yanis.open()
        assert (await yanis.hear_after("show", known))["view"] == "question"
        await until(lambda: yanis.all("show")[-1]["view"] == "locked")
        known = len(yanis.heard)
        await host.do("reveal")
        assert (await yanis.hear_after("show", known))["view"] == "reveal"


async def test_the_host_may_insist(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins=PINS, clock=clock) as served:
        host, yanis = await served.host(), served.browser()
        await sign_in(yanis, "0013", "5678")
        await yanis.open()
        await host.do("ask", seconds=600)
        clock.advance(300)
        await host.do("lock")
        with pytest.raises(Refused, match="extra_time_running"):
            await host.do("reveal")
        await host.do("reveal", insist=True)
        await host.wait_for(lambda view: view.phase == "revealed")
