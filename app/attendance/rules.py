"""What the times at which somebody was seen mean for one session.

All times are seconds since 1970-01-01 UTC by the class server's clock, so that neither midnight nor a change
of the clocks means anything here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, get_args

Status = Literal["present", "late", "left_early", "absent", "excused"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
ATTENDED: Final[frozenset[Status]] = frozenset({"present", "late", "left_early"})

Seen = tuple[float, float | None]
"""From when to when somebody was seen; None: still there."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Seconds. late_after: after the opening one may still arrive in time; left_early_before: before the end
    one may leave; asleep_allowed: a phone may be silent so long without meaning that its owner has gone."""

    late_after: float = 600.0
    left_early_before: float = 600.0
    asleep_allowed: float = 1200.0


@dataclass(frozen=True, slots=True)
class ManualChange:
    """What a teacher said of a student. status: None takes back what was said before. who and why: words of
    the teacher; of several changes of one student the last counts."""

    student: str
    status: Status | None
    at: float
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One student in one session. status: what counts; found: what the times alone say.

    arrived: first seen; last_seen: last seen, the end where that was later; both None for who never was.
    late, gone_early: by the times, both may be. away: while the session runs, silent for longer than a phone
    sleeps. seconds: in the room, short silences included.
    """

    student: str
    status: Status
    found: Status
    arrived: float | None = None
    last_seen: float | None = None
    late: bool = False
    gone_early: bool = False
    away: bool = False
    seconds: float = 0.0
    change: ManualChange | None = None


def attendance_of(
    presences: Mapping[str, Sequence[Seen]],
    opened: float,
    ended: float | None,
    thresholds: Thresholds | None = None,
    changes: Iterable[ManualChange] = (),
    now: float | None = None,
) -> list[Attendance]:
    """One entry for each student of `presences` (no times: never seen), in their order.

    ended: None while the session runs; then nobody has left early, and `now` (needed then) is until when
    silence is counted. Somebody who was seen again after a silence has not left, however long it was.
    """
    thresholds = thresholds or Thresholds()
    until = ended if ended is not None else now if now is not None else opened
    said = {change.student: change for change in changes}
    return [
        _attendance(
            student, _clip(seen, opened, until), opened, until, ended is None, thresholds, said.get(student)
        )
        for student, seen in presences.items()
    ]


def _clip(seen: Sequence[Seen], opened: float, until: float) -> list[tuple[float, float]]:
    """The times inside the session, in their order and without overlaps. An end before its beginning (a clock
    that was set) counts as a moment."""
    spans: list[tuple[float, float]] = []
    for start, end in sorted((start, until if end is None else max(end, start)) for start, end in seen):
        if start > until or end < opened:
            continue
        start, end = max(start, opened), min(end, until)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _attendance(
    student: str,
    spans: list[tuple[float, float]],
    opened: float,
    until: float,
    running: bool,
    thresholds: Thresholds,
    change: ManualChange | None,
) -> Attendance:
    said = change.status if change is not None else None
    if not spans:
        return Attendance(student, said or "absent", "absent", change=change)
    arrived, last_seen = spans[0][0], spans[-1][1]
    silence = until - last_seen
    late = arrived - opened > thresholds.late_after
    # Silent until the end: whether asleep or gone is not known, so that the longer of the two is allowed.
    gone = not running and silence > max(thresholds.left_early_before, thresholds.asleep_allowed)
    found: Status = "left_early" if gone else "late" if late else "present"
    return Attendance(
        student=student,
        status=said or found,
        found=found,
        arrived=arrived,
        last_seen=last_seen,
        late=late,
        gone_early=gone,
        away=running and silence > thresholds.asleep_allowed,
        seconds=_time_in_room(spans, thresholds.asleep_allowed),
        change=change,
    )


def _time_in_room(spans: list[tuple[float, float]], asleep_allowed: float) -> float:
    total = sum(end - start for start, end in spans)
    gaps = (after[0] - before[1] for before, after in pairwise(spans))
    return total + sum(gap for gap in gaps if gap <= asleep_allowed)
