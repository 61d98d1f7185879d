"""docs/commands.md names every command with its options, the ready line's fields and the export's."""

import argparse
import re
from pathlib import Path

import pytest

from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.reports.formats import FORMATS
from app.reports.options import Options
from main import COMMANDS, load_command
from tests.commands.test_serve import READY
from tests.helpers.served import sample_quiz

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
CHAPTERS = {part.split("\n", 1)[0].strip(): part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]}


def options(parser):
    """Every option and subcommand that a person is told of."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices
            for child in action.choices.values():
                yield from options(child)
        elif action.help != argparse.SUPPRESS and action.dest != "help":
            yield from (name for name in action.option_strings if name.startswith("--"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_documented(name):
    parser = argparse.ArgumentParser()
    load_command(name).add_arguments(parser)
    missing = [option for option in options(parser) if not re.search(rf"{option}\b", CHAPTERS[name])]
    assert not missing


@pytest.mark.parametrize("name", COMMANDS)
def test_a_chapter_names_no_option_that_is_gone(name):
    parser = argparse.ArgumentParser()
    load_command(name).add_arguments(parser)
    known = set(options(parser))
    named = re.findall(r"^\| `(?:\w+ )?(--[\w-]+)", CHAPTERS[name], re.MULTILINE)
    assert named and set(named) <= known


def test_every_command_has_a_chapter():
    assert set(COMMANDS) <= set(CHAPTERS)


def test_the_fields_of_the_ready_line_are_documented():
    assert set(re.findall(r"^\| `(\w+)` \|", CHAPTERS["serve"], re.MULTILINE)) == READY


def test_the_fields_of_the_export_are_documented():
    import json

    opened = open_session(sample_quiz("single"), SessionSettings(), 0.0)
    data = json.loads(FORMATS["json"].write(Session([opened]).state, Options()))
    for name, value in data.items():
        assert f"- `{name}`:" in CHAPTERS["sessions"]
        row = value[0] if isinstance(value, list) and value else value
        for inner in row if isinstance(row, dict) else ():
            assert f"`{inner}`" in CHAPTERS["sessions"], inner
