"""Starting a process that outlives us: no pipe, no terminal and no process group of ours holds it.

What differs by system stands here and nowhere else.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

# Of winbase.h; `subprocess` has them on Windows only.
CREATE_NEW_PROCESS_GROUP: Final = 0x0000_0200
CREATE_BREAKAWAY_FROM_JOB: Final = 0x0100_0000
# A console of its own without a window. DETACHED_PROCESS would leave it without one, and then each console
# program that it starts, the Python behind a virtual environment's launcher first, opens a black window.
CREATE_NO_WINDOW: Final = 0x0800_0000

Spawn = Callable[..., "subprocess.Popen[bytes]"]


def spawn_detached(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    platform: str = sys.platform,
    spawn: Spawn = subprocess.Popen,
) -> "subprocess.Popen[bytes]":
    """Start `command` in `folder`, detached. Raises OSError where it cannot be started.

    On Windows it leaves the job of who started us, where that job allows it: who closes a job kills what
    is in it.
    """
    options: dict[str, Any] = {
        "cwd": folder,
        "env": dict(environment),
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "close_fds": True,
    }
    if platform != "win32":
        return _reaped(spawn(command, start_new_session=True, **options))
    flags = CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP
    try:
        return _reaped(spawn(command, creationflags=flags | CREATE_BREAKAWAY_FROM_JOB, **options))
    except PermissionError:
        return _reaped(spawn(command, creationflags=flags, **options))


def _reaped(process: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
    """Take its exit code as soon as it ends: on POSIX it would stay a zombie until we end."""
    threading.Thread(target=process.wait, name=f"preau-child-{process.pid}", daemon=True).start()
    return process
