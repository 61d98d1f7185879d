"""`python -m benchmarks.sync`: a year of sessions that wait for a platform, and statements to a record store.

Goals: 200 sessions of 40 students derived and compared in 5 s; 1,000 statements to the record store Ralph on
the same machine in 10 s, through the outbox: read, sent, read back.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random

from app.outgoing.facts import Fact
from app.outgoing.rows import Result
from app.storage.archive import Archive
from app.storage.journal import Journal
from app.storage.outbox import Outbox
from benchmarks.machine import describe_machine
from sync import outbox as policy
from sync.connectors.base import Reading
from sync.connectors.xapi.connector import Told, XapiConnector
from sync.connectors.xapi.statements import make_statement
from sync.connectors.xapi.store import RecordStore
from sync.engine import Engine
from sync.http import Site
from sync.outbox import Held
from sync.run import Run
from tests.helpers.ralph import KEY, NAME, find_ralph, run_ralph
from tests.helpers.sent_class import make_clock, play, pupils

SESSIONS, QUESTIONS = 200, 10
STATEMENTS = 1000


class Gradebook:
    """A platform in memory that holds nothing yet."""

    most = 50

    def __init__(self, accounts: list[str]) -> None:
        self._accounts = accounts

    def read(self, ref):
        return Reading({account: Held(None) for account in self._accounts})

    def foresee(self, ref, reading, values):
        return []


def measure_year(folder: Path) -> dict[str, float]:
    students, clock = pupils(), make_clock()
    room = play(students, "one", questions=QUESTIONS)
    journal = Journal(folder)
    first, *others = room.events
    for number in range(SESSIONS):
        journal.create_session(replace(first, session=f"s{number}"), {}, 0)
        journal.append(f"s{number}", others)
    journal.close()
    engine = Engine(folder, clock, Archive(folder, clock))
    engine.open()
    outbox = engine.outbox
    connection = outbox.add_connection("moodle", "M", "https://moodle.example")
    outbox.take_matches(connection, {student.id: student.id for student in students})
    for number in range(SESSIONS):
        outbox.add_target(f"s{number}", "grade", connection, f"g{number}", "20")
        outbox.add_target(f"s{number}", "attendance", connection, f"a{number}")
    figures = {}
    begin, used = time.perf_counter(), time.process_time()
    engine.derive()
    figures["derived for the first time"] = time.perf_counter() - begin
    figures["the same, time of the processor"] = time.process_time() - used
    begin = time.perf_counter()
    engine.derive()
    figures["looked through again, nothing new"] = time.perf_counter() - begin
    platform = Gradebook([student.id for student in students])
    begin = time.perf_counter()
    for target in outbox.list_targets():
        Run(outbox, platform, target, clock, Random(1)).plan()
    figures["compared with what the platform holds"] = time.perf_counter() - begin
    engine.stop()
    return figures


def measure_store(folder: Path, program: Path) -> float:
    outbox, clock = Outbox(folder, make_clock()), make_clock()
    fact = Fact("scored", "", "", "s1", "Révision", "fr", clock.now())
    facts = [replace(fact, student=f"s{n}", number=f"n{n}") for n in range(STATEMENTS)]

    def tell(session: str, home: str) -> Told:
        return Told({f"{f.student} {f.item}": make_statement(f, home) for f in facts}, clock.now())

    with run_ralph(program, folder) as address:
        connection = outbox.add_connection("xapi", "Ralph", address)
        target = outbox.add_target("s1", "statement", connection, "s1")
        statements = tell("s1", address).statements
        results = [
            Result("s1", f.student, "statement", statements[f"{f.student} {f.item}"]["id"], f.item)
            for f in facts
        ]

        def judge(rows, targets):
            changes = policy.derive(results, targets, rows)
            return changes.save, changes.drop

        outbox.derive(judge)
        connector = XapiConnector(RecordStore(Site(address), NAME, KEY), address, tell)
        begin = time.perf_counter()
        Run(outbox, connector, target, clock, Random(1)).bring_up_to_date()
        seconds = time.perf_counter() - begin
        connector.close()
    states = {row.state.value for row in outbox.list_rows()}
    outbox.close()
    assert states == {"confirmed"}, states
    return seconds


def main() -> None:
    print("\n".join(describe_machine()))
    with tempfile.TemporaryDirectory() as folder:
        for name, seconds in measure_year(Path(folder)).items():
            print(f"{SESSIONS} sessions of 39 students, marks and attendance: {name}: {seconds:.2f} s")
    program = find_ralph()
    if program is None:
        print("Ralph is not installed (make test does that).")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"{STATEMENTS} statements to Ralph, confirmed: {measure_store(Path(folder), program):.2f} s")


if __name__ == "__main__":
    main()
