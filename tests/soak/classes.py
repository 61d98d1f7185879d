"""`make soak`, the part for classes: whole classes of a seed each, in which everything goes wrong at once (see
`classes_story`). A seed that failed is told again by `python -m tests.soak.classes --seed N --runs 1 --verbose`.
Writes what it found to benchmarks/CLASS-SOAK.md where it is asked to.
"""

import argparse
import asyncio
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
from contextlib import contextmanager
from pathlib import Path

from tests.soak.classes_server import ROOT, Nursery
from tests.soak.classes_story import Story

RESULTS = ROOT / "benchmarks" / "CLASS-SOAK.md"
RUNS = 1000
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


def tell_story(seed: int, nursery: Nursery, disk: Path, counts: Counter[str]) -> list[str]:
    """What was wrong in the class of this seed; its files are kept then, and named."""
    folder = Path(tempfile.mkdtemp(dir=disk))
    beside = Path(tempfile.mkdtemp(prefix=f"preau-soak-{seed}-"))
    story = Story(seed, nursery, folder, beside)
    try:
        wrong = asyncio.run(story.tell())
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


def tell_stories(seeds: list[int], verbose: bool) -> tuple[Counter[str], dict[int, list[str]]]:
    """One after the other: counts, and what was wrong by seed."""
    counts, failed = Counter[str](), {}
    with Nursery() as nursery, small_disk() as disk:
        for seed in seeds:
            begin = time.monotonic()
            wrong = tell_story(seed, nursery, disk, counts)
            counts["runs"] += 1
            if wrong:
                failed[seed] = wrong
                print(f"seed {seed} failed:", *wrong[: None if verbose else 6], sep="\n  ", flush=True)
            elif verbose:
                print(f"seed {seed}: {time.monotonic() - begin:.1f} s", flush=True)
    return counts, failed


def share_out(seeds: list[int], workers: int) -> tuple[Counter[str], dict[int, list[str]]]:
    """The same by several processes: much of a class is waiting."""
    words = [sys.executable, "-m", "tests.soak.classes", "--told"]
    parts = [
        subprocess.Popen([*words, json.dumps(seeds[number::workers])], stdout=subprocess.PIPE, cwd=ROOT)
        for number in range(workers)
    ]
    counts, failed = Counter[str](), {}
    from threading import Thread

    def read(part: "subprocess.Popen[bytes]") -> None:
        assert part.stdout is not None
        for line in part.stdout:
            text = line.decode()
            if text.startswith('{"counts"'):
                told = json.loads(text)
                counts.update(told["counts"])
                failed.update({int(seed): wrong for seed, wrong in told["failed"].items()})
            else:
                print(text, end="", flush=True)

    readers = [Thread(target=read, args=(part,)) for part in parts]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    for part in parts:
        part.wait()
    return counts, failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak.classes")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=1000, help="of the first class")
    parser.add_argument("--workers", type=int, default=3, help="classes at once")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--told", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    if arguments.told:
        counts, failed = tell_stories(json.loads(arguments.told), True)
        print(json.dumps({"counts": counts, "failed": failed}), flush=True)
        return 0
    seeds = list(range(arguments.seed, arguments.seed + arguments.runs))
    begin = time.monotonic()
    if arguments.runs == 1:
        counts, failed = tell_stories(seeds, arguments.verbose)
    else:
        counts, failed = share_out(seeds, arguments.workers)
    seconds = time.monotonic() - begin
    print(f"{counts['runs']} classes in {seconds:.0f} s, {len(failed)} of them wrong: {sorted(failed)}")
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    return int(bool(failed) or counts["runs"] != len(seeds))


if __name__ == "__main__":
    sys.exit(main())
