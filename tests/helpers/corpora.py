"""Quiz files from elsewhere, beside the repository; their tests are skipped only where they are absent."""

import csv
from pathlib import Path

import pytest

CORPORA = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the repository")


def rows_of(folder: str) -> list[dict[str, str]]:
    """The lines of a corpus' index, none where it is absent."""
    index = CORPORA / folder / "INDEX.csv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
