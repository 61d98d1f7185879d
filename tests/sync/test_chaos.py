"""A class of forty, a platform and a network that fail as they like, a program that dies, a colleague who
edits: in the end the platform is right. Each seed is one story; time is passed in.
"""

from decimal import Decimal
from random import Random

import pytest

from app.clock import ManualClock
from app.errors import Trouble
from app.outgoing.rows import Result, State
from app.storage.outbox import Outbox
from sync import outbox as policy
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.refs import write_ref
from sync.http import Site
from sync.run import Run
from sync.worker import Surroundings, Worker
from tests.helpers.moodle import SUSPENDED, TOKEN, Moodle, serve_moodle

SEEDS = range(12)
ROUNDS = 12
READ, BATCH, SAVE = (
    "gradereport_user_get_grade_items",
    "tool_mobile_call_external_functions",
    "mod_assign_save_grades",
)
FAULTS = ("lost", "dropped", "half", "torn", "136", "138", "140", "142", "033")
GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")


class Died(BaseException):
    """The program ends here, without a word."""


class Dying:
    """A connector that dies before or after something is sent, when `dies` says so."""

    def __init__(self, connector: MoodleConnector) -> None:
        self._connector = connector
        self.dies = ""

    def __getattr__(self, name):
        return getattr(self._connector, name)

    def send(self, ref, reading, values):
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise Died
        self._connector.send(ref, reading, values)
        if dies == "after":
            raise Died


class Story:
    def __init__(self, seed: int, folder, moodle: Moodle, address: str, loud: bool) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.moodle = moodle
        self.clock = ManualClock()
        self.site = Site(address, answer=5.0)
        self.write = SAVE if loud else BATCH
        self.outbox = Outbox(folder, self.clock)
        connection = self.outbox.add_connection("moodle", "M", address)
        self.outbox.take_matches(connection, {f"s{user}": str(user) for user in moodle.students})
        self.target = self.outbox.add_target("session", "grade", connection, GRADES)
        self.outbox.agree(self.target.id, ["will_notify"])
        self.students = [user for user in moodle.students if user != SUSPENDED]
        self.wanted = {user: self.mark() for user in self.students}
        self.edited: dict[int, float] = {}
        self.start()

    def mark(self) -> str:
        return str(Decimal(self.random.randrange(0, 81)) / 4)

    def start(self) -> None:
        """The program starts: everything that it knows is on the disk."""
        connector = MoodleConnector(Client(self.site, TOKEN), frozenset(self.moodle.functions))
        self.connector = Dying(connector)
        around = Surroundings(lambda connection: self.connector, lambda: None, lambda address: True)
        self.worker = Worker(self.outbox, around, self.clock, Random(self.random.random()))
        self.derive()

    def derive(self) -> None:
        results = [Result("session", f"s{user}", "grade", mark) for user, mark in self.wanted.items()]

        def judge(rows, targets):
            changes = policy.derive(results, targets, rows)
            return changes.save, changes.drop

        self.outbox.derive(judge)

    def happen(self) -> None:
        chance = self.random.random()
        if chance < 0.35:
            self.moodle.fail(self.random.choice((READ, self.write)), self.random.choice(FAULTS))
        elif chance < 0.55:
            self.connector.dies = self.random.choice(("before", "after"))
        elif chance < 0.75:
            for user in self.random.sample(self.students, 3):
                if user not in self.edited:
                    self.wanted[user] = self.mark()
            self.derive()
        else:
            self.edit()

    def edit(self) -> None:
        """A colleague changes a grade whose value is not under way."""
        rows = {row.student: row for row in self.outbox.list_rows()}
        user = self.random.choice(self.students)
        if rows[f"s{user}"].state is State.CONFIRMED:
            self.edited[user] = 99.0
            self.moodle.books[17].shown[user] = self.moodle.books[17].grades[user] = 99.0

    def work(self) -> None:
        self.clock.advance(self.random.choice((1.0, 31.0, 86_400.0)))
        try:
            self.worker.work_once()
        except Died:
            self.outbox.close()
            self.outbox = Outbox(self.folder, self.clock)
            self.start()

    def finish(self) -> None:
        """The faults are over. Everything that is asked for is asked for until nothing is left to do."""
        self.moodle.faults.clear()
        self.connector.dies = ""
        for _ in range(3):
            self.clock.advance(86_400.0)
            self.worker.sync_now()
            self.worker.work_once()


@pytest.mark.parametrize("loud", [False, True], ids=["quiet", "loud"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_platform_ends_up_right(tmp_path, seed, loud):
    moodle = Moodle()
    if loud:
        moodle.functions.discard("mod_assign_submit_grading_form")
    with serve_moodle(moodle) as address:
        story = Story(seed, tmp_path, moodle, address, loud)
        for _ in range(ROUNDS):
            story.happen()
            story.work()
        story.finish()
        rows = {row.student: row for row in story.outbox.list_rows()}
        shown = moodle.books[17].shown
        for user in story.students:
            if user in story.edited:
                assert shown[user] == 99.0
                assert rows[f"s{user}"].state is State.CHANGED_THERE
            else:
                assert shown[user] == float(story.wanted[user])
                assert rows[f"s{user}"].state is State.CONFIRMED
        assert moodle.most_at_work == 1
        assert moodle.repeated == 0  # or students would be told again of what they know
        assert bool(moodle.told) is loud
        story.outbox.close()
        story.site.close()


def test_a_plan_of_a_story_is_what_the_run_does(tmp_path):
    moodle = Moodle()
    with serve_moodle(moodle) as address:
        story = Story(1, tmp_path, moodle, address, loud=False)
        [target] = story.outbox.list_targets()
        run = Run(story.outbox, story.connector, target, story.clock, Random(1))
        plan = run.plan()
        assert (plan.to_send, len(plan.lines), plan.notices) == (39, 39, ())
        story.moodle.fail(READ, "136")
        with pytest.raises(Trouble):
            run.plan()
        assert all(row.attempts == 0 for row in story.outbox.list_rows())
        story.outbox.close()
        story.site.close()
