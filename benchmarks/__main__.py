"""`python -m benchmarks`: every scenario, bare and real in turn, as a table."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import scenarios
from benchmarks.desktop import measure_desktop
from benchmarks.machine import describe_machine
from benchmarks.scenarios import Figures, RunFailed
from benchmarks.servers import ServerFailed, is_available
from benchmarks.table import Results, render

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="How fast the class server is.")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each server, in turn (3)")
    parser.add_argument("--phones", type=int, nargs="+", default=[1000, 2000], help="sizes of the class")
    parser.add_argument("--quick", action="store_true", help="100 phones, one pair: is everything in order?")
    parser.add_argument("--desktop", type=int, default=6, help="pairs with and without a window (6)")
    parser.add_argument("--write", action="store_true", help=f"keep the table in benchmarks/{RESULTS.name}")
    options = parser.parse_args(arguments)
    if options.quick:
        options.pairs, options.phones, options.desktop = 1, [100], min(options.desktop, 1)
    return options


def measure(options: argparse.Namespace) -> Results:
    results = Results()
    kinds = [kind for kind in ("bare", "real") if is_available(kind)]
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
    storm = min(options.phones)
    for phones in options.phones:
        results.floors[phones] = scenarios.run_floor(phones)
        for pair in range(options.pairs):
            # In turn and in changing order: a machine that warms up or slows down favours neither.
            for kind in kinds if pair % 2 == 0 else kinds[::-1]:
                given = (kind, phones, sizes, results.notes)
                _keep(results, "class", phones, kind, scenarios.run_class, *given)
                if phones == storm:
                    _keep(results, "storm", phones, kind, scenarios.run_storm, *given)
    return results


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
    about = describe_machine()
    about.append(
        f"Medians of {options.pairs} run(s) of each server, in turn; less than 1.3 times apart is equal."
    )
    text = render(measure(options), about)
    if options.desktop:
        text += "\n" + measure_desktop(min(options.phones), options.desktop)
    print(text)
    if options.write:
        RESULTS.write_text(f"# Results of the benchmarks\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
