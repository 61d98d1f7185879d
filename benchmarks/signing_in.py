"""A whole class signs in by number and PIN, half of it for the first time: `python -m benchmarks.signing_in`.

Against the real server, over its forms as the script of a page sends them; then its journal is read.
"""

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time

import aiohttp

from app.live.events import SignedIn
from app.people.codec import copy_to_json
from app.people.model import Roster, RosterCopy, Student
from app.people.pins import hash_pin
from app.storage.journal import JournalReader
from benchmarks.crowd import percentiles
from benchmarks.scenarios import Figures
from benchmarks.servers import Server, run_server


def make_class(count: int) -> RosterCopy:
    """Students 00000, 00001, ...; those with an odd number have their number's end as PIN already."""
    students = [Student(f"s{n}", f"{n:05}", f"Family{n}", "Given", f"Family{n} Given") for n in range(count)]
    pins = {one.id: hash_pin(one.number[1:]) for one in students[1::2]}
    return RosterCopy(Roster("class", "Class", tuple(students)), pins)


async def sign_in(server: Server, number: str, wait: float) -> tuple[float, str]:
    """Page, number, PIN. Gives the seconds that the server took for all, and '' or why not."""
    await asyncio.sleep(wait)
    target = server.target
    address = f"http://{target.host}{target.join}"
    headers = {"Accept": "application/json"}
    begun = perf_counter()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get(address) as page:
            await page.read()
        said = {"code": ""}
        for pin in ("", number[1:]):
            form = {"who": number, "pin": pin, "again": pin}
            async with http.post(f"{address}/sign-in", data=form, headers=headers) as reply:
                said = await reply.json()
    return perf_counter() - begun, "" if said.get("ok") else str(said["code"])


async def _come(server: Server, copy: RosterCopy, seconds: float) -> list[tuple[float, str]]:
    students = copy.roster.students
    waits = [seconds * place / len(students) for place in range(len(students))]
    return await asyncio.gather(
        *(sign_in(server, one.number, wait) for one, wait in zip(students, waits, strict=True))
    )


def run_signing_in(count: int, seconds: float) -> Figures:
    """Everybody within so many seconds. refused, doubled, missing: of the students, by the journal."""
    copy = make_class(count)
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "roster.json"
        roster.write_text(json.dumps(copy_to_json(copy)), encoding="utf-8")
        with run_server("real", more=("--roster", str(roster))) as server:
            before, begun = _cpu_of(server), perf_counter()
            told = asyncio.run(_come(server, copy, seconds))
            lasted, cost = perf_counter() - begun, _cpu_of(server) - before
            server.kill()
            signed = _read_signed_in(server.data)
    return {
        **percentiles(sorted(took for took, _ in told)),
        "seconds": round(lasted, 2),
        "cpu": round(cost, 2),
        "generator": round(process_time(), 2),
        "refused": sum(1 for _, why in told if why),
        "doubled": sum(times - 1 for times in signed.values()),
        "missing": count - len(signed),
    }


def _read_signed_in(folder: Path) -> Counter[str]:
    reader = JournalReader.open(folder)
    assert reader is not None
    try:
        events = reader.load_events(reader.list_sessions()[0].id)
    finally:
        reader.close()
    return Counter(event.student for event in events if isinstance(event, SignedIn))


def _cpu_of(server: Server) -> float:
    """CPU seconds of the server so far; 0 where the system does not tell."""
    with suppress(ImportError):
        import psutil

        times = psutil.Process(server.target.pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="signing_in", description="A whole class signs in.")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--seconds", type=float, nargs="+", default=[60.0, 5.0])
    options = parser.parse_args()
    for seconds in options.seconds:
        figures = run_signing_in(options.students, seconds)
        print(f"{options.students} students within {seconds:g} s: {json.dumps(figures)}", flush=True)


if __name__ == "__main__":
    main()
