"""`serve`: run a class. Opens or resumes a session, listens, prints how to join, waits for the end."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

from app.clock import Clock
from app.commands.console import Console
from app.commands.numbers import number_between, port_number
from app.commands.opening import Plan, open_or_resume, plan_start
from app.commands.ready import ReadySign, describe_notices
from app.commands.terminal import print_qr, say, user_language
from app.errors import PreauError, Trouble
from app.host.awake import keep_awake
from app.host.running import (
    SECRET_FILE,
    Running,
    clear_running,
    read_running,
    read_secret,
    write_running,
    write_secret,
)
from app.i18n import LANGUAGES, translator
from app.lan.access import Access, new_secret
from app.lan.listening import bind_port, wait_for_port
from app.lan.server import ClassServer, ServerOptions
from app.live.session import MAX_TIME
from app.live.states import Phase
from app.log import start_log
from app.paths import default_data_folder, prepare_data_folder
from app.sentences import tell
from app.storage.journal import FILE_NAME, Journal
from app.storage.rescue import Damage
from app.story import tell_story_in, write_notice, write_story

NAME: Final = "serve"
HELP: Final = "run a class: phones join, questions are asked, answers are kept"
PORTS: Final = [80, 8080]
OLD_PORT_PATIENCE: Final = 8.0  # seconds to wait for the port of the class that goes on
LINGER: Final = 600.0  # seconds that phones still see the end page after the end


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "quiz", nargs="?", type=Path, help="a quiz file; not needed to go on with an open class"
    )
    parser.add_argument(
        "--data", type=Path, default=None, help="data folder (default: PREAU_DATA or the system's)"
    )
    parser.add_argument(
        "--port", type=port_number, default=None, help="port to use (default: 80, else 8080 and the next)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON line when ready, for other programs")
    parser.add_argument(
        "--new", action="store_true", help="end a class that is still open and start a new one"
    )
    parser.add_argument(
        "--ready-file", type=Path, default=None, help="write the JSON line to this file and print nothing"
    )
    parser.add_argument("--title", default="", help="title of the class (default: from the quiz file)")
    parser.add_argument(
        "--class-name", default="", help="name of the class of students, kept with the session"
    )
    parser.add_argument("--class-id", default="", help="id of that class in the library")
    parser.add_argument(
        "--time",
        type=number_between(0, MAX_TIME),
        default=None,
        help="seconds for questions without their own limit",
    )
    parser.add_argument(
        "--shuffle-choices", action="store_true", help="another order of choices for each student"
    )
    parser.add_argument(
        "--shuffle-questions", action="store_true", help="ask the questions in a random order"
    )
    parser.add_argument("--keep-first-answer", action="store_true", help="an answer cannot be changed")
    parser.add_argument(
        "--speed-bonus",
        type=number_between(0, 1),
        default=0.0,
        help="0 to 1: extra points for fast right answers",
    )
    parser.add_argument("--hide-names", action="store_true", help="no nicknames in the ranking on the wall")
    parser.add_argument(
        "--roster", type=Path, default=None, help="JSON file of the class's students, who sign in with a PIN"
    )
    parser.add_argument("--guests", action="store_true", help="others may join a class with a roster, marked")
    parser.add_argument(
        "--attendance", action="store_true", help="take attendance: the code on the wall changes every 15 s"
    )
    parser.add_argument(
        "--late-after", type=number_between(0, 240), default=10.0, help="minutes after which one is late"
    )
    parser.add_argument(
        "--left-early-before", type=number_between(0, 240), default=10.0,
        help="minutes before the end in which one may leave",
    )  # fmt: skip
    parser.add_argument("--notice", default="", help="what students are told of what is kept about them")
    parser.add_argument(
        "--keep-days", type=int, default=0, help="days after the class that students are told it is kept"
    )
    parser.add_argument("--rehearsal", action="store_true", help="mark the session as a rehearsal")
    parser.add_argument("--language", choices=LANGUAGES, default=None, help="for phones that wish no other")
    parser.add_argument(
        "--host-name", action="append", default=[], help="a further name phones may use for us"
    )
    parser.add_argument(
        "--allow-empty", action="store_true", help="a quiz without questions: they are made up in class"
    )
    parser.add_argument("--no-mdns", action="store_true", help="do not announce the class on the network")
    parser.add_argument("--pace", type=float, default=1.0, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    sign = ReadySign(arguments.ready_file, arguments.json)
    try:
        folder = prepare_data_folder(arguments.data or default_data_folder())
        start_log(folder)
        tell_story_in(user_language)
        journal = Journal(folder)
        try:
            with keep_awake():
                return asyncio.run(_serve(arguments, folder, journal, sign))
        finally:
            journal.close()
    except PreauError as error:
        if not sign.fail(error):
            raise
        return 2
    except Exception as fault:
        sign.fail(Trouble("unexpected", kind=type(fault).__name__))
        raise


def _calm_the_collector() -> None:
    """What is loaded by now stays for good, so the garbage collector need not look at it again; and it may
    wait longer than usual: a pause of 50 ms in the instant when a whole class answers is felt."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _serve(arguments: argparse.Namespace, folder: Path, journal: Journal, sign: ReadySign) -> int:
    clock = Clock()
    plan = plan_start(arguments, journal)
    last_alive = 0.0
    if plan.resumed is not None:
        last_alive = max(plan.resumed.alive_at, _last_event_at(journal, plan.resumed.id))
        clock.go_on_from(last_alive)
    sockets, port = await _listen(arguments.port, plan.old_port, OLD_PORT_PATIENCE * arguments.pace)
    try:
        known = read_secret(folder)
        secret, generation = known or (new_secret(), 0)
        if known is None:
            write_secret(folder, secret, generation)
        session, pictures = open_or_resume(plan, arguments, journal, clock, port)
    except BaseException:
        for sock in sockets:
            sock.close()
        raise
    state = session.state
    access = Access(secret, generation, clock.now)
    language = arguments.language or user_language()
    options = ServerOptions(
        language=language,
        host_names=tuple(arguments.host_name),
        announce=not arguments.no_mdns,
        pace=arguments.pace,
    )
    server = ClassServer(
        session, journal, pictures, access, clock, port, options,
        on_revoked=lambda number: write_secret(folder, secret, number),
    )  # fmt: skip
    host = f"ws://127.0.0.1:{port}/host/ws"
    running = Running(os.getpid(), port, state.code, state.id, server.join_address(), host)
    console = Console(host, secret, user_language(), server.stop)
    try:
        if journal.damage is not None:
            server.room.set_trouble("damaged", tell_damage(journal.damage))
        if journal.missing is not None:
            server.room.set_trouble("missing", Trouble("entries_missing", count=journal.missing.count))
        if plan.resumed is not None:
            server.room.restarted(last_alive)
            await server.room.wait_until_stored()
        if read_running(folder) is not None:  # nobody else runs here: the journal is ours
            write_story("no_goodbye")
        await server.start(sockets)
        _calm_the_collector()
        _stop_on_signals(server)
        write_running(folder, running)
        notices = find_notices(server, plan, journal)
        for notice in notices:
            write_notice(notice)
        if sign.is_for_programs:
            sign.give(
                {
                    "pid": os.getpid(), "code": state.code, "port": port, "session": state.id,
                    "join": running.join, "addresses": server.room.addresses, "host": host,
                    "secret_file": str(folder / SECRET_FILE), "resumed": plan.resumed is not None,
                    "notices": describe_notices(notices),
                }
            )  # fmt: skip
        else:
            _print_welcome(server, notices, resumed=plan.resumed is not None)
            console.start()
        await _wait(server)
    finally:
        await console.stop()
        clear_running(folder, os.getpid())
        await server.close()
        is_over = server.room.state.phase is Phase.ENDED
        write_story("left" if is_over else "stopped", kilobytes=_kilobytes(folder))
    if not sign.is_for_programs:
        _print_goodbye(server)
    return 0


def find_notices(server: ClassServer, plan: Plan, journal: Journal) -> list[PreauError]:
    """What a person should know who starts this class."""
    notices: list[PreauError] = []
    if journal.damage is not None:
        notices.append(tell_damage(journal.damage))
    if journal.missing is not None:
        notices.append(Trouble("entries_missing", count=journal.missing.count))
    if plan.old_port and plan.old_port != server.port:
        notices.append(Trouble("port_changed", old=plan.old_port, port=server.port))
    if plan.left_out:
        notices.append(Trouble("questions_left_out", file=plan.file, count=plan.left_out))
    if not server.is_in_a_network:
        notices.append(Trouble("no_network"))
    return notices


def tell_damage(damage: Damage) -> Trouble:
    """What became of a journal that was damaged."""
    return Trouble("database_damaged", file=str(damage.file), count=damage.rows)


async def _listen(wished: int | None, old: int, patience: float) -> tuple[list[Any], int]:
    """The old port of a class that goes on, waited for; else what was asked for; else the usual ones."""
    if old and wished in (None, 0, old):
        sockets = await wait_for_port(old, patience)
        if sockets is not None:
            return sockets, old
    if wished is not None:
        return bind_port([wished], explicit=True)
    return bind_port(PORTS)


async def _wait(server: ClassServer) -> None:
    """Until told to stop, or some minutes after the end."""
    stopped = asyncio.ensure_future(server.wait())
    ended = asyncio.ensure_future(server.room.ended.wait())
    await asyncio.wait({stopped, ended}, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if not stopped.done():
        await asyncio.wait({stopped}, timeout=LINGER)
    stopped.cancel()


def _last_event_at(journal: Journal, session: str) -> float:
    return max((event.at for event in journal.load_events(session)), default=0.0)


def _kilobytes(folder: Path) -> int:
    """What the journal weighs; it may lie beside us no more."""
    try:
        return round((folder / FILE_NAME).stat().st_size / 1000)
    except OSError:
        return 0


def _stop_on_signals(server: ClassServer) -> None:
    """Ctrl-C and a request to end stop the server in order; the session stays open. Windows has no
    loop.add_signal_handler, so the plain handler is used everywhere."""
    loop = asyncio.get_running_loop()

    def handle(number: int, frame: object) -> None:
        loop.call_soon_threadsafe(server.stop)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handle)


def _print_welcome(server: ClassServer, notices: list[PreauError], *, resumed: bool) -> None:
    translate = translator(user_language())
    out, state = sys.stdout, server.room.state
    if resumed:
        say(out, translate("A class was still open; it goes on where it was."))
    for notice in notices:
        say(out, tell(notice, translate))
    join = server.join_address()
    say(out, f"\n{state.title}\n")
    say(
        out,
        translate("Join: {address}    code: {code}").format(
            address=join.removeprefix("http://"), code=state.code
        ),
    )
    print_qr(join, out)
    origin = server.origins()[0]
    ticket = server.access.make_ticket("host", life=LINGER)
    say(out, translate("Drive the class from your phone (one use, 10 minutes): scan this"))
    print_qr(f"{origin}/host#{ticket}", out)
    say(
        out,
        translate("Second screen: {address}    code: {code}").format(
            address=f"{origin}/screen".removeprefix("http://"), code=server.access.screen_code()
        ),
    )


def _print_goodbye(server: ClassServer) -> None:
    translate = translator(user_language())
    if server.room.state.phase is Phase.ENDED:
        text = translate("The class has ended. See its results with: python main.py sessions show {session}")
    else:
        text = translate("Everything is saved and the class stays open. Start again to go on with it.")
    say(sys.stdout, text.format(session=server.room.state.id))
