"""The desktop beside a class: gaps between its frames, what it costs the phones, and how fast it starts.

Classes with and without a window run in turn. Goals: GOALS.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from statistics import median
from threading import Thread
from time import perf_counter
from typing import Any

from benchmarks.course import Course
from benchmarks.crowd import percentiles
from benchmarks.machine import describe_machine
from benchmarks.scenarios import JOINS_PER_SECOND, RunFailed, generate
from benchmarks.sections import section
from benchmarks.servers import ROOT, run_server

READY_WITHIN = 40.0
GOALS = {"gap.p99": 50.0, "gap.max": 150.0, "ratio": 1.3, "start": 2.0}
QUIZZES, SESSIONS = 500, 300


class Window:
    """A desktop process. seconds: from its start until it was shown."""

    def __init__(self, folder: Path, what: str) -> None:
        begun = perf_counter()
        command = [sys.executable, "-m", "benchmarks.window", str(folder), *([what] if what else [])]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PREAU_LANG": "en"},
        )  # fmt: skip
        self._lines: Queue[dict[str, Any]] = Queue()
        Thread(target=self._read, daemon=True).start()
        self._wait("shown")
        self.seconds = perf_counter() - begun

    def finish(self) -> list[float]:
        """Let it end; the gaps between its frames in ms."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        gaps: list[float] = self._wait("gaps")["gaps"]
        self._process.wait(20)
        return gaps

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(20)

    def _wait(self, wanted: str) -> dict[str, Any]:
        while wanted not in (line := self._lines.get(timeout=READY_WITHIN)):
            if not line:
                raise RunFailed("the window ended too early")
        return line

    def _read(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            if text.startswith("{"):
                self._lines.put(json.loads(text))
        self._lines.put({})


def run_beside(phones: int, *, window: bool) -> dict[str, float]:
    """One class; receipts of answers at once in ms, and of the window its gaps."""
    with run_server("real") as server:
        shown = Window(server.data, "class") if window else None
        try:
            got = generate(Course("class", phones, phones / JOINS_PER_SECOND), server.target)
            gaps = shown.finish() if shown is not None else []
        finally:
            if shown is not None:
                shown.kill()
    figures = {"burst.p99": got["burst"]["p99"], "question.p99": got["question"]["p99"]}
    if gaps:
        figures |= {
            f"gap.{name}": value for name, value in percentiles(sorted(gap / 1000 for gap in gaps)).items()
        }
    return figures | {"lost": got["sent"] - len(got["receipted"])}


@contextmanager
def full_library() -> Iterator[Path]:
    """A data folder with many quizzes and past sessions."""
    from tests.helpers.library import fill_library

    folder = Path(tempfile.mkdtemp(prefix="preau-benchmark-"))
    try:
        fill_library(folder, quizzes=QUIZZES, sessions=SESSIONS)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure_start(times: int = 5) -> dict[str, float]:
    """Seconds until the window is shown, with a full library; and of an empty window of Qt."""
    seconds: dict[str, list[float]] = {"start": [], "bare": []}
    with full_library() as folder:
        for _ in range(times):
            for name, what in (("bare", "bare"), ("start", "")):
                window = Window(folder, what)
                seconds[name].append(window.seconds)
                window.kill()
    return {name: median(values) for name, values in seconds.items()}


def measure_desktop(phones: int, pairs: int) -> str:
    """The section of the results, as Markdown."""
    alone, beside = [], []
    for pair in range(pairs):
        for window in (False, True) if pair % 2 == 0 else (True, False):
            (beside if window else alone).append(run_beside(phones, window=window))
    start = measure_start()
    return render_desktop(phones, alone, beside, start)


def render_desktop(
    phones: int,
    alone: list[dict[str, float]],
    beside: list[dict[str, float]],
    start: dict[str, float],
) -> str:
    """The figures against their goals."""

    def of(runs: list[dict[str, float]], name: str) -> float:
        return median(run[name] for run in runs)

    ratio = median(b["burst.p99"] / a["burst.p99"] for a, b in zip(alone, beside, strict=True))
    p99, worst = of(beside, "gap.p99"), max(run["gap.max"] for run in beside)
    asked = of(beside, "question.p99") / of(alone, "question.p99")
    rows = [
        ("Figure", "Without", "With", "Goal", "Result"),
        ("Gap between frames (timer of 33 ms), 99 %", "", f"{p99:.1f} ms", "50 ms", _met(p99, "gap.p99")),
        ("Gap between frames, the longest of all", "", f"{worst:.0f} ms", "150 ms", _met(worst, "gap.max")),
        (
            "Receipts of answers at once, 99 %",
            f"{of(alone, 'burst.p99'):.0f} ms",
            f"{of(beside, 'burst.p99'):.0f} ms ({ratio:.2f} ×)",
            "1.3 ×",
            _met(ratio, "ratio"),
        ),
        (
            "Question: 99 % have it",
            f"{of(alone, 'question.p99'):.0f} ms",
            f"{of(beside, 'question.p99'):.0f} ms ({asked:.2f} ×)",
            "",
            "",
        ),
        ("Answers without a receipt", "0" if not max(r["lost"] for r in alone) else "**some**",
         "0" if not max(r["lost"] for r in beside) else "**some**", "0", ""),
        (
            f"Start until the window is shown, {QUIZZES} quizzes and {SESSIONS} sessions",
            f"{start['bare']:.2f} s (empty window)",
            f"{start['start']:.2f} s",
            "2 s",
            _met(start["start"], "start"),
        ),
    ]  # fmt: skip
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---|---|---|---|---|")
    about = [
        *describe_machine(),
        f"{phones:,} phones, control room and projector shown; medians of "
        f"{len(alone)} pairs in turn; the ratio is the median of the pairs' ratios.",
    ]
    return section("desktop", about, "\n".join(lines))


def _met(value: float, goal: str) -> str:
    return "met" if value <= GOALS[goal] else "**missed**"
