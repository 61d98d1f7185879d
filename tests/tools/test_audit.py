"""What the audit finds without the internet, and that it finds nothing here."""

import json
import re
import tomllib
from datetime import UTC, datetime

import pytest
from packaging.utils import canonicalize_name

from tools.audit import (
    FILES,
    ROOT,
    Pin,
    check_offline,
    direct_names,
    find_aged,
    find_loose,
    find_other_versions,
    find_stale,
    find_unlicensed,
    read_answer,
    read_pins,
)

HASH = f"    --hash=sha256:{'a' * 64}"
GOOD = f"""one==1.0 \\
{HASH} \\
{HASH}
    # via preau (pyproject.toml)
two-parts==2.0 ; sys_platform == 'win32' \\
{HASH}
    # via one
"""


def test_pins_are_read_with_their_hashes_and_systems():
    pins, others = read_pins(GOOD)
    assert pins == [
        Pin("one", "1.0", "", 2, True),
        Pin("two-parts", "2.0", "sys_platform == 'win32'", 1, False),
    ]
    assert others == [] and find_loose("x", GOOD) == []


@pytest.mark.parametrize("line", ["one>=1.0", "one", "-e .", "--pre", "one @ file:one.whl"])
def test_what_is_not_pinned_is_told(line):
    assert find_loose("x", f"{GOOD}{line}\n") == [f"x: not pinned: {line}"]


def test_a_pin_without_a_hash_is_told():
    assert find_loose("x", "one==1.0\n") == ["x: one has no hash"]
    assert find_loose("x", "one==1.0 \\\n    --hash=sha256:abc\n") == ["x: one has no hash"]


def test_pins_and_wishes_that_differ_are_told():
    pins = read_pins(GOOD)[0]
    assert find_stale(pins, {"one"}) == []
    assert find_stale(pins, {"three"}) == [
        "pinned, and not in pyproject.toml: one",
        "in pyproject.toml, and not pinned: three",
    ]


def test_another_version_or_none_is_told():
    pins = [Pin("pytest", "0.1", "", 1, True), Pin("no-such-package", "1", "", 1, True)]
    first, second = find_other_versions(pins)
    assert first.startswith("installed is pytest ") and second == "not installed: no-such-package"
    assert find_other_versions([Pin("no-such-package", "1", "sys_platform == 'none'", 1, True)]) == []


def test_a_licence_that_is_not_named_is_told():
    notice = "Under BSD:\n  One, jaraco.classes"
    pins = [
        Pin("one", "1", "", 1, True),
        Pin("jaraco-classes", "1", "", 1, False),
        Pin("two", "1", "", 1, False),
    ]
    assert find_unlicensed(pins, notice) == ["no licence in NOTICE: two"]


def test_data_that_has_grown_old_is_told():
    pins = [Pin("certifi", "2026.10.18", "", 1, False), Pin("tzdata", "2026.6", "", 1, True)]
    assert find_aged(pins, datetime(2027, 1, 1, tzinfo=UTC).timestamp()) == []
    assert len(find_aged(pins, datetime(2028, 1, 1, tzinfo=UTC).timestamp())) == 2


def test_what_could_not_be_judged_is_not_taken_for_faultless():
    fault = {"id": "GHSA-1", "fix_versions": ["1.1"], "description": "..."}
    answer = {
        "dependencies": [
            {"name": "one", "version": "1.0", "vulns": [fault]},
            {"name": "two", "version": "2.0", "vulns": []},
            {"name": "three", "skip_reason": "Dependency not found"},
        ]
    }
    assert read_answer(json.dumps(answer)) == (["one 1.0: GHSA-1, mended in 1.1"], ["three"])
    for nothing in ("", "no network", "[]", "{}", '{"dependencies": [1]}'):
        with pytest.raises(ValueError):
            read_answer(nothing)


def test_nothing_is_wrong_here():
    """Apart from what an environment that is renewed by hand may have, which only `make audit` judges."""
    pinned = datetime(2026, 11, 22, tzinfo=UTC).timestamp()
    wrong = [line for line in check_offline(pinned) if not line.startswith(("installed is", "not installed"))]
    assert wrong == []
    assert all((ROOT / name).exists() for name in FILES)


def test_the_table_of_dependencies_is_that_of_the_project():
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", text, re.M)
    told = {canonicalize_name(name): cells for name, *cells in rows if name not in ("package", "---")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert told.keys() == direct_names(project)
    assert all(len(cell.strip()) > 2 for cells in told.values() for cell in cells)
    assert "not there yet" not in text
