"""The thread that brings platforms up to date, over days if need be, one request at a time.

It starts by itself when something is due, notices by itself when a platform can be reached again, and leaves
alone a connection that only the teacher can mend.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, Protocol

from app.clock import Clock
from app.errors import PreauError, Trouble
from app.outgoing.connections import Connection
from app.outgoing.rows import Row, State, Target
from app.story import write_story
from sync import outbox as policy
from sync.connectors.base import Connector
from sync.errors import LoggedOut, NotReached, Rejected
from sync.http import can_reach
from sync.run import Run, Store

_LOG: Final = logging.getLogger(__name__)

LOOK_AGAIN: Final = 30.0  # seconds between two looks whether a platform can be reached again
LONGEST_NAP: Final = 300.0


class WorkerStore(Store, Protocol):
    def list_connections(self) -> list[Connection]: ...

    def list_targets(self) -> list[Target]: ...

    def set_trouble(self, connection: str, code: str) -> None: ...

    def note_confirmed(self, connection: str, at: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the worker asks of the world. connect: opens a connection; metered: whether the system says that
    data costs money here, None where it does not say."""

    connect: Callable[[Connection], Connector]
    metered: Callable[[], bool | None]
    reachable: Callable[[str], bool] = can_reach


class Worker:
    """`start` it, `wake` it when rows have changed, `stop` it. changed: called in the worker's thread after
    each pass that did something. prepare: called before each pass; raises nothing."""

    def __init__(
        self,
        store: WorkerStore,
        surroundings: Surroundings,
        clock: Clock,
        random: Random | None = None,
        changed: Callable[[], None] = lambda: None,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._around = surroundings
        self._clock = clock
        self._random = random or Random()  # noqa: S311 - spreads attempts, guards nothing
        self._changed = changed
        self._prepare = prepare
        self._metered: bool | None = None
        self.is_resting_for_cost = False
        self._wakened = threading.Event()
        self._stopping = threading.Event()
        self._paused = threading.Event()
        self._everything = threading.Event()
        self._unreached: dict[str, str] = {}
        self._failed: set[str] = set()  # connections in whose last pass we failed
        self._thread: threading.Thread | None = None

    @property
    def is_paused(self) -> bool:
        return self._paused.is_set()

    def unreached_code(self, connection: str) -> str:
        """Why it could not be reached when it was last asked, '' where it could."""
        return self._unreached.get(connection, "")

    def start(self) -> None:
        self._thread = threading.Thread(target=self.work, name="sync", daemon=True)
        self._thread.start()

    def stop(self, wait: float | None = None) -> None:
        """Let the request that is under way end, and begin no other. wait: seconds to wait for that; what
        is still unknown then is read back at the next start."""
        self._stopping.set()
        self._wakened.set()
        if self._thread is not None:
            self._thread.join(wait)

    def wake(self) -> None:
        """Rows have changed: look at once."""
        self._wakened.set()

    def pause(self) -> None:
        """Begin nothing new until `resume` or `sync_now`."""
        self._paused.set()

    def resume(self) -> None:
        self._paused.clear()
        self._wakened.set()

    def sync_now(self) -> None:
        """Everything at once, also what is confirmed, whatever the connection costs."""
        self._paused.clear()
        self._everything.set()
        self._wakened.set()

    def work_once(self) -> float:
        """One pass over all connections; gives the seconds until something is due again."""
        self._prepare()
        everything = self._everything.is_set()
        self._everything.clear()
        self._metered, self.is_resting_for_cost = None, False
        if self._paused.is_set():
            return LONGEST_NAP
        worked = False
        self._failed.clear()
        for connection in self._store.list_connections():
            if self._stopping.is_set():
                break
            try:
                worked |= self._work_on(connection, everything)
            except Exception:  # a fault of ours with one platform must not keep the others waiting
                _LOG.exception("syncing with a platform failed")
                self._failed.add(connection.id)
        if worked or self.is_resting_for_cost:
            self._changed()
        return LONGEST_NAP if self.is_resting_for_cost else self._nap()

    def _work_on(self, connection: Connection, everything: bool) -> bool:
        """Whether anything was asked of the platform."""
        if connection.trouble and not everything:
            return False
        rows = self._store.list_rows(connection=connection.id)
        if policy.quiet_until(rows) > self._clock.now():
            if everything:  # asked for, so done once it may be
                self._everything.set()
            return False
        if connection.id in self._unreached or everything:
            if not everything and (self._costs() or not self._around.reachable(connection.address)):
                return False
            self._unreached.pop(connection.id, None)
            self._hurry(connection, rows, everything)
        targets = self._targets(connection, everything)
        if not targets or (not everything and self._costs()):
            return False
        try:
            self._bring_up_to_date(connection, targets)
        except NotReached as error:
            if connection.id not in self._unreached:
                write_story("unreachable", kind=connection.kind)
            known = error.code == "platform_not_trusted"  # the way is free, and the teacher can do something
            self._unreached[connection.id] = error.code if known else "platform_unreachable"
        except LoggedOut as error:
            self._store.set_trouble(connection.id, error.code)
        except Trouble as error:
            _LOG.info("sync is put off: %s", error.code)
        return True

    def _costs(self) -> bool:
        """Whether this pass shall leave the network alone. The system is asked only where something is to be
        done, and once: asking takes it a while."""
        if self._metered is None:
            self._metered = bool(self._around.metered())
        self.is_resting_for_cost = self._metered
        return self._metered

    def _bring_up_to_date(self, connection: Connection, targets: list[Target]) -> None:
        """The targets one after the other. What a platform refuses stops only the target concerned."""
        try:
            connector = self._around.connect(connection)
        except PreauError as error:  # no key, no keyring, no such address: nothing that time would mend
            self._store.set_trouble(connection.id, error.code)
            return
        whole = True
        before = self._states(connection)
        try:
            for target in targets:
                if self._stopping.is_set() or self._paused.is_set():
                    return
                try:
                    Run(self._store, connector, target, self._clock, self._random).bring_up_to_date()
                except Rejected as error:
                    _LOG.info("a target was refused: %s", error.code)
                    whole = False
        finally:
            connector.close()
            self._tell_story(connection, before)
        if connection.trouble:
            self._store.set_trouble(connection.id, "")
        rows = self._store.list_rows(connection=connection.id)
        if whole and all(row.state is not State.WAITING and row.state is not State.SENDING for row in rows):
            self._store.note_confirmed(connection.id, self._clock.now())

    def _states(self, connection: Connection) -> dict[str, State]:
        return {row.key: row.state for row in self._store.list_rows(connection=connection.id)}

    def _tell_story(self, connection: Connection, before: dict[str, State]) -> None:
        """What has come of it, in numbers."""
        news = [state for key, state in self._states(connection).items() if before.get(key) is not state]
        sent, refused = news.count(State.CONFIRMED), news.count(State.REFUSED)
        if sent or refused:
            write_story("sent", kind=connection.kind, sent=sent, refused=refused)

    def _targets(self, connection: Connection, everything: bool) -> list[Target]:
        """Those with something to do, the longest waiting first, else in the order of their making."""
        targets = {t.id: t for t in self._store.list_targets() if t.connection == connection.id}
        if everything:
            return list(targets.values())
        place = {id_: number for number, id_ in enumerate(targets)}
        due = policy.due(self._store.list_rows(connection=connection.id), self._clock.now())
        due = [row for row in due if row.target in targets]
        due.sort(key=lambda row: (row.state is not State.SENDING, row.next_at, place[row.target]))
        return [targets[id_] for id_ in dict.fromkeys(row.target for row in due)]

    def _hurry(self, connection: Connection, rows: list[Row], everything: bool) -> None:
        """Do not wait any longer for what only waited for the way to be free, or was asked for now."""
        keys = {row.key for row in rows}
        self._store.change(
            lambda present: [
                policy.hurry(row)
                for row in present
                if row.key in keys and (everything or row.reason == "platform_not_reached")
            ]
        )

    def _nap(self) -> float:
        if self._unreached:
            return LOOK_AGAIN
        stopped = {c.id for c in self._store.list_connections() if c.trouble} | self._failed
        targets = {t.id for t in self._store.list_targets() if t.connection not in stopped}
        times = [
            row.next_at
            for row in self._store.list_rows()
            if row.state in policy.ACTIVE and row.target in targets
        ]
        return min(
            max(min(times, default=LONGEST_NAP + self._clock.now()) - self._clock.now(), 1.0), LONGEST_NAP
        )

    def work(self) -> None:
        """Until `stop`, in the thread that calls it."""
        while not self._stopping.is_set():
            self._wakened.clear()
            try:
                nap = self.work_once()
            except Exception:  # nor must one with what is kept here end syncing for good, or fill the log
                _LOG.exception("syncing failed")
                nap = LONGEST_NAP
            if not self._stopping.is_set():  # `stop` may have come before the bell was cleared
                self._wakened.wait(nap)
