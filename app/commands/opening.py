"""Which session `serve` runs: the one still open in the data folder, or a new one from a quiz file."""

import argparse
import sys
from dataclasses import dataclass, replace
from typing import Any

from app.clock import Clock
from app.commands.terminal import say, user_language
from app.errors import Trouble
from app.exchange.formats import read_file
from app.i18n import translator
from app.lan.media import Pictures
from app.live.events import Ended, Locked
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.live.states import Phase
from app.quiz.kinds import find_kind
from app.quiz.model import Quiz
from app.storage.journal import Journal, SessionRow


@dataclass(slots=True)
class Start:
    """port: the old one of a class that goes on, else 0. resumed: the row of that class."""

    session: Session
    pictures: Pictures
    port: int
    resumed: SessionRow | None


def open_or_resume(arguments: argparse.Namespace, journal: Journal, clock: Clock) -> Start:
    """Raises `Trouble` with `no_quiz_given`, `quiz_empty` or what the reader of the file raises."""
    row = journal.find_open_session()
    if row is not None and arguments.new:
        _end_left_open(journal, row, clock)
        row = None
    if row is not None:
        session = Session(journal.load_events(row.id))
        quiz = replace(session.state.quiz, media=journal.load_media(row.id))
        return Start(session, Pictures(session.state.seed, quiz), row.port, row)
    if arguments.quiz is None:
        raise Trouble("no_quiz_given")
    quiz = _read_quiz(arguments)
    settings = SessionSettings(
        change_answers=not arguments.keep_first_answer,
        shuffle_choices=arguments.shuffle_choices,
        shuffle_questions=arguments.shuffle_questions,
        time_limit=arguments.time if arguments.time and arguments.time > 0 else None,
        speed_bonus=min(max(arguments.speed_bonus, 0.0), 1.0),
        show_names=not arguments.hide_names,
        rehearsal=arguments.rehearsal,
    )
    opened = open_session(quiz, settings, clock.now())
    journal.create_session(opened, quiz.media, 0)
    return Start(Session([opened]), Pictures(opened.seed, quiz), 0, None)


def _read_quiz(arguments: argparse.Namespace) -> Quiz:
    """The quiz with the questions that can be asked; what was left out is said on stderr."""
    translate = translator(user_language())
    imported = read_file(arguments.quiz)
    quiz: Quiz = imported.quiz
    good = tuple(q for q in quiz.questions if not find_kind(q.kind).check(q))
    left_out = (
        len(quiz.questions) - len(good) + sum(1 for line in imported.report.lines if line.severity == "error")
    )
    if not good:
        raise Trouble("quiz_empty", file=str(arguments.quiz))
    if left_out:
        say(
            sys.stderr,
            translate(
                "{count} questions of {file} cannot be asked and were left out. "
                "See why with: python main.py check {file}"
            ).format(count=left_out, file=arguments.quiz),
        )
    return replace(quiz, questions=good, title=arguments.title or quiz.title)


def _end_left_open(journal: Journal, row: SessionRow, clock: Clock) -> None:
    state = Session(journal.load_events(row.id)).state
    now = clock.now()
    events: list[Any] = []
    if state.phase in (Phase.ASKING, Phase.PAUSED) and state.current is not None:
        events.append(Locked(now, state.current.id, "host"))
    journal.append(row.id, [*events, Ended(now)])
