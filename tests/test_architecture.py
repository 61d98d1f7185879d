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
    "json_text",
    "clock",
    "paths",
    "log",
    "i18n",
    "settings",
    "secrets",
    "secret_file",
    "sentences",
    "numerals",
    "signs",
    "story",
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
    "reports": {"quiz", "people", "live", "attendance", "insights", "outgoing"},
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
    "sqlite3": ("app/storage", "app/commands/diagnostics.py"),
    "zeroconf": ("app/lan/mdns.py",),
    "ifaddr": ("app/lan/addresses.py",),
    "keyring": ("app/secrets.py",),
    "cryptography": ("app/storage/sealing.py", "app/secret_file.py", "sync/connectors/lti/keys.py"),
    "numpy": ("app/insights",),
    "openpyxl": ("app/exchange", "app/reports"),
    "defusedxml": ("app/exchange", "app/quiz/svg.py"),
    "PIL": ("app/quiz/resizing.py", "app/quiz/moving.py"),
    "aiohttp": ("app/lan", "app/host", "app/rehearsal"),
    "babel": (),
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


def imported_first(path: Path) -> set[str]:
    """What importing this module imports first: nothing for type checkers, nor what a function imports when
    it is called."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        waiting += ast.iter_child_nodes(node)
    return found


def loaded_with(path: Path) -> set[str]:
    """Names of our modules that importing this one imports first."""
    return imported_first(path) & NAMES.keys()


NAMES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES
}


def test_no_two_modules_import_each_other():
    """Without a circle every module can be imported alone and in any order."""
    done: set[str] = set()

    def follow(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " imports ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in loaded_with(NAMES[name]) - {name}:
                follow(other, (*way, name))
            done.add(name)

    for name in NAMES:
        follow(name, ())


def test_the_class_server_starts_without_what_one_class_in_ten_needs():
    """Each of these costs a tenth of a second or more before phones can join."""
    loaded: set[str] = set()
    waiting = imported_first(ROOT / "main.py") | {"app.commands.serve"}
    while waiting:
        name = waiting.pop()
        loaded |= {name, name.split(".")[0]}
        if name in NAMES:
            waiting |= imported_first(NAMES[name]) - loaded
    late = {"openpyxl", "ziamath", "numpy", "requests", "keyring", "babel", "sync", "PySide6"}
    assert not loaded & late
    assert not [name for name in loaded if name.startswith(("app.exchange", "app.reports"))]


def test_every_module_can_be_imported():
    """In a fresh interpreter, with warnings as errors."""
    script = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *NAMES], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
