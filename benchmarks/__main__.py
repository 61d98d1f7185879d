"""`python -m benchmarks [NAME]`: scenarios, bare and real in turn, as a table. README.md tells of each."""

import argparse
from collections.abc import Callable
from typing import Any

from benchmarks import scenarios
from benchmarks.desktop import measure_desktop
from benchmarks.long import measure_long
from benchmarks.machine import describe_machine
from benchmarks.scenarios import Figures, RunFailed
from benchmarks.sections import RESULTS, keep, section
from benchmarks.servers import ServerFailed, is_available
from benchmarks.table import Results, render

CALM = 15.0  # seconds; measured in the first pair only, because it takes as long


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="How fast the class server is.")
    parser.add_argument("name", nargs="?", default="class", choices=MEASURES, help="what to measure (class)")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each server, in turn (3)")
    parser.add_argument("--phones", type=int, nargs="+", help="sizes of the class")
    parser.add_argument("--quick", action="store_true", help="100 phones, one pair: is everything in order?")
    parser.add_argument("--desktop", type=int, default=6, help="pairs with and without a window (6)")
    parser.add_argument("--minutes", type=float, default=5.0, help="of the long class (5)")
    parser.add_argument("--questions", type=int, default=40, help="of the long class (40)")
    parser.add_argument("--write", action="store_true", help=f"keep the table in benchmarks/{RESULTS.name}")
    options = parser.parse_args(arguments)
    if options.quick:
        options.pairs, options.phones, options.desktop = 1, [100], min(options.desktop, 1)
        options.minutes, options.questions = 0.5, 12
    return options


def measure_class(options: argparse.Namespace) -> str:
    """The class at several sizes, and beside a window."""
    sizes_of_class = options.phones or [200, 1000, 2000]
    about = describe_machine()
    about.append(
        f"Medians of {options.pairs} run(s) of each server, in turn; less than 1.3 times apart is equal."
    )
    text = section("class", about, render(_measure_sizes(sizes_of_class, options.pairs)))
    if options.desktop:
        with_window = 1000 if 1000 in sizes_of_class else min(sizes_of_class)
        text += "\n" + measure_desktop(with_window, options.desktop)
    return text


def _measure_sizes(sizes_of_class: list[int], pairs: int) -> Results:
    results = Results()
    kinds = available_kinds()
    sizes: dict[str, int] = {}
    if "real" in kinds:
        weighed = _try(results, scenarios.run_weight, "real")
        if weighed:
            results.add("weight", 0, "real", weighed[0])
            sizes = weighed[1]
    for kind in kinds:
        _keep(results, "start", 0, kind, scenarios.run_start, kind)
    imports = scenarios.run_start("imports")["start"]
    results.notes.append(f"Starting Python and importing aiohttp and sqlite3 alone takes {imports:.2f} s.")
    storm = 1000 if 1000 in sizes_of_class else min(sizes_of_class)
    for phones in sizes_of_class:
        results.floors[phones] = scenarios.run_floor(phones)
        for pair in range(pairs):
            # In turn and in changing order: a machine that warms up or slows down favours neither.
            for kind in kinds if pair % 2 == 0 else kinds[::-1]:
                given = (kind, phones, sizes, results.notes)
                calm = CALM if pair == 0 else 0.0
                _keep(results, "class", phones, kind, scenarios.run_class, *given, 3.0, calm)
                if phones == storm:
                    _keep(results, "storm", phones, kind, scenarios.run_storm, *given)
    return results


def _measure_long(options: argparse.Namespace) -> str:
    phones = (options.phones or [1000])[0]
    return measure_long(phones, options.questions, options.minutes, available_kinds())


MEASURES: dict[str, Callable[[argparse.Namespace], str]] = {"class": measure_class, "long": _measure_long}


def available_kinds() -> list[str]:
    return [kind for kind in ("bare", "real") if is_available(kind)]


def _keep(
    results: Results, scenario: str, phones: int, kind: str, run: Callable[..., Figures], *given: Any
) -> None:
    figures = _try(results, run, *given)
    if figures:
        results.add(scenario, phones, kind, figures)


def _try(results: Results, run: Callable[..., Any], *given: Any) -> Any:
    """A run that fails is said at the foot of the table, and the others go on."""
    try:
        return run(*given)
    except (RunFailed, ServerFailed) as error:
        results.notes.append(f"Failed: {error}")
        return None


def main() -> None:
    options = read_options()
    text = MEASURES[options.name](options)
    print(text)
    if options.write:
        keep(text)


if __name__ == "__main__":
    main()
