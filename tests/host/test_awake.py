"""Staying awake on each system, with notes instead of the system's programs, and once a real one."""

import contextlib
import os
import subprocess
import sys

import psutil
import pytest

from app.host.awake import ES_CONTINUOUS, ES_DISPLAY_REQUIRED, ES_SYSTEM_REQUIRED, awake_command, keep_awake
from app.host.processes import is_alive


def find_all(name):
    return f"/bin/{name}"


class FakeChild:
    """Notes what is done to it; `is_deaf`: it does not end when asked."""

    def __init__(self, is_deaf=False):
        self.is_deaf, self.done, self.stdin = is_deaf, [], self

    def close(self):
        self.done.append("close")

    def terminate(self):
        self.done.append("terminate")

    def kill(self):
        self.done.append("kill")
        self.is_deaf = False

    def wait(self, patience=None):
        if self.is_deaf:
            raise subprocess.TimeoutExpired("x", patience)
        self.done.append("wait")


def enter(platform, child, find=find_all):
    """The commands that were started, and what was told to Windows."""
    commands, states = [], []

    def spawn(command, **options):
        assert options["stdin"] == subprocess.PIPE and options["stdout"] == subprocess.DEVNULL
        commands.append(command)
        return child

    with keep_awake(platform, find, spawn, states.append):
        assert child.done == []
    return commands, states


def test_windows_is_told_and_told_again_at_the_end():
    child = FakeChild()
    commands, states = enter("win32", child)
    assert states == [ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED, ES_CONTINUOUS]
    assert commands == [] and child.done == []


def test_macos_has_a_program_that_watches_us():
    child = FakeChild()
    commands, states = enter("darwin", child)
    assert commands == [["/bin/caffeinate", "-dims", "-w", str(os.getpid())]] and states == []
    assert child.done == ["close", "terminate", "wait"]


def test_linux_inhibits_while_a_pipe_is_open():
    child = FakeChild(is_deaf=True)
    commands, _ = enter("linux", child)
    (command,) = commands
    assert command[0] == "/bin/systemd-inhibit" and "--what=idle:sleep" in command
    assert command[-1] == "/bin/cat"
    assert child.done == ["close", "terminate", "kill", "wait"]


@pytest.mark.parametrize("platform", ["linux", "darwin", "freebsd14"])
def test_where_there_is_no_such_program_nothing_happens(platform):
    assert enter(platform, FakeChild(), find=lambda name: None) == ([], [])


def test_a_program_that_cannot_be_started_is_no_trouble():
    def spawn(command, **options):
        raise PermissionError

    with keep_awake("linux", find_all, spawn):
        pass


def test_windows_is_let_go_after_a_fault():
    states = []
    with pytest.raises(ZeroDivisionError), keep_awake("win32", set_state=states.append):
        raise ZeroDivisionError
    assert states[-1] == ES_CONTINUOUS


def test_on_this_system_it_does_no_harm():
    with keep_awake():
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="the pipe is the way of Linux")
def test_who_is_killed_keeps_nothing_awake():
    """As `systemd-inhibit` would, a shell runs the reader; it ends when the one who started it is killed."""
    script = (
        "import subprocess, sys\n"
        "from app.host.awake import keep_awake\n"
        "def spawn(command, **options):\n"
        "    child = subprocess.Popen(command[-1:], **options)\n"
        "    print(child.pid, flush=True)\n"
        "    return child\n"
        "with keep_awake('linux', lambda name: '/bin/cat', spawn):\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        pid = int(server.stdout.readline())
        assert is_alive(pid)
        server.kill()
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(10)
    assert not is_alive(pid)


def test_the_command_is_none_elsewhere():
    assert awake_command("win32", find_all) is None and awake_command("aix", find_all) is None
