"""`discover`: lists the classes near by."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict

from app.commands.terminal import error, say, user_language
from app.errors import Trouble
from app.i18n import mark, translator
from app.lan.mdns import FoundClass, discover
from app.sentences import tell

NAME = "discover"
HELP = mark("list the classes near by")

NONE_FOUND = mark(
    "No class was found near by. Is this computer in the same Wi-Fi as the class? Some networks do not "
    "pass on names: then type the address that the teacher shows."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to look (default: 3)")
    parser.add_argument("--json", action="store_true", help="print a list for programs")


def show(classes: list[FoundClass], as_json: bool) -> int:
    """Print what was found; 0 if there is a class, 1 if there is none."""
    if as_json:
        say(sys.stdout, json.dumps([asdict(found) for found in classes], ensure_ascii=True, indent=2))
    elif not classes:
        say(sys.stdout, translator(user_language())(NONE_FOUND))
    else:
        for found in classes:
            say(sys.stdout, f"{found.code}  {found.title}  {'  '.join(found.urls)}")
    return 0 if classes else 1


def run(arguments: argparse.Namespace) -> int:
    """0 found, 1 none found, 2 the network cannot be searched."""
    try:
        classes = asyncio.run(discover(max(0.1, arguments.seconds)))
    except Trouble as trouble:
        error(tell(trouble, translator(user_language())))
        return 2
    return show(classes, arguments.json)
