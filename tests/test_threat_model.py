"""Every line of every table of docs/threat-model.md names tests in its last column, and they exist; a line
that says that nothing holds has `none: why` there instead, and its number among the residual risks."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[tuple[str, list[str]]]:
    """(section, cells) of every line of a table."""
    found, section, before = [], "", ""
    for line in TEXT.splitlines():
        if line.startswith("## "):
            section = line[3:]
        is_row = line.startswith("| ") and before.startswith("|")
        if is_row and not set(line) <= set("|- "):
            found.append((section, [cell.strip() for cell in line.strip("|").split(" | ")]))
        before = line
    return found


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, made) and node.name.startswith("test_")
    )


def test_there_are_tables():
    assert len(rows()) > 40 and len({section for section, _ in rows()}) >= 6


@pytest.mark.parametrize(
    ("section", "cells"), rows(), ids=lambda part: part if isinstance(part, str) else part[0]
)
def test_a_line_is_shown_by_tests_that_exist(section, cells):
    named = TEST.findall(cells[-1])
    assert all(name in names_in(file) for file, name in named)
    if cells[-1].startswith("none: "):
        assert "**does not hold**" in cells[1]
        risk = re.search(r"\(risk (\d+)\)", cells[-1])
        assert risk and f"\n{risk[1]}. " in TEXT.partition("\n## Residual risks")[2]
    else:
        assert named


def test_no_test_is_named_that_does_not_exist():
    missing = [f"{file}::{name}" for file, name in TEST.findall(TEXT) if name not in names_in(file)]
    files = set(re.findall(r"`(tests/[\w/]+\.py)`", TEXT))
    assert missing == [] and [file for file in files if not (ROOT / file).exists()] == []


def test_files_that_are_named_exist():
    """In the third column: whole paths, and bare names of files beside the one before them."""
    for section, cells in rows():
        for path in re.findall(r"`((?:app|sync|widgets)/[\w/]+(?:\.py)?)`", " ".join(cells)):
            assert (ROOT / path).exists(), (section, path)
