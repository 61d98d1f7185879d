"""The runner of `make soak` comes to an end whatever happens to its parts, and says what that was."""

import asyncio
import sys
from contextlib import suppress

import pytest

from app.host.client import HostClient
from tests.soak.classes_waits import end_tasks, wait_at_most
from tests.soak.classes_workers import watch


async def lose(times, found):
    """Something that does not hear so many cancellations."""
    while times:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            found.append(times)
            times -= 1
    await asyncio.Event().wait()


def test_a_task_that_loses_its_cancellation_is_ended_all_the_same():
    async def run():
        found: list[int] = []
        task = asyncio.create_task(lose(1, found))
        await asyncio.sleep(0)
        return await end_tasks([task]), task.cancelled(), found

    assert asyncio.run(run()) == ([], True, [1])


def test_a_task_that_does_not_end_says_where_it_waits():
    async def run():
        found: list[int] = []
        task = asyncio.create_task(lose(1, found))
        await asyncio.sleep(0)
        wrong = await end_tasks([task], seconds=0.0)
        assert await end_tasks([task]) == []
        return wrong

    [line] = asyncio.run(run())
    assert "does not end" in line and "test_waiting.py" in line


def test_what_fails_while_it_is_ended_is_told():
    async def fail():
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        raise ValueError("spoilt")

    async def run():
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        return await end_tasks([task])

    assert asyncio.run(run()) == ["ValueError('spoilt')"]


def test_what_takes_too_long_is_ended_and_told():
    async def run():
        wrong: list[str] = []
        ended = await wait_at_most(asyncio.Event().wait(), 0.01, "the server is still there", wrong)
        return ended, wrong

    ended, [line] = asyncio.run(run())
    assert not ended and line.startswith("the server is still there")


class Answering:
    """A socket whose other side answers at once."""

    def __init__(self):
        self.client = None

    async def send_str(self, text):
        [reply] = self.client._replies.values()
        asyncio.get_running_loop().call_soon(reply.set_result, {})


def test_a_host_that_is_ended_in_the_instant_of_an_answer_ends():
    """Else a teacher goes on for ever whose class has gone."""

    async def run():
        socket = Answering()
        socket.client = HostClient(None, socket)
        teacher = asyncio.create_task(socket.client.do("lock"))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(teacher.cancel)  # after the answer, before it is heard of
        with pytest.raises(asyncio.CancelledError):
            await teacher

    asyncio.run(run())


# --- processes that hold classes ----------------------------------------------------------------------

FAKE = """
import json, os, sys, time
for seed in json.loads(sys.argv[1]):
    if seed == 2: time.sleep(60)
    if seed == 4: os._exit(7)
    print(json.dumps({"seed": seed, "wrong": []}), flush=True)
"""


def test_a_worker_that_hangs_or_dies_is_told_and_the_rest_is_held():
    def words(left):
        return [sys.executable, "-I", "-c", FAKE, str(left)]

    told = list(watch(words, [1, 2, 3, 4, 5], patience=1.0))
    assert [one["seed"] for one in told] == [1, 2, 3, 4, 5]
    assert [bool(one["wrong"]) for one in told] == [False, True, False, True, False]
    assert "said nothing" in told[1]["wrong"][0] and "ended with 7" in told[3]["wrong"][0]
