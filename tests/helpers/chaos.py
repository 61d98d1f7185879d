"""One story of a class of forty: a network and a program that fail as a seed wants it, results that are
corrected, a colleague who edits. Time is passed in. In the end the platform must be right.
"""

from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from app.clock import ManualClock
from app.outgoing.rows import Result, State
from app.storage.outbox import Outbox
from sync import outbox as policy
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.refs import write_ref
from sync.http import Site
from sync.worker import Surroundings, Worker
from tests.helpers.moodle import SUSPENDED, TOKEN, Moodle, serve_moodle
from tests.helpers.proxy import Network, serve_network

ROUNDS = 12
GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
SESSION = write_ref(kind="attendance", course="2", cmid="61", session="4")
STATUS_IDS = {"present": "5", "late": "7", "excused": "8", "absent": "6"}
_WRITES = (b"submit_grading_form", b"save_grades", b"mobile_view_activity")


class Died(BaseException):
    """The program, or its thread for sync, ends here without a word."""


class MortalOutbox(Outbox):
    """Dies before or after the disk has been written, when `dies` has counted down to 0."""

    dies = -1

    def change(self, judge: Any, *, target: str | None = None) -> Any:
        self._step()
        changed = super().change(judge, target=target)
        self._step()
        return changed

    def _step(self) -> None:
        self.dies -= 1
        if self.dies == 0:
            raise Died


class MortalConnector:
    """Dies before or after something is asked of the platform, as its outbox does."""

    def __init__(self, connector: MoodleConnector, outbox: MortalOutbox) -> None:
        self._connector = connector
        self._outbox = outbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)

    def read(self, ref: str) -> Any:
        self._outbox._step()
        return self._connector.read(ref)

    def send(self, ref: str, reading: Any, values: Any) -> None:
        self._outbox._step()
        self._connector.send(ref, reading, values)
        self._outbox._step()


class Story:
    """`play` it, then `check` it; `close` it. loud: students are told of each grade."""

    def __init__(self, seed: int, folder: Path, loud: bool = False) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.loud = loud
        self.moodle = Moodle()
        if loud:
            self.moodle.functions.discard("mod_assign_submit_grading_form")
        self.clock = ManualClock()
        self.network = Network(Random(seed + 1), lambda body: not any(word in body for word in _WRITES))
        self.stack = ExitStack()
        upstream = self.stack.enter_context(serve_moodle(self.moodle))
        self.address = self.stack.enter_context(serve_network(self.network, upstream))
        self.site = Site(self.address, answer=0.6)
        self.outbox = MortalOutbox(folder, self.clock)
        connection = self.outbox.add_connection("moodle", "M", self.address)
        self.outbox.take_matches(connection, {f"s{user}": str(user) for user in self.moodle.students})
        grades = self.outbox.add_target("session", "grade", connection, GRADES)
        presence = self.outbox.add_target("session", "attendance", connection, SESSION)
        self.outbox.agree(grades.id, ["will_notify"])
        self.outbox.agree(presence.id, ["will_erase_remarks", "will_not_refresh"])
        self.students = [user for user in self.moodle.students if user != SUSPENDED]
        self.wanted = {user: self.mark() for user in self.students}
        self.statuses = {user: self.random.choice(tuple(STATUS_IDS)) for user in self.students}
        self.edited: dict[int, float] = {}
        self.deaths = 0
        self.start()

    def mark(self) -> str:
        return str(Decimal(self.random.randrange(0, 81)) / 4)

    def start(self) -> None:
        """The program starts: everything that it knows is on the disk."""
        connector = MoodleConnector(Client(self.site, TOKEN), frozenset(self.moodle.functions))
        self.connector = MortalConnector(connector, self.outbox)
        around = Surroundings(lambda connection: self.connector, lambda: None, lambda address: True)
        self.worker = Worker(self.outbox, around, self.clock, Random(self.random.random()))
        self.derive()

    def derive(self) -> None:
        results = [Result("session", f"s{user}", "grade", mark) for user, mark in self.wanted.items()]
        results += [Result("session", f"s{user}", "attendance", word) for user, word in self.statuses.items()]

        def judge(rows: Any, targets: Any) -> Any:
            changes = policy.derive(results, targets, rows)
            return changes.save, changes.drop

        self.outbox.derive(judge)

    def play(self) -> None:
        self.network.chance = 0.35
        for _ in range(ROUNDS):
            self.happen()
            self.work()
        self.finish()

    def happen(self) -> None:
        chance = self.random.random()
        if chance < 0.4:
            self.outbox.dies = self.random.randrange(1, 14)
        elif chance < 0.7:
            for user in self.random.sample(self.students, 3):
                if user not in self.edited:
                    self.wanted[user] = self.mark()
                self.statuses[user] = self.random.choice(tuple(STATUS_IDS))
            self.derive()
        else:
            self.edit()

    def edit(self) -> None:
        """A colleague changes a grade whose value is not under way."""
        rows = {row.student: row for row in self.outbox.list_rows(self.outbox.list_targets()[0].id)}
        user = self.random.choice(self.students)
        if rows[f"s{user}"].state is State.CONFIRMED:
            self.edited[user] = 99.0
            self.moodle.books[17].shown[user] = self.moodle.books[17].grades[user] = 99.0

    def work(self) -> None:
        self.clock.advance(self.random.choice((1.0, 31.0, 86_400.0)))
        try:
            self.worker.work_once()
        except Died:
            self.deaths += 1
            self.outbox.close()
            self.outbox = MortalOutbox(self.folder, self.clock)
            self.start()
        self.network.wait_idle()

    def finish(self) -> None:
        """The faults are over. Everything is asked for until nothing is left to do."""
        self.network.chance = 0.0
        self.outbox.dies = -1
        for _ in range(4):
            self.clock.advance(86_400.0)
            self.worker.sync_now()
            self.worker.work_once()
            self.network.wait_idle()

    def check(self) -> None:
        grades, presence = self.outbox.list_targets()
        rows = {row.student: row for row in self.outbox.list_rows(grades.id)}
        shown, marks = self.moodle.books[17].shown, self.moodle.attendance["4"]
        for user in self.students:
            if user in self.edited:
                assert shown[user] == 99.0, f"the edit of {user} was overwritten"
                assert rows[f"s{user}"].state is State.CHANGED_THERE
            else:
                assert shown[user] == float(self.wanted[user]), f"the grade of {user} is not there"
                assert rows[f"s{user}"].state is State.CONFIRMED
            assert marks[user] == STATUS_IDS[self.statuses[user]], f"the attendance of {user} is not there"
        assert {row.state for row in self.outbox.list_rows(presence.id)} == {State.CONFIRMED}
        assert SUSPENDED not in shown and SUSPENDED not in marks
        assert self.moodle.most_at_work == 1, "two requests at once"
        assert self.moodle.repeated == 0, "students would be told again of what they know"
        assert bool(self.moodle.told) is self.loud

    def close(self) -> None:
        self.outbox.close()
        self.site.close()
        self.stack.close()
