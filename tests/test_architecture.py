"""The import rules of docs/architecture.md, the home of each library, and every module imported alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    path for top in ("app", "sync", "widgets") for path in (ROOT / top).rglob("*.py") if path.stat().st_size
)

BASE = {
    "errors",
    "folding",
    "clock",
    "paths",
    "log",
    "i18n",
    "settings",
    "secrets",
    "sentences",
    "numerals",
    "signs",
    "wifi",
}

# Which areas of `app` an area may import, besides the base and itself.
ALLOWED = {
    "quiz": set(),
    "people": set(),
    "outgoing": set(),
    "exchange": {"quiz", "people"},
    "live": {"quiz", "people"},
    "attendance": {"quiz", "people", "live"},
    "insights": {"quiz", "people", "live", "attendance"},
    "reports": {"quiz", "people", "live", "attendance", "insights"},
    "cards": {"quiz", "people", "live"},
    "storage": {"quiz", "people", "live", "attendance", "outgoing"},
    "protocol": {"quiz", "live"},
    "lan": {"protocol", "live", "quiz", "people", "attendance"},
    "host": {"protocol"},
    "rehearsal": {"protocol"},
}
EVERYTHING = set(ALLOWED)

LIBRARY_HOMES = {
    "PySide6": ("widgets",),
    "pyqtgraph": ("widgets",),
    "requests": ("sync",),
    "sqlite_utils": ("app/storage",),
    "sqlite3": ("app/storage",),
    "zeroconf": ("app/lan/mdns.py",),
    "ifaddr": ("app/lan/addresses.py",),
    "keyring": ("app/secrets.py",),
    "numpy": ("app/insights",),
    "openpyxl": ("app/exchange", "app/reports"),
    "defusedxml": ("app/exchange", "app/quiz/svg.py"),
    "PIL": ("app/quiz/resizing.py",),
    "aiohttp": ("app/lan", "app/host", "app/rehearsal"),
    "babel": ("app/i18n.py",),
    "psutil": ("app/host",),
    "platformdirs": ("app/paths.py",),
    "filelock": ("app/storage",),
    "ziamath": ("app/quiz",),
    "nh3": ("app/quiz",),
    "markdown_it": ("app/quiz",),
    "jinja2": ("app/lan",),
    "qrcode": ("app/lan", "app/commands", "widgets"),
}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def area_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_imports_only_what_its_place_allows(path):
    top = path.relative_to(ROOT).parts[0]
    area = area_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "main":
            pytest.fail(f"{path} imports main")
        if parts[0] not in ("app", "sync", "widgets") or len(parts) < 2:
            continue
        target = parts[1]
        if top == "widgets":
            assert parts[0] in ("app", "widgets"), name
            assert target not in ("storage", "lan"), name
        elif top == "sync":
            assert parts[0] in ("app", "sync"), name
            assert target not in ("live", "lan", "host", "rehearsal", "commands"), name
        else:
            assert parts[0] == "app", name
            if area == "commands":
                continue
            if area in BASE:
                assert target in BASE, f"the base imports nothing else of ours: {name}"
            else:
                assert target in BASE | {area} | ALLOWED[area], name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_library_stays_in_its_home(path):
    place = path.relative_to(ROOT).as_posix()
    for name in imports_of(path):
        homes = LIBRARY_HOMES.get(name.split(".")[0])
        if homes:
            assert place.startswith(homes), f"{name} belongs to {homes}"


def test_every_area_has_a_rule():
    areas = {area_of(path) for path in MODULES if path.relative_to(ROOT).parts[0] == "app"}
    assert areas - BASE - {"commands", "__init__"} <= EVERYTHING


def test_every_module_can_be_imported_alone():
    """One interpreter, each module with a fresh module table, so that no import order is relied on."""
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES]
    script = (
        "import importlib, sys\n"
        "ours = ('app', 'sync', 'widgets')\n"
        "for name in sys.argv[1:]:\n"
        "    for known in [n for n in sys.modules if n.split('.')[0] in ours]:\n"
        "        del sys.modules[known]\n"
        "    importlib.import_module(name.removesuffix('.__init__'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *names], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
