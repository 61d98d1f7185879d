"""`make soak`, the part for classes: whole classes of a seed each, in which everything goes wrong at once
(see `classes_story`). `python -m tests.soak.classes --seed N --runs 1 --verbose` tells one again.
"""

import argparse
import asyncio
import faulthandler
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from app import VERSION
from tests.helpers.processes import ROOT
from tests.soak.classes_platform import PLATFORM_FAULTS
from tests.soak.classes_starts import CAN_FORK, Nursery, Spawner, Starter
from tests.soak.classes_story import EVERY, LONGEST, Story
from tests.soak.classes_waits import describe_tasks
from tests.soak.classes_workers import Words, share_out

FOUND = "## What it found"
RESULTS = ROOT / "benchmarks" / "CLASS-SOAK.md"
RUNS = 1000
FAULT_NAMES = {*EVERY, "imports begun", "imports killed", *PLATFORM_FAULTS}
MEANING = """\
In each class: a class server on a data folder of its own (a tenth of them as `python main.py serve`), 5 to
40 phones by socket and by form through a network that tears connections at any byte, delays, swallows, and
lets a phone's words be overtaken by later ones; questions of every kind, with and without a bonus for speed;
in two of five classes a roster with PINs, extra time and mostly attendance; a teacher who asks, closes,
shows, corrects, makes questions up, sends students out and says who was there; files that are imported into
the library beside it; and sync, which brings what was decided to a platform that fails. From five to ten of
the faults of the program and its machine come in any order.

Right means, from the phones' own receipts: nothing receipted is missing or stored twice, nothing refused
counts; the answers of each student came in the order in which they were made, in their own time, and the last
counts; credits, points, attendance and marks equal a recount that shares no rule with the program; the
outbox and in the end the platform hold the same; no page showed a solution before its reveal, nor anything
that was not on the disk; what was made up is there once, as it was sent; every import is there whole or not
at all; the journal opens without damage, and the log holds no trace. A class that does not end is ended, and
counts as wrong.
`python -m tests.soak.classes --write` holds them again; `--seed N --runs 1 --verbose` holds one of them."""
WHOLE = LONGEST + 90.0  # seconds of a class with its end and its checks
SPARE = 30.0  # seconds until a class that does not even say that it hangs is ended
DISK = 24  # megabytes of the small disk


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk that can be filled, where the system lets us make one; else a plain folder."""
    with tempfile.TemporaryDirectory(prefix="preau-soak-") as name:
        is_mounted = False
        if sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mount"):
            words = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", name]
            is_mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
        try:
            yield Path(name)
        finally:
            if is_mounted:
                subprocess.run(["umount", name], check=True)


def tell_story(seed: int, starter: Starter, disk: Path, counts: Counter[str]) -> list[str]:
    """What was wrong in the class of this seed; its files are kept then, and named."""
    folder = Path(tempfile.mkdtemp(dir=disk))
    beside = Path(tempfile.mkdtemp(prefix=f"preau-soak-{seed}-"))
    story = Story(seed, starter, folder, beside)
    try:
        wrong = asyncio.run(_tell_in_time(story))
    except Exception:
        wrong = [*story.wrong, traceback.format_exc()]
    counts.update(story.counts)
    if wrong:
        shutil.copytree(folder, beside / "folder", ignore=shutil.ignore_patterns("ballast"))
        wrong.append(f"kept in {beside}")
    else:
        shutil.rmtree(beside)
    shutil.rmtree(folder)
    return wrong


async def _tell_in_time(story: Story) -> list[str]:
    """What was wrong; a class that hangs, runner included, is wrong, and says where it waits."""
    where: list[str] = []
    waiting = asyncio.get_running_loop().call_later(WHOLE - 1, lambda: where.extend(describe_tasks()))
    try:
        async with asyncio.timeout(WHOLE):
            return await story.tell()
    except TimeoutError:
        return [*story.wrong, "it hung", *where]
    finally:
        waiting.cancel()


def tell_stories(seeds: list[int], seconds: float, disk: Path) -> Iterator[dict[str, Any]]:
    """One after the other, none begun after so many seconds: counts, and what was wrong. disk: small."""
    end = time.monotonic() + seconds
    with ExitStack() as stack:
        starter = stack.enter_context(Nursery()) if CAN_FORK else Spawner()
        for seed in seeds:
            begin, counts = time.monotonic(), Counter[str]()
            if begin > end:
                return
            # For a loop that stands still, which no timeout of its own can help.
            faulthandler.dump_traceback_later(WHOLE + SPARE, exit=True)
            wrong = tell_story(seed, starter, disk, counts)
            faulthandler.cancel_dump_traceback_later()
            took = round(time.monotonic() - begin, 1)
            yield {"seed": seed, "seconds": took, "counts": counts, "wrong": wrong}


def hold(seeds: list[int], seconds: float, workers: int) -> Iterator[dict[str, Any]]:
    """The same by several processes, each with a disk of its own."""
    with ExitStack() as stack:
        disks = [stack.enter_context(small_disk()) for _ in range(workers)]

        def words(number: int) -> Words:
            own = ["--disk", str(disks[number]), "--seconds", str(seconds)]
            return lambda left: [
                sys.executable, "-m", "tests.soak.classes", *own, "--told", json.dumps(left)
            ]  # fmt: skip

        yield from share_out(words, seeds, workers, WHOLE + 2 * SPARE)


def describe(first: int, counts: Counter[str], failed: dict[int, list[str]], seconds: float) -> str:
    """The results as a document; what was found before is kept in it."""
    version = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.strip()
    known = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    found = known[known.index(FOUND) :].rstrip() if FOUND in known else FOUND
    faults = [name for name in counts if name in FAULT_NAMES]
    others = [name for name in counts if name not in FAULT_NAMES and name != "runs"]
    lines = [
        "# Classes in trouble",
        "",
        f"Préau {VERSION} ({version}), {time.strftime('%Y-%m-%d')}, {seconds:.0f} s.",
        f"Seeds from {first} on: {counts['runs']} classes, {len(failed)} of them not right in the"
        f" end{f': {sorted(failed)}' if failed else ''}.",
        "",
        "| fault | times |",
        "| --- | --- |",
        *(f"| {name} | {counts[name]} |" for name in sorted(faults)),
        "",
        "| what was checked, and what happened beside | number |",
        "| --- | --- |",
        *(f"| {name} | {counts[name]} |" for name in sorted(others)),
        "",
        MEANING,
        "",
        found,
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak.classes")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=1000, help="of the first class")
    parser.add_argument("--workers", type=int, default=3, help="classes at once")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--write", action="store_true", help=f"keep the result in benchmarks/{RESULTS.name}")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no class after so many")
    parser.add_argument("--told", help=argparse.SUPPRESS)
    parser.add_argument("--disk", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    logging.getLogger().addHandler(logging.NullHandler())  # what sync says is no news here
    if arguments.told:
        for told in tell_stories(json.loads(arguments.told), arguments.seconds, arguments.disk):
            print(json.dumps(told), flush=True)
        return 0
    seeds = list(range(arguments.seed, arguments.seed + arguments.runs))
    begin, counts = time.monotonic(), Counter[str]()
    failed: dict[int, list[str]] = {}
    for told in hold(seeds, arguments.seconds, min(arguments.workers, arguments.runs)):
        counts.update({**told["counts"], "runs": 1})
        seed, wrong = told["seed"], told["wrong"]
        if wrong:
            failed[seed] = wrong
            print(
                f"seed {seed} failed:", *(wrong if arguments.verbose else wrong[:6]), sep="\n  ", flush=True
            )
        elif arguments.verbose:
            print(f"seed {seed}: {told['seconds']} s", flush=True)
    seconds = time.monotonic() - begin
    print(f"{counts['runs']} classes in {seconds:.0f} s, {len(failed)} of them wrong: {sorted(failed)}")
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    if arguments.write:
        RESULTS.write_text(describe(arguments.seed, counts, failed, seconds), encoding="utf-8")
    return int(bool(failed) or not counts["runs"])


if __name__ == "__main__":
    sys.exit(main())
