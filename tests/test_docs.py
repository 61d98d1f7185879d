"""The documents cannot rot: links resolve, the diagram is that of the table, what exists is mentioned."""

import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest

from app.exchange import formats
from app.live.settings import SessionSettings
from app.live.states import draw_diagram
from app.quiz.kinds import KINDS
from benchmarks.desktop import GOALS
from main import COMMANDS
from tests.test_architecture import ALLOWED

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".venv", ".venv-ralph", ".venv-audit", "test-output", "node_modules", "build", "dist"}
PAGES = sorted(path for path in ROOT.rglob("*.md") if not SKIPPED & set(path.relative_to(ROOT).parts[:-1]))
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def anchors_of(path: Path) -> set[str]:
    """Headings as the usual renderers name them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M):
        words = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(words.replace(" ", "-"))
    return found


def links() -> list[tuple[Path, str]]:
    return [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8")))
        if not re.match(r"[a-z]+:", link)
    ]


@pytest.mark.parametrize(
    ("page", "link"), links(), ids=lambda value: value.name if isinstance(value, Path) else value
)
def test_link_leads_somewhere(page, link):
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    assert target.exists()
    if anchor:
        assert anchor in anchors_of(target)


def test_diagram_is_drawn_from_the_table():
    found = re.search(r"<!-- transitions -->\n(.*?)<!-- /transitions -->", ARCHITECTURE, re.S)
    assert found
    assert found[1] == f"```mermaid\n{draw_diagram()}\n```\n"


def test_import_rules_are_those_of_the_test():
    rows = re.findall(r"^\| (\w+) \| ([\w, -]+) \|$", ARCHITECTURE, re.M)
    told = {area: set(names.split(", ")) - {"-"} for area, names in rows if area != "area"}
    assert told == ALLOWED


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_mentioned(kind):
    assert f"`{kind}`" in ARCHITECTURE


@pytest.mark.parametrize("name", [field.name for field in fields(SessionSettings)])
def test_setting_is_mentioned(name):
    assert f"`{name}`" in ARCHITECTURE


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_mentioned(command):
    assert f"`{command}`" in ARCHITECTURE
    assert f"`{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_file_format_is_mentioned():
    text = all_text().lower()
    table = getattr(formats, "FORMATS", ())
    names = [item if isinstance(item, str) else item.name for item in table]
    assert [name for name in names if name.lower() not in text] == []


def test_goals_of_the_desktop_are_those_of_the_benchmark():
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| .+ \| ([\d.]+) (ms|×|s) \|", text, re.M)
    assert [float(value) for value, _ in told] == [GOALS[n] for n in ("gap.p99", "gap.max", "ratio", "start")]


def test_places_of_the_desktop_are_mentioned():
    folders = {path.parent.name for path in (ROOT / "widgets").glob("*/__init__.py")}
    assert [name for name in folders if f"{name}/" not in ARCHITECTURE] == []


def test_pictures_that_are_kept_are_shown():
    kept = {path.name for path in (ROOT / "docs" / "screenshots").rglob("*.png")}
    assert [name for name in kept if name not in all_text()] == []
