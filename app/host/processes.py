"""Other processes of ours, known by number and birth only: a desktop that is gone may have started them."""

import contextlib
from typing import Final

import psutil

END_PATIENCE: Final = 3.0  # seconds from asking a process to end to ending it


def is_alive(pid: int) -> bool:
    """Whether a process with this number runs; one that has ended and was not taken leave of does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.AccessDenied:
        return True
    except (psutil.Error, ValueError, OverflowError):
        return False


def birth_of(pid: int) -> float:
    """When it was started, seconds since 1970; 0 where no such process runs."""
    try:
        return float(psutil.Process(pid).create_time())
    except (psutil.Error, ValueError, OverflowError):
        return 0.0


def is_same(pid: int, birth: float) -> bool:
    """Whether the process of this number is still the one that was started then: numbers are used again."""
    return birth > 0 and abs(birth_of(pid) - birth) < 1.0 and is_alive(pid)


def end_process(pid: int) -> None:
    """Ask it to end, end it after some seconds, and return when it has ended. One that is gone is fine."""
    with contextlib.suppress(psutil.Error, ValueError, OverflowError):
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(END_PATIENCE)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(END_PATIENCE)
