"""`make soak`, the part for the class server: rounds of hostile requests and messages to `main.py serve`.
Each round has a seed, a class of its own and a few hundred examples; see `web_trial` for what must hold.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from app import VERSION
from tests.soak.web_target import Process
from tests.soak.web_trial import SURFACES, Trial

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "FUZZ-SOAK.md"
# What rounds have found, each with the test that shows that it is mended.
FOUND = (
    "Bytes that are no request were answered by the library itself, with its name, without our headers and "
    "with a trace in the log: `tests/lan/test_oversized.py::"
    "test_what_is_no_request_is_refused_with_all_headers_and_no_details`.",
    "Somebody who left in the midst of a form left a trace in the log: `tests/lan/test_strangers.py::"
    "test_who_goes_in_the_midst_of_a_request_leaves_no_line_in_the_log`.",
    "Known and left alone: who asks as `HTTP/2.0` in one line of text is answered in that version's name.",
)
OUTPUT = Path(__file__).resolve().parents[2] / "test-output" / "soak"
ROUND = 400  # examples of one seed


def attack(trial: Trial, number: int, examples: int) -> None:
    """A round of one seed, the last eighth of it after the end of the class. Raises what went wrong first."""
    _attack(trial, number, examples - examples // 8)
    trial.finish()
    trial.end_class()
    _attack(trial, number, examples // 8)
    trial.stop()


def _attack(trial: Trial, number: int, examples: int) -> None:
    """Nothing is made smaller: the class has moved on."""

    @seed(number)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,), report_multiple_bugs=False,
    )  # fmt: skip
    @given(st.data())
    def one_round(data: st.DataObject) -> None:
        if wrong:
            raise wrong[0]
        try:
            trial.attack(data)
        except Exception as error:
            wrong.append(error)
            raise

    wrong: list[Exception] = []
    try:
        one_round()
    except BaseException:
        if wrong:
            raise wrong[0] from None
        raise


def play_round(number: int, totals: Counter[str]) -> bool:
    """Whether nothing was found. Every second class has a roster; in two of four hosts may reveal."""
    with tempfile.TemporaryDirectory() as folder:
        target = Process(Path(folder), rostered=number % 2 == 1)
        trial = None
        try:
            trial = Trial(target, rostered=number % 2 == 1, may_reveal=number % 4 >= 2)
            attack(trial, number, ROUND)
        except Exception:
            OUTPUT.mkdir(parents=True, exist_ok=True)
            path = OUTPUT / f"web-{number}.txt"
            said = trial.said if trial is not None else []
            path.write_text("\n".join([*said, traceback.format_exc(), target.new_log()]), encoding="utf-8")
            print(f"seed {number} failed, see {path}", flush=True)
            return False
        finally:
            if trial is not None:
                totals.update(trial.counts)
            target.stop()
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak.web")
    parser.add_argument("--seconds", type=float, default=1200.0)
    parser.add_argument("--seed", type=int, default=None, help="of the first round")
    parser.add_argument("--write", action="store_true", help=f"keep the result in benchmarks/{RESULTS.name}")
    arguments = parser.parse_args()
    first = arguments.seed if arguments.seed is not None else random.randrange(10**6)
    begin, totals, failed, number = time.monotonic(), Counter[str](), [], first
    while time.monotonic() - begin < arguments.seconds:
        if not play_round(number, totals):
            failed.append(number)
        number += 1
        print(f"seed {number - 1}: {sum(totals[one] for one in set(SURFACES))} examples so far", flush=True)
    text = describe(range(first, number), failed, totals, time.monotonic() - begin)
    print(text)
    if arguments.write:
        RESULTS.write_text(text, encoding="utf-8")
    return int(bool(failed))


def commit() -> str:
    """Of which state of the sources this is, where git knows it."""
    try:
        asked = ["git", "rev-parse", "--short", "HEAD"]
        made = subprocess.run(asked, cwd=RESULTS.parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "not from git"
    return made.stdout.strip()


def describe(seeds: range, failed: list[int], totals: Counter[str], seconds: float) -> str:
    surfaces = sorted(set(SURFACES))
    rows = [f"| {name} | {totals[name]} |" for name in surfaces]
    statuses = sorted(name for name in totals if name.startswith("status "))
    taken = sorted(name for name in totals if name.startswith("taken "))
    reached = ", ".join(f"{name.removeprefix('taken ')}: {totals[name]}" for name in taken)
    told = ", ".join(f"{name.removeprefix('status ')}: {totals[name]}" for name in statuses)
    return "\n".join(
        [
            "# Hostile requests and messages",
            "",
            f"Préau {VERSION} ({commit()}), {time.strftime('%Y-%m-%d')}, {seconds:.0f} s.",
            f"Seeds {seeds.start} to {seeds.stop - 1}: {len(seeds)} classes, "
            f"{len(failed)} of them with a finding{f': {failed}' if failed else ''}.",
            "",
            "| surface | examples |",
            "|---|---|",
            *rows,
            "",
            f"Messages {totals['messages']}, replies that were checked {totals['replies']} ({told}),",
            "answers of a well-behaved phone that were receipted meanwhile "
            f"{totals['receipts of the witness']}.",
            "",
            f"Commands of hosts that were taken: {reached}.",
            "Classes that were attacked after their end: "
            f"{totals['classes that were ended']}; servers that a "
            f"host stopped: {totals['servers that were stopped']}.",
            "",
            "## Found so far",
            *(f"- {found}" for found in FOUND),
            "",
            "`python -m tests.soak.web --write` makes it anew.",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
