"""When past sessions go for good: after the time that their class keeps them, announced a week before, and
not before their results have arrived where they are sent to. `app.storage.retention` carries it out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.live.past import SessionRow

DAY: Final = 86_400.0  # seconds
NOTICE: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Plan:
    """By id of a session, in seconds since 1970. announced: when the teacher was first told that it goes;
    longer: until when the teacher keeps it in any case. going: those whose deletion was begun."""

    announced: Mapping[str, float] = field(default_factory=dict)
    longer: Mapping[str, float] = field(default_factory=dict)
    going: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leaving:
    """A session that goes soon. goes_at: not before this moment, seconds since 1970; is_sent: False where its
    results have to be sent first."""

    session: SessionRow
    goes_at: float
    is_sent: bool


@dataclass(frozen=True, slots=True)
class Deletion:
    """sessions: that went now, newest first; left: copies that could not be looked into (damaged, sealed)."""

    sessions: tuple[SessionRow, ...] = ()
    left: tuple[Path, ...] = ()


def find_leaving(
    rows: Iterable[SessionRow],
    keep_days: Callable[[SessionRow], int],
    plan: Plan,
    is_sent: Callable[[str], bool],
    now: float,
) -> list[Leaving]:
    """The sessions that go within a week, the first one first; one that nobody was told of has a week from
    now on. keep_days: 0 for ever. A clock that was wrong when something was announced shortens nothing."""
    found = []
    for row in rows:
        days = keep_days(row)
        if row.ended_at is None or days <= 0:
            continue
        end = max(row.ended_at + days * DAY, plan.longer.get(row.id, 0.0))
        if now >= end - NOTICE:
            told = plan.announced.get(row.id, now)
            found.append(Leaving(row, max(end, min(told, now) + NOTICE), is_sent(row.id)))
    return sorted(found, key=lambda one: (one.goes_at, one.session.opened_at))


def announce(plan: Plan, leaving: Iterable[Leaving], now: float) -> Plan:
    """With those who are told of now. What no longer leaves is announced anew when it does again."""
    told = {one.session.id: min(plan.announced.get(one.session.id, now), now) for one in leaving}
    return Plan(told, plan.longer, plan.going)


def find_due(leaving: Iterable[Leaving], plan: Plan, now: float) -> frozenset[str]:
    """Ids of the sessions that may go now: announced a week ago, over, and sent."""
    return frozenset(
        one.session.id
        for one in leaving
        if one.session.id in plan.announced and one.is_sent and one.goes_at <= now
    )
