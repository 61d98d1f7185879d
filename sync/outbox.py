"""The policy of the outbox: pure functions from what is known to what is done next. No clock, no database.

A value counts as being there only when it was read there. What somebody else wrote there is never replaced
unless the teacher says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from app.errors import Trouble
from app.outgoing.rows import Result, Row, State, Target, canonical, make_key
from sync.errors import Busy, LoggedOut, NotReached, Rejected

QUIET: Final = 30.0  # seconds that a request may still be at work after we have stopped waiting for it
FIRST_WAIT: Final = 30.0
LONGEST_WAIT: Final = 6 * 3600.0

# What stands in the way of a row may be gone at the next reading; other refusals hold until they are retried.
OBSTACLES: Final = frozenset(
    {"grade_locked", "grade_overridden", "above_maximum", "not_enrolled", "status_unknown", "target_unfit"}
)
ACTIVE: Final = frozenset({State.WAITING, State.SENDING})


@dataclass(frozen=True, slots=True)
class Held:
    """What a platform holds of one student at a target. value: None for nothing. obstacle: the code of what
    keeps a new value from being taken, or ''."""

    value: str | None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to write, and keys of rows to forget."""

    save: tuple[Row, ...] = ()
    drop: tuple[str, ...] = ()


def derive(results: Iterable[Result], targets: Iterable[Target], rows: Iterable[Row]) -> Changes:
    """What the rows must become so that they say what the results say. Deriving again changes nothing.

    A result that is gone was never sent: its row is forgotten. Otherwise it is parked, because the platform
    still holds the value and only the teacher can say whether it shall.
    """
    wanted: dict[str, Row] = {}
    where = {(target.session, target.kind): target for target in targets}
    for result in results:
        target = where.get((result.session, result.kind))
        if target is not None:
            key = make_key(target.id, result.student, result.item)
            wanted[key] = Row(key, target.id, result.student, canonical(result.value), item=result.item)
    save, drop = [], []
    known = set()
    for row in rows:
        known.add(row.key)
        if row.key in wanted:
            changed = take_value(row, wanted[row.key].value)
        elif row.base is None and not row.sent:
            drop.append(row.key)
            continue
        else:
            changed = replace(row, state=State.PARKED, reason="no_longer_here")
        if changed != row:
            save.append(changed)
    save += [row for key, row in wanted.items() if key not in known]
    return Changes(tuple(save), tuple(drop))


def take_value(row: Row, value: str) -> Row:
    """The row with the value that the session has now. What the teacher has decided about an older value
    does not hold for a new one, and a request under way is read back before anything else."""
    if row.reason == "no_longer_here":  # it is here again
        row = replace(row, state=State.SENDING if row.sent else State.WAITING, reason="", next_at=0.0)
    if row.value == value:
        return row
    row = replace(row, value=value)
    if row.state is State.SENDING:
        return row
    if row.reason == "kept_theirs":
        return replace(row, state=State.CHANGED_THERE, reason="")
    if row.state in (State.CONFIRMED, State.REFUSED):
        return replace(row, state=State.WAITING, attempts=0, next_at=0.0, reason="")
    return row


def settle(row: Row, held: Held | None, now: float) -> Row:
    """The row in the light of what was read. held: None where the platform does not list the student.

    It is waiting then if it is to be sent. A row that only the teacher can free stays as it is, unless the
    platform has come to hold our value.
    """
    if held is not None and held.value is not None and canonical(held.value) == row.value:
        if row.reason == "no_longer_here":
            return row
        return replace(
            row, state=State.CONFIRMED, base=row.value, sent=(), there=None, attempts=0, next_at=0.0,
            asked_at=0.0, reason="", confirmed_at=now,
        )  # fmt: skip
    if row.state is State.PARKED or (row.state is State.REFUSED and row.reason not in OBSTACLES):
        return row
    if held is None:
        return _refuse(row, "not_enrolled")
    there = None if held.value is None else canonical(held.value)
    if there != row.base and there not in row.sent:
        return replace(row, state=State.CHANGED_THERE, there=there, next_at=0.0, asked_at=0.0, reason="")
    if held.obstacle:
        return _refuse(row, held.obstacle)
    if row.state is State.CHANGED_THERE:
        return replace(row, state=State.WAITING, there=None, next_at=0.0)
    if row.state is State.CONFIRMED or row.state is State.REFUSED:
        return replace(row, state=State.WAITING, attempts=0, next_at=0.0, reason="")
    return replace(row, state=State.WAITING, asked_at=0.0)


def about_to_send(row: Row, now: float) -> Row:
    """Written down before the request is made."""
    sent = row.sent if row.value in row.sent else (*row.sent, row.value)
    return replace(row, state=State.SENDING, sent=sent, next_at=now + QUIET, asked_at=now, reason="")


def after_answer(row: Row, held: Held | None, now: float) -> Row:
    """The row after the platform had answered, without complaint, and was read back. What was not taken is
    not sent again by itself: students might be told each time."""
    settled = settle(row, held, now)
    if row.value in row.sent and settled.state is State.WAITING:
        return _refuse(settled, "not_taken")
    return settled


def after_failure(row: Row, error: Trouble, now: float, random: Random) -> Row:
    """The row after a request with it, or for it, has failed. Only a reading tells whether it was done."""
    if isinstance(error, Rejected):
        return _refuse(row, error.code)
    if isinstance(error, LoggedOut):
        return replace(row, asked_at=0.0, reason=error.code)
    waiting = wait_after(row.attempts + 1, random)
    asked_at = 0.0
    if isinstance(error, Busy):
        waiting = max(waiting, error.wait or 0.0)
    if not isinstance(error, NotReached) and row.state is State.SENDING:
        waiting, asked_at = max(waiting, QUIET), now
    return replace(
        row, attempts=row.attempts + 1, next_at=now + waiting, asked_at=asked_at, reason=error.code
    )


def wait_after(attempts: int, random: Random) -> float:
    """Seconds before the next attempt: doubled each time up to six hours, less up to half of it by chance, so
    that a school's computers do not come back all at once."""
    longest = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 20), LONGEST_WAIT)
    return longest * (0.5 + random.random() / 2)


def due(rows: Iterable[Row], now: float) -> list[Row]:
    """Rows for which something is to be done now; those whose effect is not known come first."""
    found = [row for row in rows if row.state in ACTIVE and row.next_at <= now]
    return sorted(found, key=lambda row: (row.state is not State.SENDING, row.next_at, row.key))


def quiet_until(rows: Iterable[Row]) -> float:
    """Until when nothing may be asked of the platform of these rows: a request may still be at work."""
    return max((row.asked_at + QUIET for row in rows if row.asked_at), default=0.0)


def keep_theirs(row: Row) -> Row:
    """The teacher takes what stands there, until the session's own value changes."""
    if row.state is not State.CHANGED_THERE:
        return row
    return replace(row, state=State.PARKED, reason="kept_theirs")


def send_ours(row: Row) -> Row:
    """The teacher wants our value there instead of what was read; another edit since then is found again."""
    if row.state is not State.CHANGED_THERE and row.reason != "kept_theirs":
        return row
    return replace(
        row, state=State.WAITING, base=row.there, sent=(), there=None, attempts=0, next_at=0.0, reason=""
    )


def try_again(row: Row) -> Row:
    """The teacher asks for another attempt at what was refused."""
    if row.state is not State.REFUSED:
        return row
    return replace(row, state=State.WAITING, attempts=0, next_at=0.0, reason="")


def hurry(row: Row) -> Row:
    """Do not wait any longer, except for a request that may still be at work."""
    return replace(row, next_at=0.0) if row.state in ACTIVE and not row.asked_at else row


def park(row: Row, code: str) -> Row:
    """It waits for the teacher, for this reason."""
    return replace(row, state=State.PARKED, next_at=0.0, reason=code)


def free(row: Row, code: str) -> Row:
    """What it was parked for is settled."""
    if row.reason != code:
        return row
    return replace(row, state=State.WAITING, next_at=0.0, reason="")


def match_rows(rows: Iterable[Row], accounts: Mapping[str, str]) -> list[Row]:
    """The rows that change because it is known, or not known any more, who their students are there.
    accounts: student's id to the platform's."""
    found = []
    for row in rows:
        if row.student not in accounts and row.state in ACTIVE:
            found.append(park(row, "not_matched"))
        elif row.student in accounts and row.reason == "not_matched":
            found.append(replace(row, state=State.WAITING, next_at=0.0, reason=""))
    return found


def _refuse(row: Row, code: str) -> Row:
    return replace(row, state=State.REFUSED, next_at=0.0, asked_at=0.0, reason=code)
