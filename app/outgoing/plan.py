"""What a run would do, told before it does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.outgoing.rows import Row, State, standing_of


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that sending brings about besides the values; a code with what its sentence needs."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One student. there: what the platform holds, None for nothing. state and reason: what the row becomes;
    waiting means that it will be sent."""

    student: str
    ours: str
    there: str | None
    state: State
    reason: str = ""

    @property
    def standing(self) -> State:
        """As that of a row."""
        return standing_of(self.state, self.reason)


@dataclass(frozen=True, slots=True)
class Plan:
    """lines: in the order of the rows. notices: what the teacher must know before anything is sent."""

    target: str
    lines: tuple[Line, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def to_send(self) -> int:
        return sum(line.state is State.WAITING for line in self.lines)


def list_lines(rows: list[Row], there: Mapping[str, str | None]) -> tuple[Line, ...]:
    """there: value by the row's key."""
    return tuple(Line(row.student, row.value, there.get(row.key), row.state, row.reason) for row in rows)
