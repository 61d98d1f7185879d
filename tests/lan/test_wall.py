"""The wall as values in a host's snapshot: what a second screen shows, nothing before its time."""

import json
import re
import threading
from dataclasses import replace

import aiohttp
import pytest

from app.live import commands as cmd
from app.live.settings import SessionSettings
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Quiz, RichText
from tests.helpers.keyed import NEITHER, NUMBERS, with_key
from tests.helpers.questions import ANSWERABLE, sample_question
from tests.helpers.served import ServedClass, sample_quiz

KEYS = {
    "view", "version", "between", "number", "total", "attempt", "question", "solution", "bars", "answers",
    "rows", "final", "join", "digits",
}  # fmt: skip


def walls(host):
    """The walls that a host was sent, in order."""
    found = [message["wall"] for message in host.heard if "wall" in message]
    assert all(wall.keys() == KEYS for wall in found)
    return found


async def see(host, view):
    """The newest wall, once it has this view."""
    await host.wait_for(
        lambda _: any("wall" in message for message in host.heard) and walls(host)[-1]["view"] == view
    )
    return walls(host)[-1]


async def run_class(folder, kind, first):
    """The walls before the reveal, and the one of the reveal."""
    folder.mkdir()
    quiz = Quiz("quiz", "Sample", (with_key(kind, first),))
    opened = {"session": "0123456789abcdef", "seed": "5" * 32, "code": "K7PM", "at": 1_800_000_000.0}
    async with ServedClass(folder, quiz, new_id=lambda: "s1", **opened) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await see(host, "lobby")
        steps = [("ask", "question"), ("pause", "paused"), ("resume", "question"), ("lock", "locked")]
        for command, view in steps:
            await host.do(command)
            await see(host, view)
            if command == "ask":
                await phone.answer("r1", NEITHER[kind])
                await phone.hear("receipt")
        before = walls(host)
        await host.do("reveal")
        return before, await see(host, "reveal")


@pytest.mark.parametrize("kind", ANSWERABLE)
async def test_a_wall_tells_nothing_of_the_key_before_the_reveal(tmp_path, kind):
    one, revealed = await run_class(tmp_path / "one", kind, True)
    other, _ = await run_class(tmp_path / "other", kind, False)
    assert one == other and len(one) >= 5
    for wall in one:
        assert wall["solution"] is None and wall["bars"] == [] and wall["answers"] == 0
        assert not [word for word in ("quince", "medlar", *NUMBERS) if word in json.dumps(wall)]
    assert one[1]["question"]["kind"] == kind and (one[1]["number"], one[1]["total"]) == (1, 1)
    assert revealed["answers"] == 1 and revealed["question"] == one[1]["question"]
    if KINDS[kind].scored:
        assert "quince" in json.dumps(revealed["solution"]) or revealed["solution"]["right"]


async def test_each_step_of_a_class_on_the_wall(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single", "slide")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        lobby = walls(host)[0]
        assert (lobby["view"], lobby["between"], lobby["question"], lobby["attempt"]) == (
            "lobby",
            False,
            None,
            0,
        )
        await host.do("ask")
        assert (await see(host, "question"))["attempt"] == 1
        await phone.answer("r1", [("choice", "c2")])
        await phone.hear("receipt")
        await host.do("lock")
        await host.do("reveal")
        wall = await see(host, "reveal")
        assert wall["solution"] == {"right": ["c2"], "pairs": {}, "accepted": [], "html": "In general"}
        assert [(bar["key"], bar["count"]) for bar in wall["bars"]] == [("c1", 0), ("c2", 1), ("c3", 0)]
        await host.do("ask_again")
        await host.do("lock")
        assert (await see(host, "locked"))["attempt"] == 2
        await host.do("to_lobby")
        assert (await see(host, "lobby"))["between"]
        await host.do("ask")
        slide = await see(host, "question")
        assert slide["question"]["kind"] == "slide" and slide["solution"] is None
        await host.do("show_ranking")
        ranking = await see(host, "ranking")
        assert ranking["rows"][0]["points"] == 1.0 and ranking["final"]
        await host.do("end")
        assert (await see(host, "ended"))["rows"][0]["nickname"] == "Amina"


async def test_a_wall_comes_first_and_then_only_when_it_changes(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()
        assert "wall" in host.heard[0]
        await host.do("ask")
        await see(host, "question")
        phone = await served.phone("Amina")
        await phone.answer("r1", [("choice", "c2")])
        await host.wait_for(lambda view: view.snapshot["round"]["answered"] == 1)
        assert [wall["view"] for wall in walls(host)] == ["lobby", "question"]
        late = await served.host()
        assert walls(late) == walls(host)[1:]


async def test_names_stay_off_the_wall_where_the_teacher_wants_none(tmp_path):
    settings = SessionSettings(show_names=False)
    async with ServedClass(tmp_path, sample_quiz("single"), settings) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.answer("r1", [("choice", "c2")])
        await phone.hear("receipt")
        await host.do("lock")
        await host.do("reveal")
        await host.do("show_ranking")
        assert (await see(host, "ranking"))["rows"] == []


class HeldJournal:
    """A journal whose next write waits for `go`."""

    def __init__(self, journal):
        self.journal = journal
        self.go = threading.Event()
        self.go.set()

    def append(self, session, events):
        self.go.wait(10)
        self.journal.append(session, events)

    def __getattr__(self, name):
        return getattr(self.journal, name)


async def test_no_wall_is_shown_before_it_is_stored(tmp_path):
    held = []

    def wrap(journal):
        held.append(HeldJournal(journal))
        return held[0]

    async with ServedClass(tmp_path, sample_quiz("single"), wrap_journal=wrap) as served:
        host = await served.host()
        held[0].go.clear()
        served.room.submit(cmd.Ask(), lambda error: None)
        try:
            seen = len(host.heard)
            served.room.snapshots.touch()
            await host.wait_for(lambda view: len(host.heard) > seen)
            assert [wall["view"] for wall in walls(host)] == ["lobby"]
        finally:
            held[0].go.set()
        await see(host, "question")


async def test_a_program_without_a_cookie_gets_the_pictures_of_the_wall(tmp_path):
    question = replace(
        sample_question("single"), text=RichText('Which? <img src="media:dot" alt="a dot">', "html")
    )
    quiz = Quiz("quiz", "Sample", (question,), {"dot": Media("image/png", b"\x89PNG dot")})
    async with ServedClass(tmp_path, quiz) as served, aiohttp.ClientSession() as http:
        host = await served.host()
        await host.do("ask")
        html = (await see(host, "question"))["question"]["html"]
        path = re.search(r'src="(/media/[0-9a-f]{32})"', html)[1]
        async with http.get(served.origin + path) as reply:
            assert (reply.status, await reply.read()) == (200, b"\x89PNG dot")
