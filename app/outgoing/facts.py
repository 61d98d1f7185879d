"""What a session says for a record store, before it is put into the words of a standard."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Verb = Literal["attended", "answered", "completed", "scored"]


@dataclass(frozen=True, slots=True)
class Fact:
    """student: id of ours; number: the school's, '' where there is none. session: id; question: id, '' where
    the fact is about the session. title: of the question or session, in `language`. at: seconds since 1970.
    score and top: points, or None. success: of an answer. response: what was answered."""

    verb: Verb
    student: str
    number: str
    session: str
    title: str
    language: str
    at: float
    question: str = ""
    score: Decimal | None = None
    top: Decimal | None = None
    success: bool | None = None
    response: str = ""

    @property
    def item(self) -> str:
        """What tells it from the other facts about the student in the session."""
        return f"{self.verb} {self.question}".strip()
