"""`sessions`: list, show and export what classes have left; reads on while a class runs."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Final

from app.commands.terminal import say, user_language
from app.errors import Refused, Trouble
from app.exchange.whole_files import write_whole
from app.i18n import Translate, translator
from app.live.past import SessionRow
from app.live.results import Results
from app.live.state import SessionState, replay
from app.numerals import format_number, parse_number
from app.paths import default_data_folder
from app.reports.cells import words_of
from app.reports.formats import FORMATS
from app.reports.marks import HIGHEST_SCALE, Scale
from app.reports.options import Options
from app.reports.summary import summarise_session
from app.storage.journal import JournalReader

NAME: Final = "sessions"
HELP: Final = "list, show and export past and running sessions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, default=None, help="data folder (default: PREAU_DATA or the system's)"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="list | show | export")
    listing = actions.add_parser("list", help="one line for each session, newest first")
    listing.add_argument("--json", action="store_true", help="one JSON object for each session and line")
    show = actions.add_parser("show", help="questions and students of one session")
    show.add_argument("session", nargs="?", default="last", help="id, its beginning, or 'last' (default)")
    export = actions.add_parser("export", help="everything of one session for other programs")
    export.add_argument("session", nargs="?", default="last", help="id, its beginning, or 'last' (default)")
    export.add_argument("--format", choices=tuple(FORMATS), default="json")
    export.add_argument(
        "--scale",
        type=_scale,
        default=Scale(),
        metavar="N",
        help="marks out of N (default: 20); not in json",
    )
    export.add_argument("--out", type=Path, default=None, help="file to write (default: standard output)")


def run(arguments: argparse.Namespace) -> int:
    folder = arguments.data or default_data_folder()
    translate = translator(user_language())
    journal = JournalReader.open(folder)
    rows = journal.list_sessions() if journal else []
    if journal is None or not rows:
        if arguments.action == "list":
            return 0
        raise Trouble("no_sessions", folder=str(folder))
    try:
        if arguments.action == "list":
            for row in rows:
                say(sys.stdout, _line(row, arguments.json, translate))
            return 0
        row = find_session(rows, arguments.session)
        state = replay(journal.load_events(row.id))
    finally:
        journal.close()
    if arguments.action == "show":
        _show(state, translate)
        return 0
    data = FORMATS[arguments.format].write(state, Options(user_language(), arguments.scale))
    if arguments.out is None:
        # Bytes, because a Windows console would spoil UTF-8.
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    write_whole(arguments.out, data)
    return 0


def find_session(rows: list[SessionRow], wanted: str) -> SessionRow:
    """The session with this id, the only one whose id begins so, or the newest for 'last'.

    Raises `Trouble('no_such_session')`.
    """
    if wanted == "last" and rows:
        return rows[0]
    found = [row for row in rows if row.id == wanted] or [row for row in rows if row.id.startswith(wanted)]
    if len(found) != 1:
        raise Trouble("no_such_session", session=wanted)
    return found[0]


def _line(row: SessionRow, as_json: bool, translate: Translate) -> str:
    if as_json:
        return json.dumps(
            {
                "id": row.id, "title": row.title, "code": row.code, "opened": row.opened_at,
                "ended": row.ended_at, "rehearsal": row.rehearsal,
            },
            ensure_ascii=False,
        )  # fmt: skip
    opened = time.strftime("%Y-%m-%d %H:%M", time.localtime(row.opened_at))
    state = translate("open") if row.ended_at is None else translate("ended")
    return f"{row.id}  {opened}  {state}  {row.title}"


def _scale(text: str) -> Scale:
    """Raises argparse's error for what is no scale."""
    number = parse_number(text)
    try:
        if number is not None:
            return Scale(number)
    except Refused:
        pass
    raise argparse.ArgumentTypeError(f"a number above 0 and up to {HIGHEST_SCALE}")


def _show(state: SessionState, translate: Translate) -> None:
    language, out = user_language(), sys.stdout
    say(out, f"{state.title}  ({state.id})")
    for item in summarise_session(state):
        if not item.counts:
            continue
        say(out, f"\n{item.number}. {words_of(item.question)[:100]}")
        for bar in item.bars:
            say(out, f"   {'*' if bar.right else ' '} {bar.count:4}  {bar.label or translate('all right')}")
    say(out, "\n" + translate("Students:"))
    for rank in Results(state).ranking():
        say(out, f"{rank.place:4}. {rank.nickname}  {format_number(round(rank.points, 2), language)}")
