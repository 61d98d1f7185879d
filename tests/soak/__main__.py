"""`make soak`: broken files for every reader, for a given time each. Prints its seeds; keeps what fails.

A reader runs in a process of its own, which is watched: no file may take more than LONGEST seconds of work or
MOST_MEMORY bytes. What fails, hangs or grows is written to test-output/soak/ as it is; its place, once
mended, is tests/soak/findings/.
"""

import argparse
import random
import sys
import time
from pathlib import Path

import psutil
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.soak.mutations import broken
from tests.soak.seeds import seeds
from tests.soak.trial import try_file

OUTPUT = Path(__file__).resolve().parent.parent.parent / "test-output" / "soak"
LONGEST = 20.0  # seconds of work for one file, so that a busy machine is no fault
LONGEST_START = 120.0  # seconds of work until the first file
MOST_MEMORY = 1_500_000_000  # bytes of the process
ROUND = 200  # files of one seed


def run_reader(name: str, first: int, seconds: float, current: Path) -> None:
    """Rounds of one seed each, until the time is over or a file fails (which Hypothesis then makes small)."""
    end = time.monotonic() + seconds
    number, files = first, 0
    while time.monotonic() < end:

        @seed(number)
        @settings(max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck),
                  phases=(Phase.generate, Phase.shrink))  # fmt: skip
        @given(broken(name))
        def one_round(data: bytes) -> None:
            nonlocal files
            files += 1
            current.write_bytes(data)
            try_file(name, data)

        try:
            one_round()
        except BaseException:
            print(f"{name}: seed {number} failed", flush=True)
            raise
        number += 1
    print(f"{name}: {files} files, seeds {first} to {number - 1}", flush=True)


def watch(name: str, first: int, seconds: float) -> bool:
    """Run one reader in a process of its own; whether nothing was found."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    current = OUTPUT / f"{name}.current"
    current.write_bytes(b"")
    print(f"{name}: from seed {first}, {seconds:g} s", flush=True)
    words = ["--reader", name, "--seed", str(first), "--seconds", str(seconds), "--current", str(current)]
    child = psutil.Popen([sys.executable, "-m", "tests.soak", *words])
    fault, file, began = "", 0, 0.0  # which file is read, by the time it was written, and the work before it
    while child.poll() is None:
        try:
            child.wait(0.5)
        except psutil.TimeoutExpired:
            known, work = current.stat(), sum(child.cpu_times()[:2])
            if known.st_mtime_ns != file:
                file, began = known.st_mtime_ns, work
            if work - began > (LONGEST if known.st_size else LONGEST_START):
                fault = "hangs"
            elif child.memory_info().rss > MOST_MEMORY:
                fault = "grows"
        except psutil.NoSuchProcess:
            break
        if fault:
            child.kill()
            child.wait()
    if child.returncode == 0 and not fault:
        current.unlink()
        return True
    kept = OUTPUT / f"{name}--{fault or 'fails'}-{first}.bin"
    current.replace(kept)
    print(f"{name}: {fault or 'fails'}, see {kept}", flush=True)
    return False


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("readers", nargs="*", help="all without any")
    parser.add_argument("--seconds", type=float, default=600.0, help="for each reader")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--reader", help=argparse.SUPPRESS)
    parser.add_argument("--current", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    first = arguments.seed if arguments.seed is not None else random.randrange(10**9)
    if arguments.reader:
        run_reader(arguments.reader, first, arguments.seconds, arguments.current)
        return 0
    readers = arguments.readers or list(seeds())
    clean = [watch(name, first, arguments.seconds) for name in readers]
    return 0 if all(clean) else 1


if __name__ == "__main__":
    sys.exit(main())
