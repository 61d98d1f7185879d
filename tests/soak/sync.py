"""`make soak`, the part for sync: seeded stories of a class of forty (see tests/sync/test_chaos.py), and the
program killed while it sends. Writes what it found to benchmarks/SYNC-SOAK.md where it is asked to.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import keyring
from keyring.backends.fail import Keyring

from app import VERSION
from tests.helpers.chaos import Story
from tests.helpers.killed import send_and_be_killed

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "SYNC-SOAK.md"
STORIES = 500
KILLS = 8


def tell_story(seed: int, totals: Counter[str]) -> bool:
    """Whether the platform was right in the end. Every other story is loud."""
    with tempfile.TemporaryDirectory() as folder:
        story = Story(seed, Path(folder), loud=seed % 2 == 1)
        try:
            story.play()
            story.check()
        except Exception:
            traceback.print_exc()
            print(f"seed {seed} failed", flush=True)
            return False
        finally:
            totals.update(story.network.faults)
            totals.update(
                {"requests": story.network.asked, "deaths": story.deaths, "edits": len(story.edited)}
            )
            story.close()
    return True


def kill(request: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            send_and_be_killed(Path(folder), request)
        except Exception:
            traceback.print_exc()
            print(f"killed at request {request}: failed", flush=True)
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak.sync")
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--seed", type=int, default=1000, help="of the first story")
    parser.add_argument("--write", action="store_true", help=f"keep the result in benchmarks/{RESULTS.name}")
    arguments = parser.parse_args()
    keyring.set_keyring(Keyring())
    begin, totals = time.monotonic(), Counter[str]()
    seeds = range(arguments.seed, arguments.seed + arguments.stories)
    failed = [seed for seed in seeds if not tell_story(seed, totals)]
    killed = [request for request in range(1, KILLS + 1) if not kill(1 + (request - 1) % 4)]
    seconds = time.monotonic() - begin
    told = {name: totals.pop(name, 0) for name in ("requests", "deaths", "edits")}
    faults = ", ".join(f"{name} {count}" for name, count in sorted(totals.items()))
    lines = (
        "# Sync in trouble",
        "",
        f"Préau {VERSION}, {time.strftime('%Y-%m-%d')}, {seconds:.0f} s.",
        f"Seeds {seeds.start} to {seeds.stop - 1}: {len(seeds)} stories of 40 students,",
        f"{len(failed)} of them not right in the end{f': {failed}' if failed else ''}.",
        f"{KILLS} times the program was killed while it sent, {len(killed)} of them not right.",
        "",
        f"Requests {told['requests']}, deaths between two steps {told['deaths']},",
        f"values edited on the platform {told['edits']}. Faults: {faults}.",
        "",
        "Right means: every value is there, none was written again though it stood there, no edit that was",
        "there when the run read was overwritten, and there were never two requests at once.",
        "`python -m tests.soak.sync --write` tells them again.",
        "",
    )
    text = "\n".join(lines)
    print(text)
    if arguments.write:
        RESULTS.write_text(text, encoding="utf-8")
    return int(bool(failed or killed))


if __name__ == "__main__":
    sys.exit(main())
