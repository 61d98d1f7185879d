"""`rehearse`: simulated students in a running class, to try everything alone."""

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path
from random import Random
from typing import Final

from app.commands.numbers import number_between
from app.commands.terminal import say, user_language
from app.errors import PreauError, Refused, Trouble
from app.host.running import read_running
from app.i18n import translator
from app.paths import default_data_folder
from app.rehearsal.student import SETTLE, SimulatedStudent

NAME: Final = "rehearse"
HELP: Final = "let simulated students join a running class and answer"
MOST: Final = 2_000
_NAMES: Final = (
    "Amina",
    "Yanis",
    "Leïla",
    "Adam",
    "Inès",
    "Omar",
    "Chloé",
    "Sami",
    "Nour",
    "Lucas",
    "مريم",
    "يوسف",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", nargs="?", help="join address (default: the class running on this laptop)")
    parser.add_argument(
        "--students", type=number_between(1, MOST), default=20, help="how many students (default 20)"
    )
    parser.add_argument(
        "--slowest",
        type=number_between(0.1, 3600),
        default=15.0,
        help="seconds within which all answer (default 15)",
    )
    parser.add_argument(
        "--seconds",
        type=number_between(0, 86_400),
        default=None,
        help="stop after this time (default: at the end)",
    )
    parser.add_argument("--seed", type=int, default=None, help="the same students and answers every time")
    parser.add_argument("--data", type=Path, default=None, help="data folder of the running class")


def run(arguments: argparse.Namespace) -> int:
    address = arguments.address
    if address is None:
        folder = arguments.data or default_data_folder()
        running = read_running(folder)
        if running is None:
            raise Trouble("no_class_running", folder=str(folder))
        address = running.join
    if not address.startswith("http://"):
        address = f"http://{address}"
    return asyncio.run(_rehearse(address, int(arguments.students), arguments))


async def _rehearse(address: str, count: int, arguments: argparse.Namespace) -> int:
    translate = translator(user_language())
    random = Random(arguments.seed)  # noqa: S311 - simulated students need no secrecy
    slowest = max(arguments.slowest, 0.2)
    students = [
        SimulatedStudent(
            address,
            _NAMES[number % len(_NAMES)],
            Random(random.random()),  # noqa: S311
            delay=lambda source: source.triangular(0.2, slowest, slowest / 3),
        )
        for number in range(count)
    ]
    joined: list[SimulatedStudent] = []
    try:
        for group in range(0, count, 20):
            part = students[group : group + 20]
            results = await asyncio.gather(*(student.join() for student in part), return_exceptions=True)
            for student, result in zip(part, results, strict=True):
                if result is None:
                    joined.append(student)
                elif not isinstance(result, PreauError) or not joined:
                    if isinstance(result, Refused):
                        raise Trouble("not_let_in", reason=result.params["text"])
                    raise result
        say(
            sys.stdout,
            translate("{joined} of {count} simulated students have joined. Stop them with Ctrl-C.").format(
                joined=len(joined), count=count
            ),
        )
        await _live(joined, arguments.seconds)
    finally:
        await asyncio.gather(*(student.stop() for student in students), return_exceptions=True)
    sent = [sent for student in joined for sent in student.log.sent]
    receipted = sum(1 for one in sent if one.receipt is not None)
    refused = sum(1 for one in sent if one.refused)
    say(
        sys.stdout,
        translate("Answers sent: {sent}  saved: {saved}  refused: {refused}").format(
            sent=len(sent), saved=receipted, refused=refused
        ),
    )
    return 0 if receipted + refused == len(sent) else 1


async def _live(students: list[SimulatedStudent], seconds: float | None) -> None:
    """Until the class ends, the time is over or Ctrl-C; then nobody begins an answer any more and those
    under way get a moment for their receipts."""
    lives = [asyncio.ensure_future(student.live()) for student in students]
    try:
        with contextlib.suppress(asyncio.CancelledError):  # Ctrl-C, which is how it is meant to be stopped
            await asyncio.wait(lives, timeout=seconds)
        settled = asyncio.gather(*(student.settle() for student in students), return_exceptions=True)
        await asyncio.wait_for(settled, SETTLE + 1.0)
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
