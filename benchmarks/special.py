"""The scenarios beside the plain class, each by name: `python -m benchmarks radio` and so on."""

from collections.abc import Callable
from typing import Any

from benchmarks.course import Course
from benchmarks.machine import describe_machine
from benchmarks.scenarios import (
    CALM,
    JOINS_PER_SECOND,
    Figures,
    RunFailed,
    complaints,
    flatten,
    generate,
    run_class,
    sizes_of_real,
)
from benchmarks.sections import section
from benchmarks.servers import ServerFailed, run_server
from benchmarks.stored import count_stored
from benchmarks.table import Results, render
from benchmarks.troubles import leaving_of

Run = Callable[[str, int, dict[str, int], list[str]], Figures]


def run_radio(
    kind: str,
    phones: int,
    sizes: dict[str, int],
    notes: list[str],
    spread: float = 3.0,
    gone: float = 10.0,
) -> Figures:
    """All radio links are gone for some seconds, twice."""
    with run_server(kind, sizes) as server:
        got = generate(Course("radio", phones, phones / JOINS_PER_SECOND, spread, gone=gone), server.target)
        server.kill()
        stored = count_stored(server.data, got["receipted"])
    notes += complaints(kind, got)
    names = ("own", "instant", "own.try", "instant.try")
    return flatten(got, names) | broken_of(phones, got, stored)


def run_plain(
    kind: str,
    phones: int,
    sizes: dict[str, int],
    notes: list[str],
    thinking: float = 3.0,
    refresh: float = 5.0,
) -> Figures:
    """Phones without JavaScript: forms, and pages that are loaded anew every few seconds."""
    with run_server(kind, sizes) as server:
        got = generate(Course("plain", phones, refresh, thinking, refresh=refresh), server.target)
        server.kill()
        stored = count_stored(server.data, got["receipted"])
    notes += complaints(kind, got)
    steps = flatten(got, ("question", "reveal", "load", "answer"))
    return steps | {"share": got["share"]} | broken_of(phones, got, stored)


def run_slow(kind: str, phones: int, sizes: dict[str, int], notes: list[str]) -> Figures:
    """The same class twice: as many phones that behave, alone and beside those that do not."""
    some = phones // 4
    figures: Figures = {"broken": 0}
    for name, count, troubled in (("without", phones - leaving_of(some), 0), ("with", phones, some)):
        run = run_class(kind, count, sizes, notes, calm=CALM, troubled=troubled)
        figures |= {f"{name}.{key}": value for key, value in run.items()}
        figures["broken"] += run["absent"] + run["unreceipted"] + run["lost"]
        figures["elsewhere"] = max(figures.get("elsewhere", 0.0), run["elsewhere"])
    for key in ("question.p99", "burst.p99"):
        figures[f"{key}.ratio"] = figures[f"with.{key}"] / figures[f"without.{key}"]
    return figures


def broken_of(phones: int, got: dict[str, Any], stored: int) -> Figures:
    """What may never be: phones not let in, answers without a receipt, receipts without an answer. With it,
    what other programs took of the cores."""
    absent, unreceipted = phones - got["in_class"], got["sent"] - len(got["receipted"])
    broken = absent + unreceipted + len(got["receipted"]) - stored
    return {"broken": broken, "elsewhere": got["elsewhere"]}


def measure_special(
    name: str, run: Run, sizes_of_class: list[int], pairs: int, kinds: list[str], about: str
) -> str:
    """A section of the results: so many runs of each server, in turn."""
    results, head = Results(), describe_machine()
    sizes = sizes_of_real()
    for phones in sizes_of_class:
        for pair in range(pairs):
            for kind in kinds if pair % 2 == 0 else kinds[::-1]:
                try:
                    results.add(name, phones, kind, run(kind, phones, sizes, results.notes))
                except (RunFailed, ServerFailed) as error:
                    results.notes.append(f"Failed: {error}")
    head.append(f"{about} Medians of {pairs} run(s) of each server, in turn.")
    return section(name, head, render(results))
