"""`make audit`: is what Préau depends on what we think it is, and is anything known against it?

The first part needs no internet: every pin has its hashes, the pins of direct packages are those of
pyproject.toml, what is installed is what is pinned, NOTICE names the licence of each package, and what bears
a date as its version is not old. A list of known faults cannot be kept offline without growing old itself, so
that part asks the internet by `pip-audit` (in .venv-audit), and says so where it cannot.
"""

import json
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILES = ("requirements.txt", "requirements-dev.txt", "requirements-ralph.txt", "requirements-audit.txt")
OLDEST = 400  # days; of packages that are data (certificates, time zones) and are called by their date
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a file of requirements. direct: named by pyproject.toml itself."""

    name: str
    version: str
    marker: str
    hashes: int
    direct: bool

    @property
    def is_for_this_system(self) -> bool:
        return not self.marker or Marker(self.marker).evaluate()


def read_pins(text: str) -> tuple[list[Pin], list[str]]:
    """The pins of a file, and its lines that are none."""
    pins: list[Pin] = []
    others: list[str] = []
    for block in re.split(r"\n(?=[^\s#])", text):
        first, *rest = block.splitlines() or [""]
        if not first or first.startswith("#"):
            continue
        found = _PIN.match(first)
        if found is None:
            others.append(first)
            continue
        hashes = sum(re.search(r"--hash=sha256:[0-9a-f]{64}\b", line) is not None for line in rest)
        direct = any("(pyproject.toml)" in line for line in rest)
        pins.append(Pin(canonicalize_name(found[1]), found[2], found[3] or "", hashes, direct))
    return pins, others


def find_loose(name: str, text: str) -> list[str]:
    """Lines that pin nothing, or without hashes."""
    pins, others = read_pins(text)
    loose = [f"{name}: not pinned: {line}" for line in others]
    return loose + [f"{name}: {pin.name} has no hash" for pin in pins if not pin.hashes]


def direct_names(project: Mapping[str, object]) -> set[str]:
    """What pyproject.toml asks for at run time."""
    asked = project["dependencies"]
    assert isinstance(asked, list)
    return {canonicalize_name(re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0]) for line in asked}


def find_stale(pins: Iterable[Pin], wanted: set[str]) -> list[str]:
    """Direct pins that nobody asks for (any more), and what is asked for and not pinned."""
    pinned = {pin.name for pin in pins if pin.direct}
    return [f"pinned, and not in pyproject.toml: {name}" for name in sorted(pinned - wanted)] + [
        f"in pyproject.toml, and not pinned: {name}" for name in sorted(wanted - pinned)
    ]


def find_other_versions(pins: Iterable[Pin]) -> list[str]:
    """Packages of this environment that are missing or not what is pinned."""
    found = []
    for pin in pins:
        if not pin.is_for_this_system:
            continue
        try:
            version = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            found.append(f"not installed: {pin.name}")
            continue
        if version != pin.version:
            found.append(f"installed is {pin.name} {version}, pinned {pin.version}")
    return found


def find_unlicensed(pins: Iterable[Pin], notice: str) -> list[str]:
    """Packages, the indirect ones too, whose licence NOTICE does not say."""
    known = {canonicalize_name(word) for word in re.findall(r"[A-Za-z0-9][\w.-]*\w", notice)}
    return [f"no licence in NOTICE: {pin.name}" for pin in pins if pin.name not in known]


def find_aged(pins: Iterable[Pin], today: float) -> list[str]:
    """Packages of data whose version is a date more than OLDEST days ago. today: seconds since 1970."""
    found = []
    for pin in pins:
        date = re.match(r"(20\d\d)\.(\d{1,2})(?:\.(\d{1,2}))?$", pin.version)
        if date is None:
            continue
        # tzdata counts its releases of a year instead of months
        month, day = (1, 1) if date[3] is None else (int(date[2]), int(date[3]))
        made = time.mktime((int(date[1]), month, day, 0, 0, 0, 0, 0, -1))
        if (days := int((today - made) / 86_400)) > OLDEST:
            found.append(f"{pin.name} is {days} days old")
    return found


def check_offline(today: float) -> list[str]:
    """What is wrong, as far as this computer alone can tell."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
    pins = read_pins(texts["requirements.txt"])[0]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    loose = [line for name, text in texts.items() for line in find_loose(name, text)]
    return [
        *loose, *find_stale(pins, direct_names(project)), *find_other_versions(pins),
        *find_unlicensed(pins, notice), *find_aged(pins, today),
    ]  # fmt: skip


def read_answer(text: str) -> tuple[list[str], list[str]]:
    """From what `pip-audit` answers in JSON: known faults in words, and packages that nobody could judge.

    Raises `ValueError` where it is no answer.
    """
    try:
        packages = json.loads(text)["dependencies"]
        known = [
            f"{one['name']} {one['version']}: {fault['id']}, mended in {' '.join(fault['fix_versions'])}"
            for one in packages
            for fault in one.get("vulns", ())
        ]
        return known, [one["name"] for one in packages if "skip_reason" in one]
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("no answer of pip-audit") from error


def ask_for_faults(python: Path) -> int:
    """Known faults of the pinned packages, asked for online: 0 none, 1 some, 2 not all could be judged."""
    if not python.exists():
        print("Known faults were not asked for: there is no .venv-audit (make audit makes it, online).")
        return 2
    result = 0
    for name in FILES:
        asked = [str(python), "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(ROOT / name)]
        asked += ["--progress-spinner", "off", "--format", "json"]
        done = subprocess.run(asked, check=False, capture_output=True, text=True)
        try:
            known, unknown = read_answer(done.stdout)
        except ValueError:
            print(f"{name}: known faults could not be asked for; try again online.")
            result = result or 2
            continue
        print("\n".join([f"{name}: {len(known)} known faults, {len(unknown)} packages not judged", *known]))
        result = 1 if known else result or (2 if unknown else 0)
    return result


def main() -> int:
    wrong = check_offline(time.time())
    print("\n".join(wrong) or "Pins, hashes, licences and versions are as they should be.")
    folder = ROOT / ".venv-audit"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    faults = 0 if "--offline" in sys.argv else ask_for_faults(python)
    return 1 if wrong or faults == 1 else faults


if __name__ == "__main__":
    sys.exit(main())
