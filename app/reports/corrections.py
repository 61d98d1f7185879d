"""The corrections of a session as a list: what was decided, by whom, why, and how it is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from app.live import commands as cmd
from app.live import events as ev
from app.live.state import SessionState


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """at: seconds since 1970-01-01 UTC. what: 'key', 'cancelled' or 'accepted'. given: False where it takes
    such a decision back. undo: the command that takes it back, None where it is not in force any more.
    round, student: '' unless an answer was accepted; credit: what it was given then."""

    at: float
    what: Literal["key", "cancelled", "accepted"]
    given: bool
    question: str
    who: str
    why: str
    undo: cmd.Command | None
    round: str = ""
    student: str = ""
    credit: float | None = None


def list_corrections(state: SessionState) -> list[CorrectionRow]:
    """Newest first. In force is the last decision about the same key, question or answer, unless it takes one
    back or the student answered anew."""
    rows, decided = [], set()
    for row in _read(state):
        target = (row.what, row.question, row.round, row.student)
        stands = row.given and (row.what != "accepted" or (row.round, row.student) in state.accepted)
        rows.append(row if stands and target not in decided else replace(row, undo=None))
        decided.add(target)
    return rows


def _read(state: SessionState) -> Iterator[CorrectionRow]:
    for event in reversed(state.corrections):
        if isinstance(event, ev.KeyCorrected):
            yield CorrectionRow(
                event.at, "key", event.key is not None, event.question, event.who, event.why,
                cmd.CorrectKey(event.question, None),
            )  # fmt: skip
        elif isinstance(event, ev.QuestionCancelled):
            yield CorrectionRow(
                event.at, "cancelled", event.cancelled, event.question, event.who, event.why,
                cmd.CancelQuestion(event.question, False),
            )  # fmt: skip
        elif isinstance(event, ev.AnswerAccepted):
            yield CorrectionRow(
                event.at, "accepted", event.credit is not None, state.rounds[event.round].question, event.who,
                event.why, cmd.AcceptAnswer(event.student, event.round, None), event.round, event.student,
                event.credit,
            )  # fmt: skip
