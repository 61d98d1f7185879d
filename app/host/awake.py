"""Keeps the laptop awake while a class is open: its screen stays on and it does not fall asleep by itself.

Each system has its own way, and each lets go by itself when our process ends, however it ends.
"""

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

# Of winbase.h.
ES_CONTINUOUS: Final = 0x8000_0000
ES_SYSTEM_REQUIRED: Final = 0x0000_0001
ES_DISPLAY_REQUIRED: Final = 0x0000_0002
END_PATIENCE: Final = 2.0  # seconds

Find = Callable[[str], str | None]
Spawn = Callable[..., Any]


def _set_execution_state(flags: int) -> None:
    windll = getattr(ctypes, "windll", None)
    if windll is not None:
        windll.kernel32.SetThreadExecutionState(flags)


@contextlib.contextmanager
def keep_awake(
    platform: str = sys.platform,
    find: Find = shutil.which,
    spawn: Spawn = subprocess.Popen,
    set_state: Callable[[int], None] = _set_execution_state,
) -> Iterator[None]:
    """While inside, the laptop stays awake; where the system has no way to that, nothing happens.

    Windows ties the wish to the thread, so it must be entered and left in one that lives as long.
    """
    if platform == "win32":
        set_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED)
        try:
            yield
        finally:
            set_state(ES_CONTINUOUS)
        return
    child = _start(awake_command(platform, find), spawn)
    try:
        yield
    finally:
        if child is not None:
            _end(child)


def awake_command(platform: str, find: Find) -> list[str] | None:
    """The program that keeps this system awake while it runs; None where there is none."""
    if platform == "darwin" and (program := find("caffeinate")):
        return [program, "-dims", "-w", str(os.getpid())]
    if platform.startswith("linux") and (program := find("systemd-inhibit")) and (reader := find("cat")):
        # `cat` ends when our end of its pipe is closed, which the system does if we are killed.
        wish = ["--what=idle:sleep", "--mode=block", "--who=Préau", "--why=A class is open"]
        return [program, *wish, reader]
    return None


def _start(command: list[str] | None, spawn: Spawn) -> Any:
    if command is None:
        return None
    try:
        return spawn(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError:
        return None


def _end(child: Any) -> None:
    child.stdin.close()
    child.terminate()
    try:
        child.wait(END_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
