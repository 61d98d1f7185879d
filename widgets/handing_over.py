"""What a class server is started with: a copy of the quiz, and one of the roster with what students prove
themselves with, readable by its owner only. Both lie in the data folder until the server has read them."""

import contextlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.paths import keep_private, write_private
from app.people.codec import copy_to_json
from app.people.model import RosterCopy
from app.quiz.model import Quiz

_LEFT_OVER: Final = "starting-*"


@contextmanager
def handed_over(folder: Path, quiz: Quiz, roster: RosterCopy | None) -> Iterator[tuple[Path, Path | None]]:
    """The files of the quiz and of the roster, if there is one; gone afterwards, whatever happens. Raises
    `Trouble('not_stored')`."""
    from app.exchange import preau_file  # not needed until a class is started

    name = f"starting-{secrets.token_hex(4)}"
    quiz_file, roster_file = folder / f"{name}.preau", folder / f"{name}.json"
    try:
        try:
            keep_private(quiz_file).write_bytes(preau_file.write(quiz))
            if roster is not None:
                write_private(roster_file, json.dumps(copy_to_json(roster), ensure_ascii=False))
        except OSError as error:
            raise Trouble("not_stored", reason=error.strerror or str(error)) from error
        yield quiz_file, roster_file if roster is not None else None
    finally:
        for file in (quiz_file, roster_file):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def clear_left_over(folder: Path) -> None:
    """Delete what a program that was killed while it started a class has left: names are in it."""
    for file in folder.glob(_LEFT_OVER):
        with contextlib.suppress(OSError):
            file.unlink()
