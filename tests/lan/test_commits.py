"""Group commit: order, company, failure and end."""

import asyncio
import threading

from app.errors import Trouble
from app.lan.commits import CommitQueue
from app.live.events import LobbyShown
from tests.helpers.served import until


class Store:
    """A journal that blocks or fails when told to."""

    def __init__(self):
        self.batches = []
        self.free = threading.Event()
        self.free.set()
        self.error = None

    def __call__(self, events):
        self.free.wait(10)
        if self.error is not None:
            raise self.error
        self.batches.append([event.at for event in events])


def event(number):
    return LobbyShown(float(number))


class Calls(list):
    def noting(self, name):
        return lambda error: self.append((name, error.code if error else None))


async def close(queue):
    await queue.close()
    assert not queue._thread.is_alive()


async def test_what_arrives_together_is_stored_together_and_in_order():
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"))
    for number in range(500):
        queue.add([event(number)], calls.noting(number))
    assert calls == [] and store.batches == []
    await queue.wait_until_stored()
    assert [at for batch in store.batches for at in batch] == list(range(500))
    assert queue.commits == len(store.batches) == 1
    assert queue.stored_events == 500
    assert calls == [(number, None) for number in range(500)]
    await close(queue)


async def test_what_comes_alone_waits_for_no_company_and_takes_those_who_wait_along():
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"), gather=3600.0)
    queue.add([event(1)], calls.noting(1))
    queue.add([event(2)], calls.noting(2), alone=True)
    await asyncio.wait_for(queue.wait_until_stored(), 5)
    assert store.batches == [[1.0, 2.0]]
    assert calls == [(1, None), (2, None)]
    await close(queue)


async def test_nobody_is_told_before_the_commit_and_what_comes_meanwhile_is_the_next_batch():
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"), gather=0.0)
    store.free.clear()
    queue.add([event(1)], calls.noting(1))
    await until(lambda: queue._busy)
    for number in range(2, 6):
        queue.add([event(number)], calls.noting(number))
    queue.add([], calls.noting("repeated"))
    waiting = asyncio.create_task(queue.wait_until_stored())
    await asyncio.sleep(0)
    assert calls == [] and not waiting.done()
    store.free.set()
    await asyncio.wait_for(waiting, 5)
    assert store.batches == [[1.0], [2.0, 3.0, 4.0, 5.0]]
    assert calls == [(1, None), (2, None), (3, None), (4, None), (5, None), ("repeated", None)]
    await close(queue)


async def test_waiting_ends_with_what_was_queued_before_even_if_more_keeps_coming():
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"), gather=0.0)
    going = True

    def more(error):
        if going:
            queue.add([event(0)], more)

    queue.add([event(0)], more)
    await asyncio.wait_for(queue.wait_until_stored(), 5)
    assert not queue._idle.is_set()
    going = False
    await close(queue)


async def test_a_failure_drops_everything_that_waits_and_calls_back():
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"), gather=0.0)
    store.free.clear()
    store.error = Trouble("not_stored", reason="full")
    queue.add([event(1)], calls.noting(1))
    await until(lambda: queue._busy)
    queue.add([event(2)], calls.noting(2))
    store.free.set()
    await asyncio.wait_for(queue.wait_until_stored(), 5)
    assert calls == [("failure", "not_stored"), (1, "not_stored"), (2, "not_stored")]
    assert store.batches == [] and queue.commits == 0
    store.error = None
    queue.add([event(3)], calls.noting(3))
    await queue.wait_until_stored()
    assert store.batches == [[3.0]] and calls[-1] == (3, None)
    await close(queue)


async def test_a_fault_of_the_store_is_a_trouble_for_those_who_wait(caplog):
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"))
    store.error = ValueError("ours")
    queue.add([event(1)], calls.noting(1))
    await queue.wait_until_stored()
    assert calls == [("failure", "not_stored"), (1, "not_stored")]
    assert "the journal failed" in caplog.text
    await close(queue)


async def test_a_callback_that_fails_takes_no_receipt_from_others(caplog):
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"))

    def fail(error):
        raise RuntimeError("a page of ours")

    queue.add([event(1)], calls.noting(1))
    queue.add([event(2)], fail)
    queue.add([event(3)], calls.noting(3))
    await asyncio.wait_for(queue.wait_until_stored(), 5)
    assert calls == [(1, None), (3, None)]
    assert "a page of ours" in caplog.text
    await asyncio.wait_for(close(queue), 5)


async def test_side_jobs_run_in_the_writer_thread_and_may_fail(caplog):
    store, names = Store(), []
    queue = CommitQueue(store, lambda error: None)
    queue.run_beside(lambda: names.append(threading.current_thread().name))
    queue.run_beside(lambda: 1 / 0)
    queue.add([event(1)])
    await queue.wait_until_stored()
    assert names == ["preau-commits"] and store.batches == [[1.0]]
    assert "a side job of the journal failed" in caplog.text
    await close(queue)


async def test_a_side_job_that_finds_the_disk_full_leaves_a_line_and_no_trace(caplog):
    def fail():
        raise Trouble("not_stored", reason="full")

    queue = CommitQueue(Store(), lambda error: None)
    queue.run_beside(fail)
    await close(queue)
    [line] = caplog.records
    assert line.exc_info is None and "full" in line.getMessage()


async def test_closing_stores_what_waits():
    store, calls = Store(), Calls()
    queue = CommitQueue(store, calls.noting("failure"), gather=0.01)
    queue.add([event(1)], calls.noting(1))
    await close(queue)
    assert store.batches == [[1.0]] and calls == [(1, None)]


async def test_closing_an_idle_queue():
    await asyncio.wait_for(close(CommitQueue(Store(), lambda error: None)), 5)
