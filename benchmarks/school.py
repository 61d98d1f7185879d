"""`python -m benchmarks school`: the laptop of a school, one core and a disk that stores in 20 ms."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import psutil

from benchmarks.course import Course
from benchmarks.scenarios import JOINS_PER_SECOND, Figures, complaints, flatten, generate
from benchmarks.servers import run_server
from benchmarks.special import broken_of
from benchmarks.stored import count_stored

SLOW_MS = 20
# Stands before the system's own functions in the server's process, and calls them after a pause.
SLOW_SYNC = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void wait_a_little(void) { struct timespec t = {0, %d * 1000000L}; nanosleep(&t, 0); }
int fsync(int fd) { wait_a_little(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { wait_a_little(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


@contextmanager
def one_core() -> Iterator[str]:
    """This process, and what it starts, on one core; gives a sentence about it."""
    process = psutil.Process()
    if not hasattr(process, "cpu_affinity"):
        yield "This system lets no program choose its core: all of them were used."
        return
    before = process.cpu_affinity()
    process.cpu_affinity(before[-1:])
    try:
        yield (
            "One core, which the server shares with the generator of all the phones: a real laptop has more "
            "of it for itself."
        )
    finally:
        process.cpu_affinity(before)


@contextmanager
def slow_disk(milliseconds: int = SLOW_MS) -> Iterator[tuple[dict[str, str], str]]:
    """Environment variables that make a server's fsync slow, and a sentence about it. Without a C compiler,
    or where programs cannot be given such a library, the variables are none."""
    compiler = which("cc")
    if sys.platform != "linux" or compiler is None:
        yield {}, "The disk was as fast as it is: slowing it down takes Linux and a C compiler."
        return
    with tempfile.TemporaryDirectory(prefix="preau-benchmark-") as folder:
        source, library = Path(folder) / "slow.c", Path(folder) / "slow.so"
        source.write_text(SLOW_SYNC % milliseconds, encoding="utf-8")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True, timeout=60)
        preloaded = " ".join(filter(None, [str(library), os.environ.get("LD_PRELOAD", "")]))
        told = f"Each fsync of the servers takes {milliseconds} ms more; both store with `synchronous=FULL`."
        yield {"LD_PRELOAD": preloaded}, told


def run_school(
    kind: str,
    phones: int,
    sizes: dict[str, int],
    notes: list[str],
    spread: float = 3.0,
    milliseconds: int = SLOW_MS,
) -> Figures:
    """A class on such a laptop. Its last reveal is cut short by the next question."""
    with (
        one_core() as core,
        slow_disk(milliseconds) as (environment, disk),
        run_server(kind, sizes, environment=environment) as server,
    ):
        joining = phones / JOINS_PER_SECOND
        got = generate(Course("class", phones, joining, spread, hurried=True), server.target)
        server.kill()
        stored = count_stored(server.data, got["receipted"])
    notes += [core, disk, *complaints(kind, got)]
    steps = flatten(got, ("question", "spread", "burst", "reveal", "hurried"))
    return steps | broken_of(phones, got, stored)
