"""How a class is to be started, and what the class server says of its start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import Trouble
from app.host.relayed import read_error
from app.host.running import Running, read_secret


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What `serve` is told. Of a class that goes on only port, language and announce matter.

    title: "" for that of the quiz. port: None for the old or the usual one. time_limit: seconds for questions
    without their own, None for no limit. speed_bonus: 0 to 1. new: end a class that is still open. empty: the
    quiz may have no questions, they are made up in class. language: for phones that wish no other, and of
    what the start says. announce: by mDNS. roster: file of the students with what they prove themselves with
    (`app.people.codec.copy_to_json`), readable by its owner only and read once, at the start. guests,
    attendance, late_after, left_early_before, notice, keep_days: as in the session's settings.
    """

    title: str = ""
    class_name: str = ""
    class_id: str = ""
    port: int | None = None
    time_limit: float | None = None
    change_answers: bool = True
    shuffle_choices: bool = False
    shuffle_questions: bool = False
    speed_bonus: float = 0.0
    show_names: bool = True
    rehearsal: bool = False
    new: bool = False
    empty: bool = False
    language: str = "fr"
    announce: bool = True
    roster: Path | None = None
    guests: bool = False
    attendance: bool = False
    late_after: float = 600.0
    left_early_before: float = 600.0
    notice: str = ""
    keep_days: int = 0


@dataclass(frozen=True, slots=True)
class Started:
    """running: where the class is; secret: opens it to hosts; resumed: an open class goes on; notices: codes
    and sentences that the teacher should know; addresses: for phones, the likeliest first."""

    running: Running
    secret: str
    resumed: bool
    notices: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()


def serve_arguments(folder: Path, quiz_file: Path | None, options: StartOptions, ready: Path) -> list[str]:
    """The command line of `serve`, after the program."""
    words = ["serve", "--data", str(folder), "--ready-file", str(ready), "--language", options.language]
    # With `=`, for a title may begin with a dash.
    valued = {
        "--title": options.title,
        "--class-name": options.class_name,
        "--class-id": options.class_id,
        "--port": options.port,
        "--time": options.time_limit,
        "--speed-bonus": options.speed_bonus,
        "--roster": options.roster.resolve() if options.roster else None,
        "--late-after": options.late_after / 60 if options.attendance else None,
        "--left-early-before": options.left_early_before / 60 if options.attendance else None,
        "--notice": options.notice,
        "--keep-days": options.keep_days or None,
    }
    words += [f"{name}={value}" for name, value in valued.items() if value not in (None, "")]
    flags = {
        "--keep-first-answer": not options.change_answers,
        "--shuffle-choices": options.shuffle_choices,
        "--shuffle-questions": options.shuffle_questions,
        "--hide-names": not options.show_names,
        "--rehearsal": options.rehearsal,
        "--new": options.new,
        "--allow-empty": options.empty,
        "--no-mdns": not options.announce,
        "--guests": options.guests,
        "--attendance": options.attendance,
    }
    words += [name for name, wanted in flags.items() if wanted]
    return words if quiz_file is None else [*words, "--", str(quiz_file.resolve())]


def read_start(told: Any, folder: Path) -> Started:
    """What is in the ready file. Raises the server's own `Trouble`, else `Trouble('class_not_started')`."""
    unknown = Trouble("class_not_started")
    try:
        if told["ready"] is not True:
            raise read_error(Trouble, told["code"], told["params"], unknown)
        running = Running(*(told[name] for name in ("pid", "port", "code", "session", "join", "host")))
        notices = tuple((str(one["code"]), str(one["text"])) for one in told["notices"])
        secret = read_secret(folder)
        if secret is None:
            raise unknown
        return Started(running, secret[0], bool(told["resumed"]), notices, tuple(told["addresses"]))
    except (KeyError, TypeError) as error:
        raise unknown from error
