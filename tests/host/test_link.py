"""The link to the class: what it tells, how it comes back, and that it ends when it is told to."""

import os
import queue
import subprocess
import sys
import threading
from dataclasses import asdict
from functools import partial

import pytest

from app.errors import PreauError
from app.host.link import ClassLink, _is_here
from app.host.running import Running, write_running, write_secret
from tests.helpers.fake_class import fake_class, snapshot

SECRET = "the-secret-of-the-class"


class Heard:
    """What a link has told, in order; snapshots are left out, for they may be merged."""

    def __init__(self, link):
        self.told = queue.Queue()
        self.view = None
        self.spoken = threading.Semaphore(0)
        for name in ("welcomed", "lost", "found_again", "gone", "ended", "dismissed"):
            setattr(link, f"on_{name}", partial(self._note, name))
        link.on_snapshot = self._take

    def _note(self, name, *values):
        self.told.put((name, *values))

    def _take(self, view):
        self.view = view
        self.spoken.release()

    def next(self):
        return self.told.get(timeout=10)[0]


@pytest.fixture
def served():
    with fake_class() as served:
        yield served


@pytest.fixture
def attach():
    """Make a link that is started and listened to; all are closed at the end and leave no thread."""
    links = []

    def make(address, **options):
        link = ClassLink(address, SECRET, **options)
        heard = Heard(link)
        links.append(link)
        link.start()
        return link, heard

    yield make
    for link in links:
        link.close()
    assert all(link.join(10) for link in links)


def ask(link, command, **args):
    """Carry out a command and wait for its reply."""
    replies = queue.Queue()
    link.do(command, args, replies.put)
    return replies.get(timeout=10)


def fetch(link, path):
    arrived = queue.Queue()
    link.fetch_media(path, lambda *values: arrived.put(values))
    got, content = arrived.get(timeout=10)
    assert got == path
    return content


def test_it_says_who_it_is_and_that_it_confirms(served, attach):
    attach(served.address, language="ar")[1].next()
    attach(served.address, confirms=False)[1].next()
    hello = {"t": "hello", "v": 1, "secret": SECRET, "language": "ar"}
    assert served.heard == [{**hello, "confirms": True}, {**hello, "language": "en"}]


def test_commands_and_their_replies(served, attach):
    link, heard = attach(served.address)
    assert heard.next() == "welcomed"
    served.replies = {
        "ask": {"t": "done", "result": {"round": "r1"}},
        "lock": {"t": "refused", "code": "no_such_student", "params": {}, "text": "No."},
        "end": {"t": "refused", "code": "from_the_future", "params": {}, "text": "Not on Sundays."},
        "skip": {"t": "refused", "code": "seconds_impossible", "params": {"low": 1}, "text": "1 to 2."},
    }
    assert ask(link, "ask", seconds=20) == {"round": "r1"}
    assert served.heard[-1]["args"] == {"seconds": 20}
    assert ask(link, "lock").code == "no_such_student"
    for command, text in (("end", "Not on Sundays."), ("skip", "1 to 2.")):
        error = ask(link, command)
        assert (error.code, error.params) == ("class_refused", {"text": text}), (
            "a sentence of another version"
        )


def test_a_lost_connection_is_told_once_and_found_again(served, attach):
    _, heard = attach(served.address)
    assert heard.next() == "welcomed"
    served.drop()
    assert [heard.next(), heard.next()] == ["lost", "found_again"]
    served.session = "s2"
    served.drop()
    assert [heard.next(), heard.next()] == ["lost", "welcomed"], "another class is not the same found again"
    assert heard.told.empty()


def test_a_command_without_a_connection(served, attach, unused_tcp_port):
    link, heard = attach(f"ws://127.0.0.1:{unused_tcp_port}/host/ws")
    assert heard.next() == "lost"
    assert ask(link, "ask").code == "host_lost"
    assert fetch(link, "/media/a") is None
    link.close()
    assert link.join(10)
    assert ask(link, "ask").code == "host_lost"
    assert fetch(link, "/media/a") is None


def test_a_command_under_way_when_the_connection_ends(served, attach):
    link, heard = attach(served.address)
    assert heard.next() == "welcomed"
    replies = queue.Queue()
    link.do("ask", {}, replies.put)
    served.drop()
    assert replies.get(timeout=10).code == "host_lost"


def test_after_the_end_nothing_is_looked_for(served, attach):
    link, heard = attach(served.address)
    assert heard.next() == "welcomed"
    served.send(snapshot(phase="ended"))
    assert heard.next() == "ended"
    served.drop()
    assert link.join(10) and heard.told.empty()


def test_a_server_that_was_asked_to_stop_is_not_looked_for(served, attach):
    link, heard = attach(served.address)
    assert heard.next() == "welcomed"
    served.replies = {"stop": {"t": "refused", "code": "not_now", "params": {}, "text": ""}}
    assert ask(link, "stop").code == "not_now"
    served.drop()
    assert [heard.next(), heard.next()] == ["lost", "found_again"], "it was refused, so it runs on"
    served.replies = {"stop": {"t": "done", "result": {}}}
    assert ask(link, "stop") == {}
    served.drop()
    assert link.join(10) and heard.told.empty()


def test_another_computer_that_does_not_let_us_in(served, attach):
    served.lets_in = False
    link, heard = attach(served.address)
    name, error = heard.told.get(timeout=10)
    assert (name, error.code) == ("dismissed", "secret_wrong") and isinstance(error, PreauError)
    assert link.join(10)


def test_a_class_on_this_laptop_is_found_where_it_was_started_again(served, attach, tmp_path):
    """Its process ends, another program takes its port, and it comes back at another one."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as server:
        running = Running(server.pid, served.port, "K7PM", "s1", "http://x/K7PM", served.address)
        write_running(tmp_path, running)
        link, heard = attach(served.address, folder=tmp_path)
        assert heard.next() == "welcomed"
        served.lets_in = False
        served.drop()
        assert heard.next() == "lost"
        server.kill()
        server.wait(10)
        assert heard.next() == "gone"
    with fake_class() as again:
        write_secret(tmp_path, "another-secret-of-the-class", 0)
        here = {"pid": os.getpid(), "port": again.port, "host": again.address}
        write_running(tmp_path, Running(**{**asdict(running), **here}))
        assert heard.next() == "found_again"
        assert again.heard[0]["secret"] == "another-secret-of-the-class"
        assert link.address == again.address
        assert heard.told.empty()


def test_another_language_is_spoken_without_a_word(served, attach):
    link, heard = attach(served.address)
    assert heard.next() == "welcomed"
    link.speak("fr")
    assert heard.spoken.acquire(timeout=10), "a snapshot of the new connection"
    assert served.heard[1]["language"] == "fr"
    assert heard.told.empty()


def test_pictures_are_fetched_once(served, attach, monkeypatch):
    served.pictures = {"/media/a": b"A" * 600, "/media/b": b"B" * 600}
    link, heard = attach(served.address)
    assert heard.next() == "welcomed"
    assert link.find_media("/media/a") is None
    assert fetch(link, "/media/a") == fetch(link, "/media/a") == link.find_media("/media/a") == b"A" * 600
    assert fetch(link, "/media/none") == b"" and link.find_media("/media/none") == b""
    assert fetch(link, "//elsewhere/media/a") == fetch(link, "@elsewhere") == fetch(link, "/host") == b""
    assert served.fetched == ["/media/a", "/media/none"]
    monkeypatch.setattr("app.host.media_shelf.MOST", 1000)
    assert fetch(link, "/media/b") == b"B" * 600
    assert link.find_media("/media/a") is None, "the oldest left"
    monkeypatch.setattr("app.host.client.MAX_PICTURE", 100)
    served.pictures["/media/c"] = b"C" * 101
    assert fetch(link, "/media/c") == b""


def test_a_closed_link_leaves_no_thread(served):
    link = ClassLink(served.address, SECRET)
    heard = Heard(link)
    link.start()
    assert heard.next() == "welcomed"
    link.close()
    assert link.join(10)
    assert "preau-class-link" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    ("address", "here"),
    [("ws://127.0.0.1:80/host/ws", True), ("ws://[::1]:80/host/ws", True), ("ws://localhost/host/ws", True),
     ("ws://192.168.1.20:80/host/ws", False), ("ws://preau.local/host/ws", False), ("", False)],
)  # fmt: skip
def test_what_is_on_this_laptop(address, here):
    assert _is_here(address) is here
