"""One target brought up to date: read, compare, write down, send, read back. May die anywhere.

The order is the point. Nothing is sent that was not written down before, and nothing counts as being there
that was not read there.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Protocol

from app.clock import Clock
from app.errors import Trouble
from app.outgoing.plan import Plan, list_lines
from app.outgoing.rows import Row, State, Target, canonical
from sync import outbox as policy
from sync.connectors.base import Connector, Reading
from sync.errors import Rejected
from sync.outbox import Held

NOT_AGREED = "not_agreed"


class Store(Protocol):
    """The outbox on the disk, as far as a run needs it."""

    def list_rows(self, target: str | None = None, connection: str | None = None) -> list[Row]: ...

    def change(
        self, judge: Callable[[list[Row]], Iterable[Row]], *, target: str | None = None
    ) -> list[Row]: ...

    def load_accounts(self, connection: str) -> dict[str, str]: ...

    def set_top(self, target: str, top: str) -> None: ...


class Run:
    """One run of one target. Raises what the connector raises, after writing it down."""

    def __init__(
        self, store: Store, connector: Connector, target: Target, clock: Clock, random: Random
    ) -> None:
        self._store = store
        self._connector = connector
        self._target = target
        self._clock = clock
        self._random = random
        # A record store knows students by their number, which a statement carries itself.
        self._matches = target.kind != "statement"
        self._accounts = store.load_accounts(target.connection) if self._matches else {}

    def plan(self) -> Plan:
        """What `bring_up_to_date` would do, changing nothing."""
        reading = self._connector.read(self._target.ref)
        now, rows = self._clock.now(), self._store.list_rows(self._target.id)
        matched = {row.key: row for row in self._match(rows)}
        after = [self._settled(matched.get(row.key, row), reading, now) for row in rows]
        there = {row.key: held.value for row in rows if (held := self._held(row, reading)) is not None}
        notices = self._connector.foresee(self._target.ref, reading, self._values_of(after))
        return Plan(self._target.id, list_lines(after, there), tuple(notices))

    def bring_up_to_date(self) -> None:
        self._change(self._match)
        reading = self._read(lambda row: row.state in policy.ACTIVE)
        if self._has_another_top(reading):
            return
        now = self._clock.now()
        self._change(lambda rows: [self._settled(row, reading, now) for row in rows])
        rows = [row for row in self._store.list_rows(self._target.id) if self._is_to_send(row, now)]
        if self._waits_for_agreement(rows, reading):
            return
        most = self._connector.most
        chunks = [rows[start : start + most] for start in range(0, len(rows), most)]
        sent: set[str] = set()
        while chunks:
            chunk = chunks.pop(0)
            if self._send(chunk, reading):
                sent |= {row.key for row in chunk}
            else:  # refused as a whole, and perhaps done in part: find out which of them it was
                reading = self._read_back({row.key for row in chunk}, answered=False)
                keys = {row.key for row in chunk}
                left = [row for row in self._store.list_rows(self._target.id) if row.key in keys]
                left = [row for row in left if row.state is State.WAITING]
                middle = (len(left) + 1) // 2
                chunks = [half for half in (left[:middle], left[middle:]) if half] + chunks
        if sent:
            self._read_back(sent, answered=True)

    def _has_another_top(self, reading: Reading) -> bool:
        """Whether the values were made for another highest value; they are made anew before the next run."""
        if not self._target.top or reading.top is None:
            return False
        top = canonical(str(reading.top))
        if top == canonical(self._target.top):
            return False
        self._store.set_top(self._target.id, top)
        return True

    def _send(self, chunk: list[Row], reading: Reading) -> bool:
        """Whether the platform did not complain."""
        keys, now = {row.key: row.value for row in chunk}, self._clock.now()
        written = self._change(
            lambda rows: [
                policy.about_to_send(row, now)
                for row in rows
                if row.state is State.WAITING and keys.get(row.key) == row.value
            ]
        )
        if not written:
            return True
        try:
            self._connector.send(self._target.ref, reading, self._values_of(written))
        except Rejected as error:
            if len(written) == 1:
                self._note_failure(error, {written[0].key})
                return True
            return False
        except Trouble as error:
            self._note_failure(error, {row.key for row in written})
            raise
        return True

    def _read_back(self, keys: set[str], *, answered: bool) -> Reading:
        reading = self._read(lambda row: row.key in keys)
        judge = policy.after_answer if answered else policy.settle
        now = self._clock.now()
        self._change(
            lambda rows: [
                judge(row, self._held(row, reading), now)
                for row in rows
                if row.key in keys and row.state is State.SENDING
            ]
        )
        return reading

    def _read(self, waiting: Callable[[Row], bool]) -> Reading:
        try:
            return self._connector.read(self._target.ref)
        except Trouble as error:
            self._note_failure(
                error, {row.key for row in self._store.list_rows(self._target.id) if waiting(row)}
            )
            raise

    def _note_failure(self, error: Trouble, keys: set[str]) -> None:
        now = self._clock.now()
        self._change(
            lambda rows: [
                policy.after_failure(row, error, now, self._random) for row in rows if row.key in keys
            ]
        )

    def _waits_for_agreement(self, rows: list[Row], reading: Reading) -> bool:
        """Whether sending would bring about what the teacher was not told; the rows are parked then."""
        if not rows:
            return False
        notices = self._connector.foresee(self._target.ref, reading, self._values_of(rows))
        if {notice.code for notice in notices} <= set(self._target.agreed):
            return False
        keys = {row.key for row in rows}
        self._change(lambda present: [policy.park(row, NOT_AGREED) for row in present if row.key in keys])
        return True

    def _match(self, rows: list[Row]) -> list[Row]:
        return policy.match_rows(rows, self._accounts) if self._matches else []

    def _account(self, row: Row) -> str:
        """What the connector knows the row's student (and item) by, '' where that is not known."""
        return self._accounts.get(row.student, "") if self._matches else f"{row.student} {row.item}"

    def _settled(self, row: Row, reading: Reading, now: float) -> Row:
        if not self._account(row):
            return row
        return policy.settle(row, self._held(row, reading), now)

    def _held(self, row: Row, reading: Reading) -> Held | None:
        held = reading.held.get(self._account(row))
        if held is None or held.obstacle:
            return held
        if _is_above(row.value, reading.top):
            return Held(held.value, "above_maximum")
        if reading.takes is not None and row.value not in reading.takes:
            return Held(held.value, "status_unknown")
        return held

    def _is_to_send(self, row: Row, now: float) -> bool:
        return row.state is State.WAITING and row.next_at <= now and bool(self._account(row))

    def _values_of(self, rows: Iterable[Row]) -> Mapping[str, str]:
        ours = {State.WAITING, State.SENDING}
        return {self._account(row): row.value for row in rows if row.state in ours and self._account(row)}

    def _change(self, judge: Callable[[list[Row]], Iterable[Row]]) -> list[Row]:
        return self._store.change(judge, target=self._target.id)


def _is_above(value: str, top: Decimal | None) -> bool:
    try:
        return top is not None and Decimal(value) > top
    except InvalidOperation:
        return False
