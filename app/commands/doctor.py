"""`doctor`: can phones reach this laptop? Looks, tries with a phone, says what to do."""

import argparse
import asyncio
import json
import sys
import threading
from typing import Any, Final, TextIO

from app.commands.terminal import print_qr, say, user_language
from app.errors import Trouble
from app.i18n import Translate, mark, translator
from app.lan.addresses import Address, join_url, list_addresses, usable_addresses
from app.lan.doctor import advise_without_wifi, examine, isolation_verdict, self_test
from app.lan.findings import Finding
from app.lan.listening import DEFAULT_PORTS, bind_port
from app.lan.phone_trial import PhoneTrial
from app.sentences import tell

NAME = "doctor"
HELP = mark("say whether phones can reach this laptop, and what to do if not")

TRY_A_PHONE = mark("Now open this address with a phone in the same Wi-Fi, or scan the code: {url}")
PRESS_ENTER = mark("Waiting for a phone ... If it cannot open the page, press Enter.")
WITHOUT_WIFI = mark("Where a room has no Wi-Fi that works:")

_SIGNS: Final = {"ok": "[ok]", "warning": "[!] ", "problem": "[X] "}
_NEEDS_ADVICE: Final = frozenset({"no_network", "no_address_given", "on_hotspot", "no_phone_came"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="the port to try (default: 80, else 8080)")
    parser.add_argument("--json", action="store_true", help="print a list for programs, without the phone")
    parser.add_argument("--no-phone", action="store_true", help="do not wait for a phone")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long to wait for a phone")
    parser.add_argument("--invert", action="store_true", help="draw the code for a light terminal")


def as_data(finding: Finding, translate: Translate) -> dict[str, Any]:
    """For --json."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "params": finding.params,
        "sentence": tell(finding, translate),
    }


def watch_enter(stream: TextIO, pressed: asyncio.Event) -> None:
    """Set `pressed` when somebody presses Enter; in a daemon thread, a console cannot be awaited everywhere.

    An input that is closed is nobody pressing Enter.
    """
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            line = stream.readline()
            if line:
                loop.call_soon_threadsafe(pressed.set)
        except (OSError, ValueError, RuntimeError):
            return  # no input, or the command has ended

    threading.Thread(target=read, name="enter", daemon=True).start()


async def try_a_phone(trial: PhoneTrial, seconds: float, pressed: asyncio.Event) -> Finding:
    """Waits for a phone, Enter or `seconds`, and says what came of it."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    waiting = {asyncio.create_task(trial.wait_for_phone(seconds)), asyncio.create_task(pressed.wait())}
    _, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    return isolation_verdict(len(trial.phones), loop.time() - began, tried=True)


class Visit:
    """One run of the doctor: what was found so far and how it is shown."""

    def __init__(self, arguments: argparse.Namespace, translate: Translate) -> None:
        self.arguments = arguments
        self.translate = translate
        self.findings: list[Finding] = []

    def found(self, findings: list[Finding], sign: str = "") -> None:
        self.findings += findings
        if not self.arguments.json:
            for finding in findings:
                say(sys.stdout, f"{sign or _SIGNS[finding.severity]} {tell(finding, self.translate)}")

    async def make(self, addresses: list[Address], stdin: TextIO) -> None:
        wished = self.arguments.port
        trial: PhoneTrial | None = None
        port = wished or DEFAULT_PORTS[-1]
        try:
            sockets, port = bind_port([wished], explicit=True) if wished else bind_port(DEFAULT_PORTS)
            trial = PhoneTrial({address.ip for address in addresses})
            await trial.start(sockets)
        except Trouble as trouble:
            # Perhaps a class runs there: whether it answers is looked at all the same.
            self.found([Finding(trouble.code, "warning", trouble.params)])
        try:
            self.found(await asyncio.to_thread(examine, port, lister=lambda: addresses))
            self.found(await self_test(port, addresses))
            usable = usable_addresses(addresses)
            if trial and usable and not self.arguments.no_phone and not self.arguments.json:
                await self.show_and_wait(trial, join_url(usable[0], port), stdin)
        finally:
            if trial:
                await trial.stop()
        if any(finding.code in _NEEDS_ADVICE for finding in self.findings):
            if not self.arguments.json:
                say(sys.stdout, "\n" + self.translate(WITHOUT_WIFI))
            self.found(advise_without_wifi(), " -  ")

    async def show_and_wait(self, trial: PhoneTrial, url: str, stdin: TextIO) -> None:
        say(sys.stdout, "\n" + self.translate(TRY_A_PHONE).format(url=url))
        print_qr(url, sys.stdout, invert=self.arguments.invert)
        say(sys.stdout, self.translate(PRESS_ENTER))
        pressed = asyncio.Event()
        watch_enter(stdin, pressed)
        self.found([await try_a_phone(trial, self.arguments.seconds, pressed)])


def run(arguments: argparse.Namespace) -> int:
    """0 when nothing stands in the way, 1 when there is a problem."""
    try:
        addresses = list_addresses()
    except OSError:
        addresses = []
    visit = Visit(arguments, translator(user_language()))
    asyncio.run(visit.make(addresses, sys.stdin))
    if arguments.json:
        rows = [as_data(finding, visit.translate) for finding in visit.findings]
        say(sys.stdout, json.dumps(rows, ensure_ascii=True, indent=2))
    return 1 if any(finding.severity == "problem" for finding in visit.findings) else 0
