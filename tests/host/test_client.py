"""The host client drives a whole class over real sockets; every message fits the protocol's table."""

import asyncio

import aiohttp
import pytest

from app.errors import Refused, Trouble
from app.host.client import HostClient
from app.host.steps import next_step
from tests.helpers.served import ServedClass, sample_quiz, until


async def test_a_whole_class_by_its_next_steps(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single", "numeric", "slide")) as served:
        host = await served.host()
        student = await served.student("Amina", delay=lambda random: 0.0)
        commands = []
        while (step := next_step(host.view.snapshot)) is not None:
            if step.command == "lock":
                await host.wait_for(lambda view: (view.snapshot["round"] or {}).get("answered") == 1)
            commands.append(step.command)
            before = host.view.snapshot
            await host.do(step.command)
            await host.wait_for(lambda view, before=before: view.snapshot["phase"] != before["phase"]
                                or view.snapshot["done"] != before["done"])  # fmt: skip
        assert commands == ["ask", "lock", "reveal", "ask", "lock", "reveal", "ask", "show_ranking", "end"]
        await student.wait_for(lambda known: known.view == "ended")
        assert [sent.receipt is not None for sent in student.log.sent] == [True, True]
        assert host.view.snapshot["joined"] == 1
        await asyncio.wait_for(served.room.ended.wait(), 5)


async def test_snapshots_are_few_however_many_answers_come(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()
        students = await asyncio.gather(*(served.student(f"S{number}", number) for number in range(60)))
        await host.wait_for(lambda view: view.snapshot["connected"] == 60)
        await host.do("ask")
        await asyncio.gather(*(s.wait_for(lambda known: known.form is not None) for s in students))
        began, count = asyncio.get_running_loop().time(), host._taken
        for _ in range(5):  # 300 answers, each student changes its mind
            sent = [await student.answer() for student in students]
            await asyncio.gather(*(s.wait_for_receipt(one) for s, one in zip(students, sent, strict=True)))
        await host.wait_for(lambda view: (view.snapshot["round"] or {}).get("answered") == 60)
        took = asyncio.get_running_loop().time() - began
        assert host._taken - count <= took * 10 + 2
        bars = host.view.snapshot["round"]["bars"]
        assert sum(bar["count"] for bar in bars) == 60


async def test_a_snapshot_names_only_students_that_changed(tmp_path):
    async with ServedClass(tmp_path) as served:
        phones = [await served.phone(f"S{number}") for number in range(5)]
        host = await served.host()
        assert len(host.view.students) == 5
        await host.do("ask")
        await phones[2].hear("show", 2)
        await phones[2].answer("r1", [("choice", "c1")])
        await phones[2].hear("receipt")
        await host.wait_for(lambda view: view.snapshot["round"] and view.snapshot["round"]["answered"] == 1)
        newest = [message for message in host.heard if message["t"] == "snapshot"][-1]
        assert [student["nickname"] for student in newest["students"]] == ["S2"]
        assert [s["nickname"] for s in host.view.students.values() if s["answered"]] == ["S2"]


async def test_refusals_bear_the_codes_of_the_session(tmp_path):
    async with ServedClass(tmp_path) as served:
        host = await served.host()
        for command, args, code in [
            ("reveal", {}, "not_now"),
            ("nothing", {}, "command_unknown"),
            ("ask", {"question": "none"}, "no_such_question"),
            ("ask", {"seconds": -1}, "seconds_impossible"),
            ("ask", {"seconds": "many"}, "command_arguments"),
            ("ask", {"more": 1}, "command_arguments"),
            ("remove", {"student": "nobody"}, "no_such_student"),
            ("make_ticket", {"role": "student"}, "command_arguments"),
            ("join", {"nickname": "x", "token": "y"}, "command_unknown"),
            ("answer", {"student": "x"}, "command_unknown"),
            ("correct_key", {"question": "q-single", "key": {"right": 7}}, "key_impossible"),
        ]:
            with pytest.raises(Refused) as refused:
                await host.do(command, **args)
            assert refused.value.code == code, command
        assert len(served.stored()) == 1


async def test_every_key_is_taken_or_refused_and_never_ends_the_connection(tmp_path):
    junk = [{}, {"right": None}, {"weights": {"c1": "x"}}, {"weights": []}, {"answers": [[]]}, {"": {}},
            {"texts": [{"text": 1}]}, {"numbers": [{"value": "1e999999"}]}, {"pairs": {"l1": []}},
            {"order": [1, 2]}, {"right": ["c1"] * 5000}, {"numbers": [{"low": {}, "high": []}]}]  # fmt: skip
    async with ServedClass(tmp_path) as served:
        host = await served.host()
        for question in served.questions:
            for key in junk:
                with pytest.raises(Refused) as refused:
                    await host.do("correct_key", question=question.id, key=key)
                assert refused.value.code in ("key_impossible", "command_arguments"), (question.kind, key)
        assert len(served.stored()) == 1


async def test_a_wrong_secret_opens_nothing(tmp_path):
    async with ServedClass(tmp_path) as served:
        for secret in ("", "x", served.secret[:-1], served.secret + " "):
            with pytest.raises(Refused) as refused:
                await HostClient.connect(served.host_address, secret)
            assert refused.value.code == "secret_wrong"


async def test_no_class_at_the_address(unused_tcp_port):
    with pytest.raises(Trouble) as trouble:
        await HostClient.connect(f"ws://127.0.0.1:{unused_tcp_port}/host/ws", "x")
    assert trouble.value.code == "host_unreachable"


async def test_a_lost_connection_is_said(tmp_path):
    async with ServedClass(tmp_path) as served:
        host = await served.host()
        for link in list(served.room.links.hosts):
            link.close()
        await until(lambda: host._closed)
        with pytest.raises(Trouble) as trouble:
            await host.do("ask")
        assert trouble.value.code == "host_lost"
        with pytest.raises(Trouble):
            await host.wait_for(lambda view: view.phase == "ended")
        assert [view async for view in host.snapshots()][1:] == []


async def test_snapshots_can_be_followed_without_missing_the_newest(tmp_path):
    async with ServedClass(tmp_path) as served:
        host = await served.host()
        phases = []
        async for view in host.snapshots():
            phases.append(view.phase)
            if view.phase == "lobby":
                await host.do("ask")
            elif view.phase == "asking":
                await host.do("end")
            elif view.phase == "ended":
                break
        assert phases[-1] == "ended"


@pytest.mark.parametrize(
    "message",
    ["", "x", "[]", "[" * 100_000, "{}", '{"t":"do"}', '{"t":"do","n":NaN,"command":"ask"}',
     '{"t":"do","n":true,"command":"ask"}', '{"t":"do","n":1,"command":5}',
     '{"t":"do","n":1,"command":"ask","args":[]}', '{"t":"do","n":1e400,"command":"ask"}',
     '{"t":"do","n":1' + "0" * 6000 + ',"command":"ask"}'],
)  # fmt: skip
async def test_an_unreadable_message_of_a_host_is_refused(tmp_path, message):
    async with ServedClass(tmp_path) as served, aiohttp.ClientSession() as http:
        async with http.ws_connect(served.host_address) as socket:
            await socket.send_json({"t": "hello", "v": 1, "secret": served.secret})
            assert (await socket.receive_json(timeout=5))["t"] == "welcome"
            await socket.send_str(message)
            while (reply := await socket.receive_json(timeout=5))["t"] == "snapshot":
                pass
            assert (reply["t"], reply["code"], reply["n"] in (None, 1)) == (
                "refused", "message_unreadable", True
            )  # fmt: skip
        assert len(served.stored()) == 1


@pytest.mark.parametrize("turns", range(1, 6))
async def test_a_closing_that_is_cancelled_leaves_nothing_open(tmp_path, turns):
    async with ServedClass(tmp_path) as served:
        host = await HostClient.connect(served.host_address, served.secret)
        closing = asyncio.create_task(host.close())
        for _ in range(turns):
            await asyncio.sleep(0)
        closing.cancel()
        await asyncio.gather(closing, return_exceptions=True)
        assert host._http.closed
