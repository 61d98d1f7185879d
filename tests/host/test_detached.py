"""How a process is started that outlives us, on each system; and who counts as alive."""

import os
import subprocess
import sys

import psutil
import pytest

from app.host.detached import (
    CREATE_BREAKAWAY_FROM_JOB,
    CREATE_NEW_PROCESS_GROUP,
    CREATE_NO_WINDOW,
    spawn_detached,
)
from app.host.processes import birth_of, end_process, is_alive, is_same

WAITS = [sys.executable, "-c", "input()"]


class FakeChild:
    pid = 7

    def wait(self):
        return 0


class FakeSpawn:
    """Notes how it was called; refuses flags that the job of this Windows does not allow."""

    def __init__(self, refused=0):
        self.refused, self.calls = refused, []

    def __call__(self, command, **options):
        self.calls.append(options)
        if options.get("creationflags", 0) & self.refused:
            raise PermissionError(5, "Access is denied")
        return FakeChild()


def test_windows_hides_the_console_and_leaves_the_job(tmp_path):
    spawn = FakeSpawn()
    spawn_detached(["x"], tmp_path, {"A": "b"}, "win32", spawn)
    (call,) = spawn.calls
    assert call["creationflags"] == CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP | CREATE_BREAKAWAY_FROM_JOB
    assert "start_new_session" not in call and call["close_fds"] and call["env"] == {"A": "b"}
    assert {call[name] for name in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}


def test_windows_where_the_job_keeps_its_own(tmp_path):
    spawn = FakeSpawn(refused=CREATE_BREAKAWAY_FROM_JOB)
    spawn_detached(["x"], tmp_path, {}, "win32", spawn)
    assert spawn.calls[-1]["creationflags"] == CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_elsewhere_it_has_a_session_of_its_own(tmp_path, platform):
    spawn = FakeSpawn()
    spawn_detached(["x"], tmp_path, {}, platform, spawn)
    (call,) = spawn.calls
    assert call["start_new_session"] and "creationflags" not in call
    assert {call[name] for name in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}


def test_a_program_that_is_not_there(tmp_path):
    with pytest.raises(OSError, match="none"):
        spawn_detached([str(tmp_path / "none")], tmp_path, {})


def test_a_child_that_ended_is_not_alive(tmp_path):
    child = spawn_detached([sys.executable, "-c", "pass"], tmp_path, os.environ)
    assert child.wait(20) == 0
    assert not is_alive(child.pid)


@pytest.mark.skipif(os.name != "posix", reason="there are no zombies on Windows")
def test_a_zombie_is_not_alive():
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert psutil.pid_exists(child.pid) and not is_alive(child.pid)
    assert child.wait() == 0


def test_numbers_that_are_no_process():
    for pid in (-1, 2**40, 0x7FFF_FFF0):
        assert not is_alive(pid) and birth_of(pid) == 0 and not is_same(pid, 0.0)
        end_process(pid)


def test_a_process_is_known_by_its_birth_and_ended():
    child = subprocess.Popen(WAITS, stdin=subprocess.PIPE)
    try:
        birth = birth_of(child.pid)
        assert is_alive(child.pid) and is_same(child.pid, birth)
        assert not is_same(child.pid, birth - 60), "another process once had this number"
        end_process(child.pid)
        assert not is_alive(child.pid)
    finally:
        child.kill()
        child.stdin.close()
        child.wait()


@pytest.mark.skipif(os.name != "posix", reason="Windows ends processes without asking")
def test_a_process_that_does_not_want_to_end_is_ended(monkeypatch):
    monkeypatch.setattr("app.host.processes.END_PATIENCE", 0.2)
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout.readline() == b"deaf\n"
        end_process(child.pid)
        assert not is_alive(child.pid)
