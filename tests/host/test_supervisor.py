"""Class servers as the desktop starts, finds and loses them: real processes, killed without warning."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app.errors import Refused, Trouble
from app.host.client import HostClient
from app.host.running import read_running, write_running
from app.host.starting import StartOptions, read_start, serve_arguments
from app.host.supervisor import Supervisor
from tests.helpers.desktops import ALONE, PROGRAM, kill_server, supervised
from tests.helpers.processes import ROOT, environment, write_quiz
from tests.helpers.served import until


@pytest.fixture
def supervisor(tmp_path):
    with supervised(tmp_path / "data") as supervisor:
        yield supervisor


aside = asyncio.to_thread  # a supervisor waits, and is called beside the loop


async def connect(started):
    host = await HostClient.connect(started.running.host, started.secret)
    await host.wait_for(lambda view: True)
    return host


def trouble_of(start):
    with pytest.raises(Trouble) as trouble:
        start()
    return trouble.value


async def test_a_class_is_started_found_and_lost(supervisor, tmp_path):
    assert await aside(supervisor.find) is None and supervisor.secret() == ""
    options = replace(ALONE, title="Capitals", class_name="3e B", time_limit=30, rehearsal=True)
    started = await aside(supervisor.start, write_quiz(tmp_path), options)
    assert not started.resumed and started.running.join in started.addresses
    assert await aside(supervisor.find) == started.running
    assert supervisor.secret() == started.secret
    host = await connect(started)
    session = host.view.session
    assert session["title"] == "Capitals"
    assert {"class_name": "3e B", "time_limit": 30, "rehearsal": True}.items() <= session["settings"].items()
    await host.do("ask")
    await host.close()
    kill_server(tmp_path / "data")
    assert await aside(supervisor.find) is None, "running.json stays behind and is not believed"
    again = await aside(supervisor.start, None, ALONE)
    assert again.resumed and again.running.session == started.running.session
    assert again.running.port == started.running.port
    host = await connect(again)
    assert host.view.snapshot["round"] is not None
    await host.close()
    assert not list((tmp_path / "data").glob("ready*"))


async def test_one_class_at_a_time(supervisor, tmp_path):
    quiz = write_quiz(tmp_path)
    started = await aside(supervisor.start, quiz, ALONE)
    assert (await aside(supervisor.start, None, ALONE)).running == started.running, (
        "the running class is given"
    )
    assert (await aside(trouble_of, lambda: supervisor.start(quiz, ALONE))).code == "data_folder_in_use"
    host = await connect(started)
    other = await aside(supervisor.start, quiz, replace(ALONE, new=True))
    assert other.running.session != started.running.session
    await until(lambda: host._closed)
    assert host.view.phase == "ended", "hosts and phones of the class before see its end"
    await host.close()


async def test_after_the_end_the_next_class_takes_the_place(supervisor, tmp_path):
    quiz = write_quiz(tmp_path)
    started = await aside(supervisor.start, quiz, ALONE)
    host = await connect(started)
    await host.do("end")
    assert await aside(supervisor.find) is None and read_running(tmp_path / "data") == started.running
    other = await aside(supervisor.start, quiz, ALONE)
    assert other.running.session != started.running.session and not other.resumed
    await host.close()


def test_what_the_server_says_is_raised(supervisor, tmp_path):
    assert trouble_of(lambda: supervisor.start(None, ALONE)).code == "no_quiz_given"
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        trouble = trouble_of(lambda: supervisor.start(write_quiz(tmp_path), replace(ALONE, port=port)))
    assert trouble.code == "port_in_use" and trouble.params["port"] == port
    (tmp_path / "file").write_text("mine")
    assert trouble_of(lambda: Supervisor(tmp_path / "file", PROGRAM).start(None)).code == "data_folder"
    nothing = Supervisor(tmp_path / "data", [str(tmp_path / "none")])
    assert trouble_of(lambda: nothing.start(None)).code == "class_not_started"


def test_a_server_that_ends_without_a_word(tmp_path):
    dumb = Supervisor(tmp_path, [sys.executable, "-c", "pass"])
    assert trouble_of(lambda: dumb.start(None)).code == "class_not_started"


def test_a_start_that_takes_too_long_or_is_not_wanted_any_more(tmp_path):
    slow = Supervisor(tmp_path, [sys.executable, "-c", "import threading; threading.Event().wait()"])
    before = set(psutil.Process().children())
    assert trouble_of(lambda: slow.start(None, patience=0.3)).code == "class_not_started"
    wish = threading.Event()
    wish.set()
    with pytest.raises(Refused) as refused:
        slow.start(None, is_cancelled=wish.is_set)
    assert refused.value.code == "start_cancelled"
    assert set(psutil.Process().children()) <= before and not list(tmp_path.iterdir())


def test_somebody_else_at_the_port_is_not_the_class(supervisor, tmp_path):
    started = supervisor.start(write_quiz(tmp_path), ALONE)
    folder = tmp_path / "data"
    write_running(folder, replace(started.running, session="another"))
    assert supervisor.find() is None
    (folder / "host-secret").write_text("not-the-secret-of-this-class\n0\n")
    write_running(folder, started.running)
    assert supervisor.find() is None


STARTS_AND_WAITS = """
import sys
from pathlib import Path
from app.host.supervisor import Supervisor
from tests.helpers.desktops import ALONE, PROGRAM
started = Supervisor(Path(sys.argv[1]), PROGRAM).start(Path(sys.argv[2]), ALONE)
print(started.running.pid, flush=True)
sys.stdin.read()
"""


async def test_a_killed_desktop_leaves_the_class_alone(supervisor, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS, tmp_path / "data", write_quiz(tmp_path)],
        cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as desktop:  # fmt: skip
        pid = int(desktop.stdout.readline())
        desktop.kill()
        desktop.wait(10)
    running = await aside(supervisor.find)
    assert running is not None and running.pid == pid
    host = await HostClient.connect(running.host, supervisor.secret())
    await host.do("ask")
    await host.close()


async def test_simulated_students_come_and_go(supervisor, tmp_path):
    assert (await aside(trouble_of, lambda: supervisor.start_rehearsal(3))).code == "no_class_running"
    started = await aside(supervisor.start, write_quiz(tmp_path), replace(ALONE, rehearsal=True))
    host = await connect(started)
    assert not supervisor.is_rehearsing
    await aside(supervisor.start_rehearsal, 3)
    await host.wait_for(lambda view: view.snapshot["connected"] == 3, 30)
    assert supervisor.is_rehearsing
    # The next desktop can send them away as well.
    await aside(Supervisor(tmp_path / "data", PROGRAM).stop_rehearsal)
    await host.wait_for(lambda view: view.snapshot["connected"] == 0, 30)
    assert not supervisor.is_rehearsing
    await host.close()


def test_the_command_line_says_every_option(tmp_path):
    quiz, ready = Path("a.gift"), tmp_path / "ready.json"
    words = serve_arguments(tmp_path, quiz, StartOptions(), ready)
    assert words == ["serve", "--data", str(tmp_path), "--ready-file", str(ready), "--language", "fr",
                     "--speed-bonus=0.0", "--", str(quiz.resolve())]  # fmt: skip
    every = StartOptions(
        "-t", "c", "k", 8080, 20.0, False, True, True, 0.5, False, True, True, True, "ar", False
    )
    words = serve_arguments(tmp_path, None, every, ready)
    assert words[5:] == [
        "--language", "ar", "--title=-t", "--class-name=c", "--class-id=k", "--port=8080", "--time=20.0",
        "--speed-bonus=0.5",
        "--keep-first-answer", "--shuffle-choices", "--shuffle-questions", "--hide-names", "--rehearsal",
        "--new", "--allow-empty", "--no-mdns",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told", [[], {}, {"ready": True}, {"ready": False, "code": "never heard", "params": {}},
             {"ready": False, "code": "port_in_use", "params": {}}, {"ready": False, "code": 3, "params": 4}]
)  # fmt: skip
def test_a_ready_line_that_says_nothing(tmp_path, told):
    assert trouble_of(lambda: read_start(json.loads(json.dumps(told)), tmp_path)).code == "class_not_started"
