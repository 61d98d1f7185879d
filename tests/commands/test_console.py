"""The keyboard as a host: each typed line, and what is said."""

import asyncio
import io

import pytest

from app.commands.console import WORDS, Console
from app.live.commands import HOST_COMMANDS
from tests.helpers.served import ServedClass, sample_quiz, until


class Typed(Console):
    """A console whose keyboard is the test and whose screen is a list."""

    def __init__(self, served, quit_program=lambda: None):
        super().__init__(served.host_address, served.secret, "en", quit_program)
        self.said = []

    def _say(self, text):
        self.said.append(text)


def test_every_word_is_a_command_of_the_host():
    assert {command for command, _ in WORDS.values()} <= set(HOST_COMMANDS)


async def test_a_class_by_the_enter_key(tmp_path):
    stopped = []
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()
        console = Typed(served, lambda: stopped.append(True))
        phases = []
        for line in ["", "+", "pause", "", "", "", "again", "skip", "ranking", "", "end"]:
            await console.take(host, line)
            phases.append(host.view.phase)
        assert phases == [
            "asking", "asking", "paused", "asking", "locked", "revealed", "asking", "lobby", "ranking",
            "ended", "ended",
        ]  # fmt: skip
        assert not stopped
        await console.take(host, "")
        assert stopped == [True]


async def test_refusals_and_unknown_words(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, console = await served.host(), Typed(served)
        await console.take(host, "pause")
        assert console.said == ["This cannot be done now. Nothing was changed."]
        await console.take(host, "dance")
        assert "Enter: next step" in console.said[-1]
        assert len(served.stored()) == 1


async def test_a_phone_is_let_in(tmp_path, capsys):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, console = await served.host(), Typed(served)
        await console.take(host, "phone")
        assert console.said == ["For one phone, for one minute:"]
        assert len(served.access._tickets) == 1
        assert len(capsys.readouterr().out.splitlines()) > 15


@pytest.mark.parametrize(("lines", "quits"), [(["", "quit", "end"], 1), (["", None], 0)])
async def test_lines_are_read_until_quit_or_the_end_of_the_input(tmp_path, lines, quits):
    stopped = []
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        console = Typed(served, lambda: stopped.append(True))
        for line in lines:
            console._lines.put_nowait(line)
        await asyncio.wait_for(console.run(), 10)
        assert len(stopped) == quits
        assert served.state.phase == "asking"


async def test_a_lost_connection_is_said_and_stopping_is_easy(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        console = Typed(served)
        console._task = asyncio.create_task(console.run())
        await until(lambda: len(console.said) == 2)
        for link in list(served.room.links.hosts):
            link.close()
        await until(lambda: not served.room.links.hosts)
        console._lines.put_nowait("")
        await until(lambda: len(console.said) == 3)
        assert "connection to the class was lost" in console.said[-1]
        await console.stop()


def test_a_line_that_comes_after_the_end_or_is_no_text_is_nobodys_trouble(monkeypatch):
    loop = asyncio.new_event_loop()
    console = Console("ws://127.0.0.1:1/host/ws", "secret", "en", lambda: None)
    loop.close()
    for data in (b"quit\n", b"\xff\n"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        console._read(loop)


async def test_no_class_answers(tmp_path):
    async with ServedClass(tmp_path) as served:
        console = Typed(served)
    await asyncio.wait_for(console.run(), 15)
    assert "does not answer" in console.said[0]
    await console.stop()
