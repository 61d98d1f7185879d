"""The file of results: one section for each name that `python -m benchmarks` takes, each kept until it is
measured anew. Measures nothing."""

from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).resolve().parent / "RESULTS.md"
TITLE: Final = "# Results of the benchmarks"
ORDER: Final = {
    "class": "## A class",
    "desktop": "## With the desktop open",
    "radio": "## The radio is gone for ten seconds",
    "plain": "## Phones without JavaScript",
    "slow": "## Beside phones that do not behave",
    "signing": "## Signing in by number and PIN",
    "long": "## A long class",
    "hours": "## A long class in real time",
    "school": "## The laptop of a school",
}


def section(name: str, about: list[str], body: str) -> str:
    """A section as it is shown and kept: heading, how and on what it was measured, what was found."""
    return "\n".join([ORDER[name], "", *about, "", body.strip(), ""])


def keep(text: str, path: Path = RESULTS) -> None:
    """Puts sections in the place of those with the same heading; the others stay as they are."""
    kept = read_sections(path.read_text(encoding="utf-8") if path.exists() else "") | read_sections(text)
    parts = [kept[heading].strip() for heading in ORDER.values() if heading in kept]
    path.write_text("\n\n".join([TITLE, *parts]) + "\n", encoding="utf-8")


def read_sections(text: str) -> dict[str, str]:
    """Heading to section; a heading that is not known is left out."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        if line in ORDER.values():
            heading = line
            found[heading] = []
        if heading:
            found[heading].append(line)
    return {heading: "\n".join(lines) for heading, lines in found.items()}
