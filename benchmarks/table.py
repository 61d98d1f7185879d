"""The results as a Markdown table, with goals beside figures. Measures nothing."""

from dataclasses import dataclass, field
from statistics import median

from benchmarks.figures import FIGURES, Figure
from benchmarks.scenarios import Figures

HEAD = ("Figure", "Phones", "Bare", "Préau", "Ratio", "Goal", "Result")

DISTURBED = 0.2  # of all cores


@dataclass(slots=True)
class Results:
    """runs: (scenario, phones, kind) to the figures of each run. notes: sentences for the table's foot."""

    runs: dict[tuple[str, int, str], list[Figures]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    floors: dict[int, Figures] = field(default_factory=dict)

    def add(self, scenario: str, phones: int, kind: str, figures: Figures) -> None:
        self.runs.setdefault((scenario, phones, kind), []).append(figures)

    def value(self, figure: Figure, phones: int, kind: str) -> float | None:
        runs = self.runs.get((figure.scenario, phones, kind), [])
        values = [run[figure.key] for run in runs if figure.key in run]
        return figure.merge(values) if values else None


def table_rows(results: Results) -> list[tuple[str, ...]]:
    rows = []
    counts = sorted({(scenario, phones) for scenario, phones, _ in results.runs})
    for phones in sorted({phones for _, phones in counts}):
        for figure in FIGURES:
            if (figure.scenario, phones) in counts:
                rows.append(_row(results, figure, phones))
    return rows


def _row(results: Results, figure: Figure, phones: int) -> tuple[str, ...]:
    bare, real = (results.value(figure, phones, kind) for kind in ("bare", "real"))
    goal = figure.goal(phones)
    ratio = f"{real / bare:.2f}" if figure.compared and real is not None and bare else ""
    verdict = ""
    if real is not None and (goal is not None or (figure.times and bare)):
        near = not (figure.times and bare) or real <= figure.times * bare
        verdict = "met" if near and (goal is None or real <= goal) else "**missed**"
    return (
        figure.title,
        f"{phones:,}" if phones else "",
        _shown(bare, figure.unit) if bare is not None else "",
        _shown(real, figure.unit) if real is not None else "not available",
        ratio,
        _goal(figure, goal),
        verdict,
    )


def _goal(figure: Figure, goal: float | None) -> str:
    wanted = [_shown(goal, figure.unit)] if goal is not None else []
    return ", ".join(wanted + ([f"{figure.times:g} × bare"] if figure.times else []))


def _shown(value: float, unit: str) -> str:
    digits = 2 if unit == "s" else 0 if value >= 100 or value == int(value) else 1
    return f"{value:,.{digits}f} {unit}".strip()


def generator_notes(results: Results) -> list[str]:
    """How one knows that the generator was not the bottleneck."""
    notes = []
    for phones, floor in sorted(results.floors.items()):
        text = (
            f"Generator, {phones:,} phones: {floor['burst.cpu']:.0f} ms of CPU per 1,000 answers at once; "
            f"against an echo server a receipt takes {floor['burst.p99']:.1f} ms (99 %) at once and "
            f"{floor['spread.p99']:.1f} ms over 3 s: the floor of the figures above."
        )
        for kind, name in (("bare", "bare"), ("real", "Préau")):
            runs = results.runs.get(("class", phones, kind), [])
            if runs:
                share = median(run["burst.share"] for run in runs)
                cpu = median(run["burst.cpu"] for run in runs)
                late = max(run["spread.lag"] for run in runs)
                others = max(run["elsewhere"] for run in runs)
                text += (
                    f" Against {name}: {cpu:.0f} ms, {share:.0%} of the wall time at once, "
                    f"at most {late:.0f} ms late over 3 s; "
                    f"other programs took up to {others:.0%} of the cores."
                )
        notes.append(text)
    return notes


def disturbances(results: Results) -> list[str]:
    """A warning where other programs took so much that the times say more about them."""
    shares = [run["elsewhere"] for runs in results.runs.values() for run in runs if "elsewhere" in run]
    if not shares or median(shares) <= DISTURBED:
        return []
    return [f"**Disturbed**: other programs took {median(shares):.0%} of the cores; the times do not count."]


def render(results: Results) -> str:
    """The table with its notes, without a heading."""
    rows = [HEAD, *table_rows(results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    foot = [
        f"- {note}"
        for note in (*disturbances(results), *generator_notes(results), *dict.fromkeys(results.notes))
    ]
    return "\n".join([*lines, "", *foot, ""])
