"""A long class: many questions over many minutes, and what becomes of the server's memory meanwhile."""

from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

from benchmarks.costs import cpu_of, memory_of
from benchmarks.course import Course
from benchmarks.crowd import Crowd
from benchmarks.host import Host
from benchmarks.phone import PING_EVERY
from benchmarks.steps import Told, answer, ask, bring_in, reveal

AT_ONCE_EVERY = 5  # each fifth question is answered in the same instant
LONGEST_THINKING = 60.0  # seconds


def play_long(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Each question in its share of the time. Phones ask for the time every ten seconds, as the page does.

    samples: seconds since the first question, resident bytes, bytes of the databases; after each reveal.
    steps: how the question was answered, p99 of its receipts, of the question and of its reveal.
    """
    server = psutil.Process(crowd.target.pid)
    host = Host(crowd.loop, crowd.target)
    bring_in(crowd, course.join_seconds)
    each = course.minutes * 60 / course.questions
    told, samples, steps = Told(), [], []
    crowd.keep_pinging(PING_EVERY)
    begun, cpu = perf_counter(), cpu_of(server)
    for number in range(1, course.questions + 1):
        at_once = number % AT_ONCE_EVERY == 0
        asked = ask(host, crowd)
        receipts = answer(crowd, 0.0 if at_once else min(0.4 * each, LONGEST_THINKING), told)
        revealed = reveal(host, crowd)
        samples.append((perf_counter() - begun, memory_of(server), _size_of(Path(course.folder))))
        steps.append((at_once, receipts["p99"], asked["p99"], revealed["p99"]))
        crowd.loop.rest(max(0.0, begun + number * each - perf_counter()))
    lasted = perf_counter() - begun
    return {
        "in_class": crowd.in_class,
        "samples": samples,
        "steps": steps,
        "server_share": round((cpu_of(server) - cpu) / lasted, 4),
        "sent": told.sent,
        "receipted": told.receipted,
    }


def _size_of(folder: Path) -> int:
    """Bytes of the databases with their logs; a log may vanish while one looks."""
    return sum(path.stat().st_size for path in folder.glob("*.db*") if path.exists())
