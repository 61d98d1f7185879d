"""Work beside the window: what comes back, in which thread, and that nothing outlives the program."""

import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from app.errors import Refused
from widgets.worker import THREADS, Worker


@pytest.fixture
def worker(qtbot):
    worker = Worker()
    yield worker
    assert worker.shut_down()


def refuse():
    raise Refused("no_such_quiz")


def fail():
    raise ZeroDivisionError("secret words of a pupil")


def count(total, progress):
    """Counts until it is stopped or done; gives how far it came."""
    for number in range(1, total + 1):
        if not progress(number, total):
            return number
    return total


def test_a_result_comes_in_the_gui_thread(qtbot, worker):
    threads = []
    task = worker.run(lambda a, b: (a + b, threading.current_thread()), 1, 2)
    task.finished.connect(lambda result: threads.append(threading.current_thread()))
    with qtbot.waitSignal(task.finished) as given:
        assert worker.is_busy
    result, thread = given.args[0]
    assert result == 3 and thread is not threading.main_thread()
    assert threads == [threading.main_thread()]
    assert not worker.is_busy


def test_a_refusal_comes_as_it_is(qtbot, worker):
    with qtbot.waitSignal(worker.run(refuse).failed) as given:
        pass
    assert given.args[0].code == "no_such_quiz"


def test_a_fault_of_ours_is_logged_and_told_as_one(qtbot, worker, caplog):
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(worker.run(fail).failed) as given:
        pass
    assert (given.args[0].code, given.args[0].params) == ("unexpected", {"kind": "ZeroDivisionError"})
    assert "ZeroDivisionError" in caplog.text


def test_progress_is_told_a_few_times_and_to_the_end(qtbot, worker):
    shares = []
    task = worker.run(count, 5_000)
    task.progressed.connect(lambda share, text: shares.append(share))
    with qtbot.waitSignal(task.finished) as given:
        pass
    assert given.args[0] == 5_000
    assert shares[-1] == 1.0 and shares == sorted(shares) and len(shares) < 200


def test_progress_of_an_unknown_whole(qtbot, worker):
    told = []

    def look(progress):
        progress(7, 0, "seven")

    task = worker.run(look)
    task.progressed.connect(lambda share, text: told.append((share, text)))
    with qtbot.waitSignal(task.finished):
        pass
    assert told == [(-1.0, "seven")]


def test_cancelled_work_stops_and_gives_nothing(qtbot, worker):
    begun, stopped, results = threading.Event(), threading.Event(), []

    def work(progress):
        begun.set()
        while progress(1, 2):
            pass
        stopped.set()
        return "half"

    task = worker.run(work)
    task.finished.connect(results.append)
    assert begun.wait(5)
    with qtbot.waitSignal(task.cancelled):
        task.cancel()
    assert stopped.is_set() and results == []


def test_what_waits_for_others_does_not_keep_a_class_from_starting(qtbot, worker):
    """A teacher without internet has asked a platform three times, for three things, and starts a class."""
    go = threading.Event()
    waiting = [worker.run(go.wait, 5) for _ in range(6)]
    with qtbot.waitSignal(worker.run(str).finished):
        pass
    with qtbot.waitSignals([one.finished for one in waiting]):
        go.set()


def test_a_result_for_what_is_gone_is_not_given(qtbot, worker):
    """A dialog that was closed, a page that was made anew while the work went on."""
    here, gone, given = QObject(), QObject(), []
    task = worker.run(str)
    task.give(gone, lambda _: given.append("gone"))
    task.give(here, lambda _: given.append("here"))
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert given == ["here"]


def test_work_that_was_cancelled_before_its_turn_never_begins(qtbot, worker):
    go, begun = threading.Event(), []
    busy = [worker.run(go.wait, 5) for _ in range(THREADS)]
    task = worker.run(begun.append, 1)
    task.cancel()
    with qtbot.waitSignals([task.cancelled, *(one.finished for one in busy)]):
        go.set()
    assert begun == []


def test_ending_waits_for_what_is_under_way_and_says_nothing_more(qtbot):
    worker, begun, heard = Worker(), threading.Event(), []

    def work(progress):
        begun.set()
        while progress(0, 1):
            pass

    tasks = [worker.run(work), *(worker.run(work) for _ in range(9))]
    for task in tasks:
        for signal in (task.finished, task.failed, task.cancelled):
            signal.connect(lambda *values: heard.append(values))
    assert begun.wait(5)
    assert worker.shut_down()
    qtbot.waitUntil(
        lambda: not any(thread.name.startswith("preau-worker") for thread in threading.enumerate())
    )
    qtbot.wait(0)  # what was told meanwhile would be delivered now
    assert heard == []


def test_work_that_does_not_stop_is_said(qtbot):
    worker, go, begun = Worker(), threading.Event(), threading.Event()

    def stubborn():
        begun.set()
        return go.wait(10)

    worker.run(stubborn)
    assert begun.wait(5)
    assert not worker.shut_down(patience=0.05)
    go.set()
    assert worker.shut_down(), "later it has ended"


def test_a_function_that_does_not_say_its_parameters(qtbot, worker):
    with qtbot.waitSignal(worker.run(max, 3, 4).finished) as given:
        pass
    assert given.args[0] == 4
