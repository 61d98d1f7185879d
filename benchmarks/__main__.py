"""`python -m benchmarks [NAME]`: scenarios, bare and real in turn, as a table. README.md tells of each."""

import argparse
from collections.abc import Callable
from typing import Any

from benchmarks import scenarios
from benchmarks.desktop import measure_desktop
from benchmarks.long import measure_long
from benchmarks.machine import describe_machine
from benchmarks.scenarios import Figures, RunFailed
from benchmarks.school import run_school
from benchmarks.sections import RESULTS, keep, section
from benchmarks.servers import ServerFailed, is_available
from benchmarks.signing_in import run_signing
from benchmarks.special import Run, measure_special, run_plain, run_radio, run_slow
from benchmarks.table import Results, render


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
                calm = scenarios.CALM if pair == 0 else 0.0  # once, because it takes as long
                _keep(results, "class", phones, kind, scenarios.run_class, *given, 3.0, calm)
                if phones == storm:
                    _keep(results, "storm", phones, kind, scenarios.run_storm, *given)
    return results


def _measure_long(options: argparse.Namespace) -> str:
    phones = (options.phones or [1000])[0]
    return measure_long(phones, options.questions, options.minutes, available_kinds())


def _measure_special(options: argparse.Namespace) -> str:
    run, sizes_of_class, about = SPECIAL[options.name]
    sizes = options.phones or sizes_of_class
    return measure_special(options.name, run, sizes, options.pairs, available_kinds(), about)


SPECIAL: dict[str, tuple[Run, list[int], str]] = {
    "radio": (
        run_radio,
        [1000],
        "In the middle of the answers to a question all connections are gone for 10 s, half of them with a "
        "reset, half in silence; then phones come back, first by the page's own tries with growing pauses, "
        "at the second question all in the same instant.",
    ),
    "plain": (
        run_plain,
        [300],
        "Browsers without JavaScript: forms, and a page that is loaded anew every 5 s.",
    ),
    "slow": (
        run_slow,
        [1000],
        "A tenth of the class stops reading; as many connections send half of a request, half as many a "
        "request byte by byte. The figures are those of the other phones, alone and beside them.",
    ),
    "signing": (
        run_signing,
        [1000],
        "A class with a roster; half of it chooses its PIN, half has one. The bare server hashes at the same "
        "cost (scrypt, N = 4,096, r = 8: 4 MB each), in two threads as well.",
    ),
    "school": (run_school, [35, 300, 1000], "One core, and a disk that takes 20 ms longer to store."),
}
MEASURES: dict[str, Callable[[argparse.Namespace], str]] = {
    "class": measure_class,
    "long": _measure_long,
    **dict.fromkeys(SPECIAL, _measure_special),
}


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
