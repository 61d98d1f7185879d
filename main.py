"""Préau: the composition root and the command line. `python main.py --help` says what there is."""

import argparse
import contextlib
import logging
import os
import sys
from importlib import import_module
from types import ModuleType

from app.errors import PreauError, Trouble
from app.i18n import translator
from app.log import has_log, start_log
from app.paths import RESOURCES, default_data_folder, prepare_data_folder
from app.sentences import tell

COMMANDS = ("serve", "discover", "check", "convert", "doctor", "sessions", "rehearse")
SAMPLE = RESOURCES / "samples" / "decouverte.gift"


def load_command(name: str) -> ModuleType:
    """Each command is a module with NAME, HELP, add_arguments(parser) and run(arguments) -> exit code."""
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
    """Run a command; without one, serve the sample quiz (until the desktop exists)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    argv = argv or ["serve", str(SAMPLE)]
    wanted = argv[0] if argv[0] in COMMANDS else None
    arguments = build_parser(wanted).parse_args(argv)
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
