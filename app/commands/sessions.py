"""`sessions`: list, show and export what classes have left; reads on while a class runs."""

import argparse
import csv
import io
import json
import sys
import time
from pathlib import Path
from typing import Any, Final

from app.commands.terminal import say, user_language
from app.errors import Trouble
from app.i18n import Translate, translator
from app.live.past import SessionRow
from app.live.results import Results
from app.live.state import SessionState, replay
from app.numerals import format_number
from app.paths import default_data_folder
from app.quiz.kinds import find_kind
from app.quiz.plain import plain
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
    export.add_argument("--format", choices=("json", "csv"), default="json")
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
    text = export_csv(state) if arguments.format == "csv" else export_json(state)
    if arguments.out is None:
        # Bytes, because a Windows console would spoil UTF-8.
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return 0
    try:
        arguments.out.write_bytes(text.encode())
    except OSError as error:
        raise Trouble("file_not_written", file=str(arguments.out), reason=error.strerror or "") from error
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


def export_json(state: SessionState) -> str:
    """One object: the session, its questions, rounds with every answer, and students with their totals."""
    results = Results(state)
    totals = results.totals()
    data: dict[str, Any] = {
        "v": 1,
        "session": {
            "id": state.id, "title": state.title, "code": state.code, "opened": state.opened_at,
            "ended": state.ended_at, "rehearsal": state.settings.rehearsal,
            "most_points": results.most_points(),
        },
        "questions": [
            {
                "id": q.id, "kind": q.kind, "title": q.title, "text": plain(q.text), "points": q.points,
                "cancelled": q.id in state.cancelled,
            }
            for q in (state.questions[id_] for id_ in state.order)
        ],
        "rounds": [_round(state, results, round_) for round_ in state.rounds.values()],
        "students": [
            {
                "id": s.id, "nickname": s.nickname, "joined": s.joined_at, "removed": s.removed,
                "points": totals.get(s.id),
            }
            for s in state.students.values()
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _round(state: SessionState, results: Results, round_: Any) -> dict[str, Any]:
    question = state.questions[round_.question]
    kind = find_kind(question.kind)
    judged = results.round_results(round_)
    return {
        "id": round_.id,
        "question": round_.question,
        "attempt": round_.attempt,
        "asked": round_.asked_at,
        "locked": round_.locked_at,
        "revealed": round_.revealed_at,
        "skipped": round_.skipped,
        "counts": any(r is round_ for r in results.counted_rounds()),
        "answers": [
            {
                "student": student,
                "at": given.at,
                "answer": given.answer,
                "text": kind.describe(question, given.answer),
                "credit": judged[student].credit,
                "points": judged[student].points,
                "judgement": judged[student].judgement,
            }
            for student, given in round_.answers.items()
        ],
    }


def export_csv(state: SessionState) -> str:
    """One row per student: nickname, points, then points of each counted question. `;` and a byte order
    mark, because French Excel opens that right; a cell that a spreadsheet would run is disarmed."""
    results = Results(state)
    totals, rounds, language = results.totals(), results.counted_rounds(), user_language()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    translate = translator(language)
    titles = [
        state.questions[r.question].title or plain(state.questions[r.question].text)[:60] for r in rounds
    ]
    writer.writerow(
        [
            translate("Student"),
            translate("Points"),
            *(disarm(f"{n}. {title}") for n, title in enumerate(titles, 1)),
        ]
    )
    for student in state.present():
        points = [results.round_results(r).get(student.id) for r in rounds]
        writer.writerow(
            [disarm(student.nickname), format_number(round(totals[student.id], 4), language)]
            + [
                "" if result is None else format_number(round(result.points, 4), language)
                for result in points
            ]
        )
    return "\ufeff" + out.getvalue()


def disarm(cell: str) -> str:
    """A text that a spreadsheet takes for text: formulas begin with = + - @ (in full width too, for some)
    or a control character."""
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r\n＝＋－＠" else cell


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


def _show(state: SessionState, translate: Translate) -> None:
    results, language, out = Results(state), user_language(), sys.stdout
    say(out, f"{state.title}  ({state.id})")
    for number, round_ in enumerate(results.counted_rounds(), 1):
        question = state.questions[round_.question]
        say(out, f"\n{number}. {plain(question.text)[:100]}")
        kind = find_kind(question.kind)
        names = {choice.id: plain(choice.text) for choice in question.choices}
        names |= {pair.left_id: plain(pair.left) for pair in question.pairs if pair.left is not None}
        for bar in kind.summarise(question, (given.answer for given in round_.answers.values())):
            sign = "*" if bar.right else " "
            say(out, f"   {sign} {bar.count:4}  {bar.label or names.get(bar.key, bar.key)}")
    say(out, "\n" + translate("Students:"))
    for rank in results.ranking():
        say(out, f"{rank.place:4}. {rank.nickname}  {format_number(round(rank.points, 2), language)}")
