"""`python -m benchmarks signing`: a whole class signs in by number and PIN, half of it for the first time.

Over the forms as the script of a page sends them; then the real server's journal is read.
"""

import json
import tempfile
from collections import Counter
from pathlib import Path

from app.live.events import SignedIn
from app.people.codec import copy_to_json
from app.people.model import Roster, RosterCopy, Student
from app.people.pins import hash_pin
from app.storage.journal import JournalReader
from benchmarks.course import Course
from benchmarks.scenarios import Figures, complaints, flatten, generate
from benchmarks.servers import run_server

CALM, RUSH = 60.0, 20.0  # seconds within which all come


def make_class(count: int) -> RosterCopy:
    """Students 00000, 00001, ...; those with an odd number have their number's end as PIN already."""
    students = [Student(f"s{n}", f"{n:05}", f"Family{n}", "Given", f"Family{n} Given") for n in range(count)]
    pins = {one.id: hash_pin(one.number[1:]) for one in students[1::2]}
    return RosterCopy(Roster("class", "Class", tuple(students)), pins)


def run_signing_in(kind: str, count: int, sizes: dict[str, int], notes: list[str], seconds: float) -> Figures:
    """Everybody within so many seconds. broken: who did not get in, and by the real one's journal who is
    missing there or in it twice."""
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "roster.json"
        roster.write_text(json.dumps(copy_to_json(make_class(count))), encoding="utf-8")
        with run_server(kind, sizes, more=("--roster", str(roster))) as server:
            got = generate(Course("signing", count, seconds), server.target)
            server.kill()
            signed = _read_signed_in(server.data) if kind == "real" else Counter()
    notes += complaints(kind, got)
    doubled = sum(times - 1 for times in signed.values())
    missing = count - len(signed) if kind == "real" else 0
    return flatten(got, ("page", "number", "pin", "lobby")) | {
        "server_cpu": got["server_cpu"],
        "wall": got["wall"],
        "elsewhere": got["elsewhere"],
        "broken": count - got["in_class"] + doubled + missing,
    }


def run_signing(kind: str, count: int, sizes: dict[str, int], notes: list[str]) -> Figures:
    """Once calmly, once in a rush."""
    runs = {
        "calm": run_signing_in(kind, count, sizes, notes, CALM),
        "rush": run_signing_in(kind, count, sizes, notes, RUSH),
    }
    figures = {f"{name}.{key}": value for name, run in runs.items() for key, value in run.items()}
    return figures | {
        "broken": sum(run["broken"] for run in runs.values()),
        "elsewhere": max(run["elsewhere"] for run in runs.values()),
    }


def _read_signed_in(folder: Path) -> Counter[str]:
    reader = JournalReader.open(folder)
    assert reader is not None
    try:
        events = reader.load_events(reader.list_sessions()[0].id)
    finally:
        reader.close()
    return Counter(event.student for event in events if isinstance(event, SignedIn))
