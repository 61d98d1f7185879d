import argparse
import asyncio
import io
import json
import os

import pytest

from app.commands import doctor as command
from app.lan.addresses import Address
from app.lan.findings import Finding
from app.lan.listening import open_port
from app.lan.phone_trial import PhoneTrial

LOOPBACK = [
    Address("127.0.0.1", "lo", 4, True, "wifi")
]  # passes for Wi-Fi, so that a real connection is made


def parse(*words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


@pytest.fixture(autouse=True)
def quiet_system(monkeypatch):
    """No real firewall is asked; a port that nobody needs rights for."""
    monkeypatch.setenv("PREAU_LANG", "en")
    monkeypatch.setattr(command, "list_addresses", lambda: LOOPBACK)
    monkeypatch.setattr(command, "DEFAULT_PORTS", (0,))
    monkeypatch.setattr(command, "examine", lambda port, lister: [Finding("firewall_off", "ok")])


class Pipe:
    """A console whose reader waits until something is typed."""

    def __init__(self):
        reading, writing = os.pipe()
        self.reader, self.writer = os.fdopen(reading), os.fdopen(writing, "w", buffering=1)

    def close(self):
        self.writer.close()
        self.reader.close()


@pytest.fixture
def console():
    pipe = Pipe()
    yield pipe
    pipe.close()


def test_without_a_phone(capsys):
    assert command.run(parse("--no-phone")) == 0
    out = capsys.readouterr().out
    assert "[ok] The firewall of your laptop is off" in out
    assert "[ok] Your laptop answers on port" in out
    assert "▀" not in out


def test_for_programs(capsys):
    assert command.run(parse("--json")) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == ["firewall_off", "self_test_passed"]
    assert set(rows[0]) == {"code", "severity", "params", "sentence"}


def test_a_port_in_use_is_told_and_tried(capsys):
    sockets, port = open_port(0)
    assert command.run(parse("--port", str(port))) == 0
    for sock in sockets:
        sock.close()
    out = capsys.readouterr().out
    assert f"[!]  Port {port} is in use" in out
    assert f"[ok] Your laptop answers on port {port}" in out


def test_no_network_gives_advice(monkeypatch, capsys):
    def failing():
        raise OSError("nothing")

    monkeypatch.setattr(command, "list_addresses", failing)
    monkeypatch.setattr(command, "examine", lambda port, lister: [Finding("no_network", "problem")])
    assert command.run(parse()) == 1
    out = capsys.readouterr().out
    assert "Where a room has no Wi-Fi that works:" in out
    assert " -   For a class of 30" in out


async def visit(stdin, *words):
    made = command.Visit(parse(*words), lambda text: text)
    await made.make(LOOPBACK, stdin)
    return [finding.code for finding in made.findings]


async def test_enter_ends_the_waiting(console, capsys):
    console.writer.write("\n")
    found = await asyncio.wait_for(visit(console.reader), 10)
    assert found[2] == "no_phone_came"
    assert "router_room" in found
    assert "Now open this address with a phone" in capsys.readouterr().out


async def test_time_ends_the_waiting_and_a_closed_input_does_not():
    assert "no_phone_came" in await visit(io.StringIO(""), "--seconds", "0.05")


async def test_a_phone_ends_the_waiting():
    trial = PhoneTrial(set())
    waiting = asyncio.create_task(command.try_a_phone(trial, 10, asyncio.Event()))
    trial.came(("10.0.0.9", 4))
    assert await asyncio.wait_for(waiting, 5) == Finding("phones_come", "ok", {"phones": 1})


def test_module_interface():
    assert command.NAME == "doctor"
    assert command.HELP
