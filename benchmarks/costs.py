"""What a run costs: CPU and memory of the server, and what other programs took of the cores meanwhile."""

import sys
import time

import psutil


def cpu_of(server: psutil.Process) -> float:
    """CPU seconds that the server has used."""
    if sys.platform == "linux":
        # The clock of another process, in nanoseconds: `cpu_times` counts in steps of 10 ms.
        return time.clock_gettime((~server.pid << 3) | 2)
    return sum(server.cpu_times()[:2])


def busy_elsewhere(server: psutil.Process) -> float:
    """CPU seconds so far of everything but the server and this process: who else slowed the run down."""
    times = psutil.cpu_times()
    waiting = times.idle + getattr(times, "iowait", 0.0)
    guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)  # also counted as user time
    return sum(times) - waiting - guests - cpu_of(server) - time.process_time()


def memory_of(server: psutil.Process) -> int:
    """Resident bytes of the server and of any process that it started."""
    return sum(one.memory_info().rss for one in (server, *server.children(recursive=True)))
