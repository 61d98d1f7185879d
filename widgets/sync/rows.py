"""A student's value as the table shows it: what is here, what is there, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.outgoing.plan import Line, Plan
from app.outgoing.rows import State, Target, canonical
from app.outgoing.seen import RowSeen
from app.people.names import fold_name
from widgets.language import translate
from widgets.sessions.rows import Column
from widgets.sync.words import (
    STATES,
    show_difference,
    show_fact,
    show_value,
    tell_line,
    tell_reason,
    tell_state,
)


@dataclass(frozen=True, slots=True)
class SyncRow:
    """line: what a dry run said of it, None before one."""

    seen: RowSeen
    kind: str
    line: Line | None = None

    @property
    def key(self) -> str:
        return self.seen.row.key

    @property
    def state(self) -> State:
        return self.line.state if self.line is not None else self.seen.row.standing

    @property
    def reason(self) -> str:
        return self.line.reason if self.line is not None else self.seen.row.reason

    @property
    def there(self) -> str | None:
        """What the platform holds as far as is known."""
        if self.line is not None:
            return self.line.there
        row = self.seen.row
        return row.there if row.state is State.CHANGED_THERE else row.base

    @property
    def here_words(self) -> str:
        row = self.seen.row
        return show_fact(row.item) if self.kind == "statement" else show_value(self.kind, row.value)

    @property
    def there_words(self) -> str:
        if self.kind == "statement" and self.there is not None:
            return show_fact(self.seen.row.item)  # the platform holds the whole statement or none
        return show_value(self.kind, self.there)

    @property
    def difference(self) -> str:
        there = None if self.there is None else canonical(self.there)
        return show_difference(self.kind, self.seen.row.value, there)


def make_rows(target: Target, seen: Sequence[RowSeen], plan: Plan | None = None) -> list[SyncRow]:
    """With what the plan says of them, unless a row has become another one since."""
    lines = {(line.student, line.ours): line for line in plan.lines} if plan is not None else {}
    return [SyncRow(one, target.kind, lines.get((one.row.student, one.row.value))) for one in seen]


def tell_row(item: SyncRow) -> str:
    """What becomes of it, with the reason where there is one."""
    words = tell_line(item.line) if item.line is not None else tell_state(item.state)
    reason = tell_reason(item.reason)
    return translate("{state}: {reason}").format(state=words, reason=reason) if reason else words


def _tell_shortly(item: SyncRow) -> str:
    """The reason, or else the state: a line holds no more."""
    return tell_reason(item.reason) or tell_row(item)


def make_columns() -> list[Column[SyncRow]]:
    return [
        Column(
            translate("Student"),
            lambda item: item.seen.name or translate("Unknown student"),
            lambda item: fold_name(item.seen.name),
            width=190,
        ),
        Column(
            translate("Number"),
            lambda item: item.seen.number,
            lambda item: item.seen.number,
            width=100,
            needs=720,
        ),
        Column(
            translate("Here"),
            lambda item: item.here_words,
            lambda item: _order(item.seen.row.value),
            number=True,
            width=84,
        ),
        Column(
            translate("There"),
            lambda item: item.there_words,
            lambda item: _order(item.there or ""),
            number=True,
            width=84,
        ),
        Column(
            translate("Difference"),
            lambda item: item.difference,
            lambda item: item.difference,
            number=True,
            width=96,
            needs=600,
        ),
        Column(
            translate("What becomes of it"),
            _tell_shortly,
            lambda item: list(STATES).index(item.state),
            shade=lambda item: STATES[item.state][1],
            width=0,
        ),
    ]


def _order(value: str) -> Any:
    try:
        return (0, float(value), "")
    except ValueError:
        return (1, 0.0, value)
