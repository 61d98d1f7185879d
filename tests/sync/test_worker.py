"""The thread: it begins by itself, stops when told, comes back when the platform does."""

import threading
from random import Random

import pytest

from app.clock import ManualClock
from app.errors import Trouble
from app.outgoing.rows import Row, State, make_key
from app.storage.outbox import Outbox
from app.story import tell_story_in
from sync import outbox as policy
from sync.connectors.base import Reading
from sync.errors import LoggedOut, NotReached, Rejected, Unanswered
from sync.outbox import Held
from sync.worker import LONGEST_NAP, LOOK_AGAIN, Surroundings, Worker


class Platform:
    """A platform in memory. failures: raised one after the other by `read`, None for none."""

    most = 50

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.reads: list[str] = []
        self.failures: list[Exception | None] = []
        self.reachable = True
        self.closed = 0
        self.metered: bool | None = None

    def read(self, ref):
        self.reads.append(ref)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        return Reading({account: Held(self.values.get(ref + account)) for account in ("6", "7")})

    def foresee(self, ref, reading, values):
        return []

    def close(self):
        self.closed += 1

    def send(self, ref, reading, values):
        self.values |= {ref + account: value for account, value in values.items()}


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def connection(outbox):
    id_ = outbox.add_connection("moodle", "M", "https://moodle.example")
    outbox.take_matches(id_, {"a": "6", "b": "7"})
    return id_


@pytest.fixture
def worker(outbox, clock, platform):
    around = Surroundings(lambda connection: platform, lambda: platform.metered, lambda a: platform.reachable)
    return Worker(outbox, around, clock, Random(2))


def want(outbox: Outbox, connection: str, session: str = "s1", value: str = "12") -> None:
    target = outbox.add_target(session, "grade", connection, session)
    rows = [Row(make_key(target.id, s), target.id, s, value) for s in ("a", "b")]
    outbox.derive(lambda before, targets: (rows, ()))


def states(outbox: Outbox) -> set[State]:
    return {row.state for row in outbox.list_rows()}


def test_many_sessions_are_sent_and_then_nothing_is_asked(worker, outbox, connection, platform, clock):
    for number in range(5):
        want(outbox, connection, f"s{number}")
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED}
    assert (len(platform.values), platform.closed) == (10, 1)
    assert outbox.list_connections()[0].confirmed_at == clock.now()
    platform.reads.clear()
    assert worker.work_once() == LONGEST_NAP
    assert platform.reads == []


def test_the_log_tells_what_was_sent_in_numbers(worker, outbox, connection, platform, clock, caplog):
    caplog.set_level("INFO")
    tell_story_in(lambda: "en")
    want(outbox, connection)
    platform.failures = [NotReached("platform_not_reached")]
    worker.work_once()
    clock.advance(LOOK_AGAIN)
    worker.work_once()
    worker.work_once()
    told = [record.getMessage() for record in caplog.records if record.name.startswith("story.")]
    assert told == [
        "The platform (moodle) cannot be reached; what waits is sent later.",
        "Sent to the platform (moodle): 2. Refused there: 0.",
    ]


def test_it_notices_by_itself_that_the_platform_is_there_again(worker, outbox, connection, platform, clock):
    want(outbox, connection)
    platform.failures = [NotReached("platform_not_reached")]
    platform.reachable = False
    assert worker.work_once() == LOOK_AGAIN
    for _ in range(10):
        clock.advance(LOOK_AGAIN)
        assert worker.work_once() == LOOK_AGAIN
    assert len(platform.reads) == 1
    platform.reachable = True
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED}


def test_a_connection_that_only_the_teacher_can_mend_is_left_alone(
    worker, outbox, connection, platform, clock
):
    want(outbox, connection)
    platform.failures = [LoggedOut("platform_logged_out")]
    worker.work_once()
    assert outbox.list_connections()[0].trouble == "platform_logged_out"
    clock.advance(9e6)
    assert worker.work_once() == LONGEST_NAP
    assert len(platform.reads) == 1
    worker.sync_now()
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED}
    assert outbox.list_connections()[0].trouble == ""


def test_what_time_cannot_mend_is_not_tried_over_and_over(outbox, connection, clock):
    want(outbox, connection)
    tries = []

    def connect(connection):
        tries.append(connection.id)
        raise Trouble("keyring_missing")

    worker = Worker(outbox, Surroundings(connect, lambda: None), clock, Random(2))
    assert worker.work_once() == worker.work_once() == LONGEST_NAP
    assert tries == [connection]
    assert outbox.list_connections()[0].trouble == "keyring_missing"


def test_while_a_request_may_be_at_work_the_platform_is_left_in_peace(
    worker, outbox, connection, platform, clock
):
    want(outbox, connection)
    want(outbox, connection, "s2")
    outbox.change(
        lambda rows: [
            policy.after_failure(
                policy.about_to_send(r, clock.now()), Unanswered("x"), clock.now(), Random(1)
            )
            for r in rows[:1]
        ]
    )
    worker.sync_now()
    worker.work_once()
    assert platform.reads == []
    clock.advance(policy.QUIET)
    worker.work_once()
    assert platform.reads != []


def test_what_a_platform_refuses_does_not_stop_the_next_session(worker, outbox, connection, platform):
    want(outbox, connection)
    want(outbox, connection, "s2")
    platform.failures = [Rejected("gone_there")]
    worker.work_once()
    by_target = {row.target: (row.state, row.reason) for row in outbox.list_rows()}
    assert set(by_target.values()) == {(State.REFUSED, "gone_there"), (State.CONFIRMED, "")}
    assert outbox.list_connections()[0].confirmed_at is None


def test_pause_and_metered_connections_hold_until_now_is_said(worker, outbox, connection, platform):
    want(outbox, connection)
    platform.metered = True
    assert worker.work_once() == LONGEST_NAP
    platform.metered = False
    worker.pause()
    assert worker.work_once() == LONGEST_NAP
    assert platform.reads == [] and worker.is_paused
    platform.metered = True
    worker.sync_now()
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED}
    assert not worker.is_paused


def test_now_finds_edits_of_what_was_confirmed(worker, outbox, connection, platform):
    want(outbox, connection)
    worker.work_once()
    platform.values["s16"] = "19"
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED}
    worker.sync_now()
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED, State.CHANGED_THERE}
    assert platform.values["s16"] == "19"


def test_a_fault_with_one_platform_keeps_no_other_one_waiting(outbox, connection, platform, clock):
    broken = outbox.list_connections()[0]
    other = outbox.add_connection("moodle", "N", "https://other.example")
    outbox.take_matches(other, {"a": "6", "b": "7"})
    want(outbox, connection, "s1")
    want(outbox, other, "s2")
    faulty = Platform()
    faulty.failures = [RuntimeError("a fault of ours")]
    around = Surroundings(lambda c: faulty if c == broken else platform, lambda: None, lambda address: True)
    worker = Worker(outbox, around, clock, Random(2))
    assert worker.work_once() == LONGEST_NAP  # not at once again, and the log stays small
    assert {row.state for row in outbox.list_rows(connection=other)} == {State.CONFIRMED}
    worker.work_once()
    assert states(outbox) == {State.CONFIRMED}


def test_the_thread_works_when_wakened_survives_our_faults_and_ends(outbox, connection, platform, clock):
    changed = threading.Event()
    around = Surroundings(lambda connection: platform, lambda: None, lambda address: True)
    worker = Worker(outbox, around, clock, Random(2), changed.set)
    platform.failures = [RuntimeError("a fault of ours")]
    want(outbox, connection)
    worker.start()
    while not platform.reads:
        worker.wake()
    worker.wake()
    assert changed.wait(20)
    worker.stop(20)
    assert states(outbox) == {State.CONFIRMED}
    assert not any(thread.name == "sync" for thread in threading.enumerate())


def test_a_program_that_died_while_sending_reads_first_when_it_starts_again(tmp_path, platform):
    folder = tmp_path / "died"
    folder.mkdir()
    clock = ManualClock()
    outbox = Outbox(folder, clock)
    connection = outbox.add_connection("moodle", "M", "https://moodle.example")
    outbox.take_matches(connection, {"a": "6", "b": "7"})
    want(outbox, connection)
    outbox.change(lambda rows: [policy.about_to_send(row, clock.now()) for row in rows])
    platform.values = {"s16": "12", "s17": "11"}  # one arrived; the other was edited since
    outbox.close()
    outbox = Outbox(folder, clock)
    around = Surroundings(lambda connection: platform, lambda: None, lambda address: True)
    worker = Worker(outbox, around, clock, Random(2))
    assert 1.0 <= worker.work_once() <= policy.QUIET
    assert platform.reads == []
    clock.advance(policy.QUIET)
    worker.work_once()
    assert [(r.student, r.state) for r in sorted(outbox.list_rows(), key=lambda r: r.student)] == [
        ("a", State.CONFIRMED),
        ("b", State.CHANGED_THERE),
    ]
    assert platform.values == {"s16": "12", "s17": "11"}
    outbox.close()
