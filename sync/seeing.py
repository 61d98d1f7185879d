"""What is in the outbox, in the words of windows. Reads only."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.outgoing.connections import Connection
from app.outgoing.rows import Row, State, Target
from app.outgoing.seen import Health, Overview, SessionSync
from app.storage.outbox import Outbox
from sync import outbox as policy
from sync.deriving import SessionLike
from sync.worker import Worker

_NOBODYS: Counter[State] = Counter()


def see_health(worker: Worker, connection: Connection, unkept: bool, rows: Iterable[Row]) -> Health:
    """unkept: its key ends with the program; rows: of the connection."""
    rows = list(rows)
    counts = Counter(row.standing for row in rows)
    times = [row.next_at for row in rows if row.state in policy.ACTIVE]
    waiting = counts[State.WAITING] + counts[State.SENDING]
    rests = connection.trouble or rest_code(worker)
    code = rests or worker.unreached_code(connection.id) or ("keyring_missing" if unkept else "")
    return Health(
        connection, waiting, counts[State.CONFIRMED], counts[State.CHANGED_THERE], counts[State.REFUSED],
        counts[State.PARKED], code, None if rests else min(times, default=None),
    )  # fmt: skip


def rest_code(worker: Worker) -> str:
    """Why nothing is sent to any platform, '' where it is."""
    if worker.is_paused:
        return "sync_paused"
    return "metered" if worker.is_resting_for_cost else ""


def see_all(outbox: Outbox, worker: Worker) -> Overview:
    connections, targets = outbox.list_connections(), outbox.list_targets()
    counts = outbox.count_rows()
    total: Counter[State] = sum(counts.values(), Counter())
    busy = {target.session for target in targets if _is_waiting(counts.get(target.id, _NOBODYS))}
    unreached = [code for known in connections if (code := worker.unreached_code(known.id))]
    troubles = [connection.trouble for connection in connections if connection.trouble]
    code = (troubles or [""])[0] or rest_code(worker) or (unreached or [""])[0]
    times = [connection.confirmed_at for connection in connections if connection.confirmed_at is not None]
    return Overview(
        total[State.WAITING] + total[State.SENDING], total[State.CHANGED_THERE], total[State.REFUSED],
        total[State.PARKED], len(busy), max(times, default=None), code,
    )  # fmt: skip


def see_session(
    row: SessionLike,
    targets: Iterable[Target],
    counts: Mapping[str, Counter[State]],
    confirmed: Mapping[str, float],
) -> SessionSync:
    """counts and confirmed: by target, of all sessions."""
    own = tuple(target for target in targets if target.session == row.id)
    total: Counter[State] = sum((counts.get(target.id, _NOBODYS) for target in own), Counter())
    times = [confirmed[target.id] for target in own if target.id in confirmed]
    return SessionSync(row.id, row.title, row.class_name, row.opened_at, own, total, max(times, default=None))


def is_settled(rows: Iterable[Row]) -> bool:
    """Whether each was read there, or the teacher has said that it shall not."""
    return all(row.standing is State.CONFIRMED for row in rows)


def _is_waiting(counts: Mapping[State, int]) -> bool:
    return any(counts.get(state) for state in policy.ACTIVE)
