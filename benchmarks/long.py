"""`python -m benchmarks long`: a class of many questions, and whether the server grows with its length."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

from benchmarks.course import Course
from benchmarks.machine import describe_machine
from benchmarks.quizzes import write_quiz
from benchmarks.scenarios import JOINS_PER_SECOND, Figures, complaints, generate, sizes_of_real
from benchmarks.sections import section
from benchmarks.servers import run_server
from benchmarks.special import broken_of
from benchmarks.stored import count_stored
from benchmarks.table import Results, render

AT_THE_SAME_TIME = 20.0  # minutes from which on both servers run beside each other: in turn it takes too long


def run_long(
    kind: str, phones: int, sizes: dict[str, int], notes: list[str], questions: int, minutes: float
) -> Figures:
    """The figures of one class. Then the server is killed, and its databases are counted."""
    with tempfile.TemporaryDirectory(prefix="preau-benchmark-") as folder:
        quiz = write_quiz(Path(folder) / "long.gift", questions)
        with run_server(kind, sizes, quiz=quiz) as server:
            joining = phones / JOINS_PER_SECOND
            course = Course(
                "long", phones, joining, questions=questions, minutes=minutes, folder=str(server.data)
            )
            got = generate(course, server.target)
            server.kill()
            stored = count_stored(server.data, got["receipted"])
    notes += complaints(kind, got)
    return summarise_long(got) | broken_of(phones, got, stored)


def measure_long(phones: int, questions: int, minutes: float, kinds: list[str]) -> str:
    """The section of the results."""
    results, about = Results(), describe_machine()
    how = "at the same time" if minutes >= AT_THE_SAME_TIME and len(kinds) > 1 else "in turn"
    about.append(
        f"One class of {minutes:g} minutes with {questions} questions for each server, {how}; each fifth "
        "question is answered in the same instant. Memory: medians over a quarter; growth: the straight line "
        "through its samples."
    )
    for kind, figures in run_both(kinds, phones, questions, minutes, results.notes).items():
        results.add("long", phones, kind, figures)
    return section("hours" if minutes >= AT_THE_SAME_TIME else "long", about, render(results))


def run_both(
    kinds: list[str], phones: int, questions: int, minutes: float, notes: list[str]
) -> dict[str, Figures]:
    """A long class with each server, in turn or, where that took hours, at the same time."""
    workers = len(kinds) if minutes >= AT_THE_SAME_TIME else 1
    given = (phones, sizes_of_real(), notes, questions, minutes)
    with ThreadPoolExecutor(workers) as pool:
        runs = {kind: pool.submit(run_long, kind, *given) for kind in kinds}
    return {kind: run.result() for kind, run in runs.items()}


def summarise_long(got: dict[str, Any]) -> Figures:
    """Memory and receipts by quarter. grown: MB from the second quarter to the end, by the straight line
    through its samples; per_answer: the same in bytes for each answer of that time."""
    samples, steps = got["samples"], got["steps"]
    quarter = len(samples) // 4
    figures: Figures = {}
    for number in range(4):
        part = slice(number * quarter, (number + 1) * quarter if number < 3 else None)
        figures[f"memory{number + 1}"] = median(memory for _, memory, _ in samples[part]) / 1e6
        for name, at_once in (("burst", True), ("spread", False)):
            p99 = [receipt for once, receipt, *_ in steps[part] if once is at_once]
            if p99:
                figures[f"{name}{number + 1}"] = median(p99)
        figures[f"question{number + 1}"] = median(asked for *_, asked, _ in steps[part])
        figures[f"reveal{number + 1}"] = median(revealed for *_, revealed in steps[part])
    later = samples[quarter:]
    times, memory = [at for at, *_ in later], [size for _, size, _ in later]
    grown = linear_regression(times, memory).slope * (times[-1] - times[0])
    answers = got["in_class"] * (len(later) - 1)
    return figures | {
        "grown": grown / 1e6,
        "per_answer": grown / answers,
        "databases": samples[-1][2] / 1e6,
        "server_share": got["server_share"] * 100,
    }
