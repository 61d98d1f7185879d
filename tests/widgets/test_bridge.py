"""The running class in the window: signals in the GUI thread, few of them, also when its server dies."""

import threading

import pytest

from tests.helpers.desktops import ALONE, kill_server, supervised
from tests.helpers.fake_class import fake_class, snapshot
from tests.helpers.processes import write_quiz
from widgets.bridge import ClassBridge
from widgets.language import apply_language


@pytest.fixture
def served():
    with fake_class() as served:
        yield served


@pytest.fixture
def bridge(qapp):
    bridge = ClassBridge()
    yield bridge
    assert bridge.shut_down()


def attach(qtbot, bridge, served):
    with qtbot.waitSignals([bridge.opened, bridge.wall_changed, bridge.changed], order="strict"):
        bridge.attach(served.address, "secret")


def listen(signal):
    """What the signal gives from now on, and in which thread."""
    told = []
    signal.connect(lambda *values: told.append((threading.current_thread(), *values)))
    return told


def test_before_a_class_is_attached(qtbot, bridge):
    assert (bridge.view, bridge.address, bridge.is_attached) == (None, "", False)
    assert (bridge.now_ms(), bridge.seconds_left(), bridge.media("/media/a")) == (0, None, None)
    with qtbot.waitSignal(bridge.refused) as refused:
        bridge.do("ask")
    assert refused.args[0] == "host_lost"


def test_a_thousand_snapshots_while_the_window_is_busy(qtbot, bridge, served):
    attach(qtbot, bridge, served)
    told = listen(bridge.changed)
    view = bridge.view
    served.send(*(snapshot(joined=number) for number in range(1, 1001)), snapshot(joined=1001, phase="ended"))
    link = bridge._link
    served.drop()
    assert link.join(10), "all of them have been heard, none shown"
    assert bridge.view is view and view.snapshot["joined"] == 0
    with qtbot.waitSignals([bridge.changed, bridge.ended]):
        pass
    qtbot.wait(0)
    assert len(told) == 1 and told[0][0] is threading.main_thread()
    assert bridge.view.snapshot["joined"] == 1001
    assert view.snapshot["joined"] == 0, "what was given away does not change"


def test_the_wall_is_told_only_when_it_is_another(qtbot, bridge, served):
    served.first = snapshot(wall={"view": "lobby"})
    attach(qtbot, bridge, served)
    walls = listen(bridge.wall_changed)
    for fields in ({}, {"wall": {"view": "lobby"}}, {"wall": {"view": "question"}}, {}):
        with qtbot.waitSignal(bridge.changed):
            served.send(snapshot(**fields))
    assert len(walls) == 1 and bridge.view.wall == {"view": "question"}


def test_who_asks_to_come_in_is_told_until_nobody_does(qtbot, bridge, served):
    attach(qtbot, bridge, served)
    asked = listen(bridge.host_asked)
    request = {"id": "1", "role": "host", "address": "192.168.1.7"}
    for requests in ([request], [request], []):
        with qtbot.waitSignal(bridge.changed):
            served.send(snapshot(requests=requests))
    assert [requests for _, requests in asked] == [[request], []]


def test_commands(qtbot, bridge, served):
    attach(qtbot, bridge, served)
    served.replies = {
        "make_ticket": {"t": "done", "result": {"url": "http://x/host#1"}},
        "lock": {"t": "refused", "code": "no_such_student", "params": {}, "text": ""},
    }
    with qtbot.waitSignal(bridge.replied) as replied:
        bridge.do("make_ticket", role="host")
    assert replied.args == ["make_ticket", {"url": "http://x/host#1"}]
    assert served.heard[-1]["args"] == {"role": "host"}
    with qtbot.waitSignal(bridge.refused) as refused:
        bridge.do("lock")
    assert refused.args == ["no_such_student", "This student is not in the class."]


def test_a_refusal_is_in_the_language_of_the_window(qtbot, qapp, bridge, served):
    attach(qtbot, bridge, served)
    apply_language(qapp, "fr")
    try:
        with qtbot.waitSignal(bridge.changed):
            bridge.speak()
        assert served.heard[1]["language"] == "fr"
        served.replies = {"lock": {"t": "refused", "code": "no_such_student", "params": {}, "text": ""}}
        with qtbot.waitSignal(bridge.refused) as refused:
            bridge.do("lock")
        assert "élève" in refused.args[1]
    finally:
        apply_language(qapp, "en")


def test_pictures(qtbot, bridge, served):
    served.pictures = {"/media/a": b"picture"}
    attach(qtbot, bridge, served)
    with qtbot.waitSignal(bridge.media_arrived) as arrived:
        assert bridge.media("/media/a") is None
        assert bridge.media("/media/a") is None, "asked for once, however often it is painted"
    assert arrived.args == ["/media/a"] and bridge.media("/media/a") == b"picture"
    with qtbot.waitSignal(bridge.media_arrived):
        assert bridge.media("/media/none") is None
    assert bridge.media("/media/none") == b""
    assert served.fetched == ["/media/a", "/media/none"]


def test_a_picture_that_could_not_be_fetched_is_asked_for_again(qtbot, bridge, served):
    """By itself: a wall that has been drawn does not ask again."""
    attach(qtbot, bridge, served)
    served.pictures = {"/media/a": b"picture"}
    bridge.lost.connect(lambda: bridge.media("/media/a"))
    with qtbot.waitSignals([bridge.lost, bridge.found_again, bridge.media_arrived]):
        served.drop()
    assert bridge.media("/media/a") == b"picture"


def test_a_class_that_was_let_go_says_nothing_more(qtbot, bridge, served):
    attach(qtbot, bridge, served)
    view, told = bridge.view, listen(bridge.changed)
    lost = listen(bridge.lost)
    served.send(snapshot(joined=5))
    link = bridge._link
    bridge.detach()
    assert link.join(10)
    qtbot.wait(0)
    assert (bridge.is_attached, bridge.address, told, lost) == (False, "", [], [])
    assert bridge.view is view
    attach(qtbot, bridge, served)  # with another view, though it is the same class
    assert bridge.address == served.address and bridge.view is not view


def test_the_countdown_follows_the_servers_clock(qtbot, bridge, served):
    round_ = {"id": "r1", "deadline": 1_030_000, "left": None}
    served.first = snapshot(phase="asking", round=round_)
    attach(qtbot, bridge, served)
    assert 1_000_000 <= bridge.now_ms() < 1_010_000
    assert 20.0 < bridge.seconds_left() <= 30.0


def test_a_server_that_is_killed_in_a_question_and_started_again(qtbot, tmp_path):
    folder = tmp_path / "data"
    bridge = ClassBridge(folder)
    with supervised(folder) as supervisor:
        started = supervisor.start(write_quiz(tmp_path), ALONE)
        with qtbot.waitSignal(bridge.opened, timeout=10_000):
            bridge.attach(started.running.host, started.secret)
        bridge.do("ask", seconds=600)
        qtbot.waitUntil(lambda: bridge.view.phase == "asking")
        assert bridge.view.wall["view"] == "question" and 590 < bridge.seconds_left() <= 600
        session, round_ = bridge.view.session, bridge.view.snapshot["round"]["id"]
        with qtbot.waitSignals([bridge.lost, bridge.gone], order="strict", timeout=10_000):
            kill_server(folder)
        assert bridge.is_lost
        with qtbot.waitSignal(bridge.found_again, timeout=20_000):
            again = supervisor.start(None, ALONE)
        assert again.resumed and not bridge.is_lost
        assert bridge.view.session["id"] == session["id"]
        assert bridge.view.snapshot["round"]["id"] == round_
        assert bridge.view.wall["question"]["id"]
        with qtbot.waitSignal(bridge.ended, timeout=10_000):
            bridge.do("end")
        assert bridge.shut_down()
