import argparse
import asyncio
import json

import pytest

from app.commands import discover as command
from app.errors import Trouble
from app.lan.mdns import FoundClass

OPTICS = FoundClass("Optique", "K7PM", ("http://10.0.0.1:8080/",), "preau-k7pm.local", 8080, "1", "Optique")


def parse(*words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


@pytest.fixture
def answer(monkeypatch):
    """What the network answers; the network itself is tested in tests/lan/test_mdns.py."""
    monkeypatch.setenv("PREAU_LANG", "en")

    def give(classes):
        async def discover(seconds):
            await asyncio.sleep(0)
            if isinstance(classes, Exception):
                raise classes
            return classes

        monkeypatch.setattr(command, "discover", discover)

    return give


def test_classes_are_listed(answer, capsys):
    answer([OPTICS])
    assert command.run(parse()) == 0
    assert capsys.readouterr().out == "K7PM  Optique  http://10.0.0.1:8080/\n"


def test_none_found_says_what_to_do(answer, capsys):
    answer([])
    assert command.run(parse("--seconds", "1")) == 1
    assert "No class was found near by" in capsys.readouterr().out


def test_for_programs(answer, capsys):
    answer([OPTICS])
    assert command.run(parse("--json")) == 0
    assert json.loads(capsys.readouterr().out)[0]["urls"] == ["http://10.0.0.1:8080/"]
    answer([])
    assert command.run(parse("--json")) == 1
    assert json.loads(capsys.readouterr().out) == []


def test_a_network_that_forbids_it(answer, capsys):
    answer(Trouble("no_discovery", reason="no network"))
    assert command.run(parse()) == 2
    assert "(no network)" in capsys.readouterr().err


def test_module_interface():
    assert command.NAME == "discover"
    assert command.HELP
