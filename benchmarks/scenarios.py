"""One run of each scenario against one server, as flat figures: `name` to number. No tables, no goals.

A scenario starts its own server in an empty folder and its own generator, and both are bounded in time.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.course import Course
from benchmarks.servers import ROOT, is_available, run_server
from benchmarks.stored import count_stored
from benchmarks.target import Target

LIMIT = 120.0  # seconds for one course; the generator keeps it, and is killed a little later
CALM = 15.0  # seconds over which a question is answered that leaves time to think
JOINS_PER_SECOND = 250  # where joining is not what is measured

Figures = dict[str, float]


class RunFailed(Exception):
    """The course could not be played to its end; the text says why."""


def generate(course: Course, target: Target) -> dict[str, Any]:
    """Plays a course in a generator process of its own. Raises RunFailed."""
    limit = LIMIT + course.minutes * 60
    order = {"course": asdict(course), "target": asdict(target), "limit": limit}
    command = [sys.executable, "-m", "benchmarks.load"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order) + "\n",
            capture_output=True,
            text=True,
            timeout=limit + 15,
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired as error:
        raise RunFailed(f"{course.name}: did not end within {limit:.0f} s") from error
    figures = json.loads(done.stdout) if done.stdout.startswith("{") else {"failed": done.stderr[-400:]}
    if "failed" in figures:
        raise RunFailed(f"{course.name}: {figures['failed']}")
    return figures


def run_class(
    kind: str,
    phones: int,
    sizes: dict[str, int],
    notes: list[str],
    spread: float = 3.0,
    calm: float = 0.0,
    troubled: int = 0,
) -> Figures:
    """A class with two questions or three. The server is killed at its end, its databases are counted."""
    joining = phones / JOINS_PER_SECOND
    with run_server(kind, sizes) as server:
        got = generate(Course("class", phones, joining, spread, calm, troubled=troubled), server.target)
        server.kill()
        stored = count_stored(server.data, got["receipted"])
    notes += complaints(kind, got)
    steps = flatten(got, ("question", "spread", "burst", "reveal", *(("calm",) if calm else ())))
    return steps | {
        "memory": got["memory"] / 1e6,
        "elsewhere": got["elsewhere"],
        "absent": phones - got["in_class"],
        "unreceipted": got["sent"] - len(got["receipted"]),
        "lost": len(got["receipted"]) - stored,
    }


def run_storm(
    kind: str, phones: int, sizes: dict[str, int], notes: list[str], seconds: float = 5.0
) -> Figures:
    """Everybody loads the page and joins within some seconds."""
    with run_server(kind, sizes) as server:
        got = generate(Course("storm", phones, seconds), server.target)
    notes += complaints(kind, got)
    return flatten(got, ("page", "join", "lobby")) | {
        "storm.absent": phones - got["in_class"],
        "storm.share": got["share"],
    }


def run_floor(phones: int, spread: float = 3.0) -> Figures:
    """What the generator measures when there is nothing to wait for but the kernel and itself."""
    with run_server("echo") as server:
        got = generate(Course("floor", phones, phones / JOINS_PER_SECOND, spread), server.target)
    return flatten(got, ("spread", "burst"))


def run_weight(kind: str) -> tuple[Figures, dict[str, int]]:
    """What a phone loads, and the sizes that make the bare server send as much."""
    with run_server(kind) as server:
        got = generate(Course("weight", 1, 0.0), server.target)
    sizes = {"page": got["parts"].get("page", 0), "question": got["question"], "css": 0, "js": 0}
    for name, size in got["parts"].items():
        ending = name.partition("?")[0].rpartition(".")[2]
        if ending in ("css", "js"):
            sizes[ending] += size
    return {"weight": got["bytes"] / 1000, "requests": got["requests"]}, sizes


def sizes_of_real() -> dict[str, int]:
    """What makes the bare server send as much as the real one; nothing where that is not available."""
    return run_weight("real")[1] if is_available("real") else {}


def run_start(kind: str, times: int = 5) -> Figures:
    """Seconds from starting the process to its ready line; 'imports': Python with the two libraries."""
    seconds = []
    for _ in range(times):
        if kind == "imports":
            begun = perf_counter()
            subprocess.run([sys.executable, "-c", "import aiohttp, sqlite3"], check=True, timeout=60)
            seconds.append(perf_counter() - begun)
        else:
            with run_server(kind) as server:
                seconds.append(server.start)
    return {"start": median(seconds)}


def complaints(kind: str, got: dict[str, Any]) -> list[str]:
    """What the phones were told when something went wrong, for the foot of the table."""
    told = [f"Refused by {kind}: {text[:200]}" for text in got["refusals"]]
    return told + ([f"Connections lost by {kind}: {got['lost']}"] if got["lost"] else [])


def flatten(got: dict[str, Any], names: tuple[str, ...]) -> Figures:
    return {f"{name}.{key}": value for name in names for key, value in got[name].items()}
