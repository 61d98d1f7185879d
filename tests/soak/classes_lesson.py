"""What the phones of a class in trouble share, and what each of them writes down: its answers with what was
said of them, and the pages that it was shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from app.quiz.model import Question
from tests.soak.classes_answers import Pairs
from tests.soak.classes_wires import Wires


@dataclass
class Sent:
    """One answer. student: as the class calls them; given_up: the page is gone, so that nobody waits for
    it."""

    id: str
    student: str
    round: str
    fields: Pairs
    by: str
    receipts: int = 0
    refused: str = ""
    given_up: bool = False


@dataclass
class Page:
    """What a phone was shown: view, round and text."""

    view: str
    round: str
    text: str


@dataclass
class Lesson:
    """What all phones share. find: the question that a page shows, by its text; digits: what the wall shows
    to those who are to prove that they are in the room."""

    code: str
    wires: Wires
    http: aiohttp.ClientSession
    find: Callable[[str], Question | None]
    listed: bool
    digits: Callable[[], str] = lambda: ""
    over: bool = False  # nobody joins or answers any more
    closed: bool = False  # everybody goes home, whatever is left to be done
    violations: list[str] = field(default_factory=list)
