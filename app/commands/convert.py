"""`convert IN OUT`: a quiz file to another format; what will be lost is said. Contract: docs/commands.md."""

import argparse
import sys
from pathlib import Path

from app.errors import Trouble
from app.exchange.formats import read_file
from app.exchange.report import Line
from app.exchange.whole_files import write_whole
from app.exchange.writers import WRITERS, Writer
from app.i18n import LANGUAGES, Translate, translator
from app.sentences import tell_code

NAME = "convert"
HELP = "write a quiz file in another format, and say what is lost"

WRITTEN, LOST = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", help="a quiz file in any format that can be read")
    parser.add_argument("target", metavar="OUT", help="the file to write; its suffix says the format")
    parser.add_argument("--to", choices=sorted(WRITERS), help="the format, whatever the suffix says")
    parser.add_argument("--force", action="store_true", help="replace OUT if it is there")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the messages (default: en)")


def run(arguments: argparse.Namespace) -> int:
    """Write OUT. 0: everything was taken and written, 1: something was not, as standard error says.

    Raises `Trouble`: as `read_file`, `convert_unknown`, `convert_exists`, `convert_nothing`,
    `file_not_written`.
    """
    translate = translator(arguments.language)
    source, target = Path(arguments.source), Path(arguments.target)
    writer = find_writer(target, arguments.to)
    if target.exists() and not arguments.force:
        raise Trouble("convert_exists", file=str(target))
    imported = read_file(source)
    quiz = imported.quiz
    losses = writer.losses(quiz)
    left_out = {line.line for line in losses.lines if line.severity == "error"} - {0}
    for line in imported.report.lines:
        _say(line, "convert_line", translate)
    for line in losses.lines:
        _say(line, "convert_question", translate)
    if len(left_out) >= len(quiz.questions):
        raise Trouble("convert_nothing", file=str(source))
    write_whole(target, writer.write(quiz))
    written = len(quiz.questions) - len(left_out)
    print(tell_code("convert_done", {"number": written, "file": str(target)}, translate))
    return WRITTEN if imported.report.clean and losses.clean else LOST


def find_writer(target: Path, name: str | None) -> Writer:
    """By name, else by the suffix of the file. Raises `Trouble('convert_unknown')`."""
    if name is None:
        name = next((name for name, one in WRITERS.items() if one.suffix == target.suffix.lower()), None)
    if name is None:
        raise Trouble("convert_unknown", file=str(target), formats=", ".join(sorted(WRITERS)))
    return WRITERS[name]


def _say(line: Line, code: str, translate: Translate) -> None:
    """One sentence on standard error, with the line or the question that it is about."""
    sentence = line.tell(translate)
    if line.line:
        sentence = tell_code(code, {"number": line.line, "sentence": sentence}, translate)
    print(sentence, file=sys.stderr)
