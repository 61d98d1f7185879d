"""Préau: the composition root and the command line. `python main.py --help` says what there is."""

import argparse
import contextlib
import gc
import logging
import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from app.errors import PreauError, Trouble
from app.i18n import translator
from app.log import WINDOW_LOG, has_log, start_log
from app.paths import RESOURCES, default_data_folder, prepare_data_folder
from app.sentences import tell

if TYPE_CHECKING:
    from sync.desk import SyncDesk

COMMANDS = (
    "desktop",
    "serve",
    "discover",
    "check",
    "convert",
    "doctor",
    "sessions",
    "sync",
    "rehearse",
    "diagnostics",
)
SAMPLE = RESOURCES / "samples" / "decouverte.gift"


class Desktop:
    """The command `desktop`: the only place where engine and screens meet."""

    HELP = "open the window (the same as without a command, where there is a screen)"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=None, help="data folder (default: of your account)")

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from app.clock import Clock
        from app.commands.desktop_services import DesktopServices
        from app.commands.privacy_services import PrivacyServices
        from app.exchange.samples import read_samples
        from app.settings import Settings
        from app.storage.archive import Archive
        from app.storage.library import Library
        from app.story import tell_story_in
        from sync.late import LateDesk
        from widgets.application import run_desktop
        from widgets.desk import Parts
        from widgets.language import language

        folder = prepare_data_folder(arguments.data or default_data_folder())
        start_log(folder, WINDOW_LOG)
        tell_story_in(language)
        clock = Clock()

        def make_parts() -> Parts:
            library, settings, archive = Library(folder), Settings(folder), Archive(folder, clock)
            library.seed_samples(read_samples)

            def make_sync() -> "SyncDesk":
                from sync.desk import SyncDesk

                return SyncDesk(folder, clock, archive, library)

            sync = LateDesk(make_sync)

            return Parts(
                folder,
                clock,
                library,
                archive,
                settings,
                DesktopServices(folder, language, library, settings, sync.find_outbox),
                sync,
                PrivacyServices(folder, library, archive, clock, sync.find_outbox, sync.is_sent),
            )

        return run_desktop(make_parts, folder, (sys.executable, str(Path(__file__).resolve())))


class Sync:
    """The command `sync`: what the window does beside a class, without a screen."""

    HELP = "send what waits to the platforms, without a window"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=None, help="data folder (default: of your account)")
        parser.add_argument("--once", action="store_true", help="send what waits, then end")
        parser.add_argument(
            "--dry-run", action="store_true", help="ask the platforms what would change; send nothing"
        )

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from app.clock import Clock
        from app.commands.terminal import error, say, user_language
        from app.story import tell_story_in
        from sync.command import Command

        folder = prepare_data_folder(arguments.data or default_data_folder())
        start_log(folder, WINDOW_LOG)
        tell_story_in(user_language)
        translate = translator(user_language())
        command = Command(folder, Clock(), translate, lambda line: say(sys.stdout, line), error)
        try:
            if arguments.dry_run:
                return command.show_plans()
            if arguments.once:
                return command.send_once()
            stopping = threading.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stopping.set())
            return command.send_on(stopping)
        finally:
            command.close()


def has_screen() -> bool:
    """Whether windows can be shown: always on Windows and macOS, else where a display is named."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def load_command(name: str) -> ModuleType | type[Desktop] | type[Sync]:
    """Each command has HELP, add_arguments(parser) and run(arguments) -> exit code."""
    if name in ("desktop", "sync"):
        return Desktop if name == "desktop" else Sync
    return import_module(f"app.commands.{name}")


def build_parser(wanted: str | None) -> argparse.ArgumentParser:
    """The parser; only the wanted command's module is loaded, so that starting stays fast."""
    parser = argparse.ArgumentParser(
        prog="python main.py", description="Live quizzes on the local network, safe on your laptop."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS if wanted is None else (wanted,):
        module = load_command(name)
        sub = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def main(argv: list[str]) -> int:
    """Run a command; without one, the desktop, or where there is no screen a class with the sample quiz."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    argv = argv or (["desktop"] if has_screen() else ["serve", str(SAMPLE)])
    wanted = argv[0] if argv[0] in COMMANDS else None
    gc.disable()  # what loading makes stays, so looking through it for garbage is time lost
    arguments = build_parser(wanted).parse_args(argv)
    gc.enable()
    if not hasattr(arguments, "run"):
        build_parser(None).print_help()
        return 2
    try:
        return int(arguments.run(arguments))
    except PreauError as error:
        from app.commands.terminal import user_language

        print(tell(error, translator(user_language())), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has gone (`... | head`); nothing is left to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        return _report_fault(fault)


def _report_fault(fault: Exception) -> int:
    """A fault of ours: its trace goes to the log, never to a teacher."""
    from app.commands.terminal import user_language

    if not has_log():
        with contextlib.suppress(PreauError):
            start_log(prepare_data_folder(default_data_folder()))
    if has_log():
        logging.getLogger("preau").critical("unexpected fault", exc_info=fault)
    sentence = tell(Trouble("unexpected", kind=type(fault).__name__), translator(user_language()))
    print(sentence, file=sys.stderr)
    return 70


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
