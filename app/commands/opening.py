"""Which session `serve` runs: the one still open in the data folder, or a new one from a quiz file."""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

from app.clock import Clock
from app.errors import Trouble
from app.lan.media import Pictures
from app.live.identity import take_roster
from app.live.past import SessionRow
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.people.codec import copy_from_json
from app.people.model import RosterCopy
from app.quiz.kinds import find_kind
from app.quiz.model import Quiz, new_id
from app.quiz.resizing import media_for_class
from app.storage.archive import end_left_open
from app.storage.journal import Journal


@dataclass(slots=True)
class Plan:
    """What is going to be run, before anything was changed. resumed: the row of a class that goes on;
    replaced: the open class that a new one takes the place of; quiz: of the new one, without those of its
    file's questions that cannot be asked (left_out: how many); roster: of its students, with what
    they prove themselves with."""

    resumed: SessionRow | None = None
    replaced: SessionRow | None = None
    quiz: Quiz | None = None
    file: str = ""
    left_out: int = 0
    roster: RosterCopy | None = None

    @property
    def old_port(self) -> int:
        """The port of a class that goes on, else 0."""
        return self.resumed.port if self.resumed else 0


def plan_start(arguments: argparse.Namespace, journal: Journal) -> Plan:
    """Raises `Trouble` with `no_quiz_given`, `quiz_empty` or what the reader of the file raises."""
    row = journal.find_open_session()
    if row is not None and not arguments.new:
        return Plan(resumed=row)
    roster = _read_roster(arguments.roster) if arguments.roster is not None else None
    if arguments.quiz is not None:
        quiz, left_out = _read_quiz(arguments)
    elif arguments.attendance:  # attendance can be taken without any quiz
        title = arguments.title or arguments.class_name or (roster.roster.name if roster else "")
        quiz, left_out = Quiz(new_id(), title), 0
    else:
        raise Trouble("no_quiz_given")
    return Plan(replaced=row, quiz=quiz, file=str(arguments.quiz), left_out=left_out, roster=roster)


def open_or_resume(
    plan: Plan, arguments: argparse.Namespace, journal: Journal, clock: Clock, port: int
) -> tuple[Session, Pictures]:
    """Carry out the plan, when the port is ours: nothing is opened or ended for a class that cannot run."""
    if plan.resumed is not None:
        session = Session(journal.load_events(plan.resumed.id))
        quiz = replace(session.state.quiz, media=journal.load_media(plan.resumed.id))
        journal.set_port(plan.resumed.id, port)
        return session, Pictures(session.state.seed, quiz)
    if plan.replaced is not None:
        end_left_open(journal, plan.replaced.id, clock.now())
    assert plan.quiz is not None
    quiz = replace(plan.quiz, media=media_for_class(plan.quiz.media))
    settings = SessionSettings(
        change_answers=not arguments.keep_first_answer,
        shuffle_choices=arguments.shuffle_choices,
        shuffle_questions=arguments.shuffle_questions,
        time_limit=arguments.time or None,
        speed_bonus=arguments.speed_bonus,
        show_names=not arguments.hide_names,
        rehearsal=arguments.rehearsal,
        class_name=arguments.class_name.strip() or (plan.roster.roster.name if plan.roster else ""),
        class_id=arguments.class_id or (plan.roster.roster.class_id if plan.roster else ""),
        identity="number" if plan.roster else "nickname",
        guests=arguments.guests,
        attendance=arguments.attendance,
        late_after=arguments.late_after * 60.0,
        left_early_before=arguments.left_early_before * 60.0,
        notice=arguments.notice.strip(),
        keep_days=max(arguments.keep_days, 0),
    )
    opened = open_session(quiz, settings, clock.now())
    roster = take_roster(plan.roster, clock.now()) if plan.roster else []
    journal.create_session(opened, quiz.media, port, roster)
    return Session([opened, *roster]), Pictures(opened.seed, quiz)


def _read_roster(path: Path) -> RosterCopy:
    """Raises `Trouble` with `file_unreadable`, or what the reader of rosters raises."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Trouble("file_unreadable", file=str(path), reason=reason) from error
    try:
        return copy_from_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Trouble("roster_unreadable", reason=type(error).__name__) from error


def _read_quiz(arguments: argparse.Namespace) -> tuple[Quiz, int]:
    """The quiz with the questions that can be asked, and how many were left out."""
    from app.exchange.formats import read_file  # a quarter of a second, which a class that goes on can spare

    imported = read_file(arguments.quiz)
    quiz: Quiz = imported.quiz
    good = tuple(q for q in quiz.questions if not find_kind(q.kind).check(q))
    if not good and not arguments.allow_empty:
        raise Trouble("quiz_empty", file=str(arguments.quiz))
    unread = sum(1 for line in imported.report.lines if line.severity == "error")
    left_out = len(quiz.questions) - len(good) + unread
    return replace(quiz, questions=good, title=arguments.title or quiz.title), left_out
