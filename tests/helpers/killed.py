"""The program `sync --once` in a process of its own, killed in the middle of a request."""

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

from app.clock import ManualClock
from app.secrets import VARIABLE, close_secret_file, open_secret_file
from app.storage.archive import Archive
from app.storage.library import Library
from sync.connectors.moodle.refs import write_ref
from sync.desk import SyncDesk
from sync.worker import Surroundings
from tests.helpers.moodle import PASSWORD, Moodle, serve_moodle
from tests.helpers.processes import ROOT, environment
from tests.helpers.proxy import Network, serve_network
from tests.helpers.sent_class import add_class, keep, play, pupils

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
PHRASE = "quatre chevaux verts"


def send_and_be_killed(folder: Path, request: int, students: int = 40) -> Moodle:
    """The process dies when the platform gets the request of this number; another program goes on a day
    later. Gives the platform as it is then; fails where it is not right, or was told anything twice."""
    moodle = Moodle(students)
    library = Library(folder)
    with ExitStack() as stack:
        stack.callback(library.close)
        network = Network(Random(request), lambda body: False)
        upstream = stack.enter_context(serve_moodle(moodle))
        address = stack.enter_context(serve_network(network, upstream))
        open_secret_file(folder, PHRASE)
        stack.callback(close_secret_file)
        desk = make_desk(folder, library)
        people = pupils(students)
        class_id = add_class(library, people)
        keep(folder, play(people, "one"), class_id)
        connection = desk.connect_moodle(address, user="prof", password=PASSWORD)
        desk.match(connection.id, "2", class_id)
        desk.set_target("one", "grade", connection.id, GRADES)
        desk.engine.stop()

        wanted = network.asked + request
        command = [sys.executable, str(ROOT / "main.py"), "sync", "--once", "--data", str(folder)]
        ring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", VARIABLE: PHRASE}
        process = subprocess.Popen(
            command, env=environment(**ring), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        network.heard = lambda number: process.kill() if number == wanted else None
        process.wait(60)
        assert network.asked >= wanted, "the program ended before it was killed"
        network.wait_idle()

        desk = make_desk(folder, library)
        for _ in range(2):
            desk.engine.worker.sync_now()
            desk.engine.worker.work_once()
        rows = desk.list_rows(desk.list_sessions()[0].targets[0].id)
        assert desk.is_sent("one")
        assert moodle.books[17].shown == {int(s.row.student[1:]): float(s.row.value) for s in rows}
        assert (moodle.repeated, moodle.told, moodle.most_at_work) == (0, [], 1)
        desk.engine.stop()
    return moodle


def make_desk(folder: Path, library: Library) -> SyncDesk:
    clock = ManualClock(time.time() + 7 * 86_400.0)  # later than whatever the killed program has waited for
    desk = SyncDesk(folder, clock, Archive(folder, clock), library)
    desk.engine.open(Surroundings(desk.engine.connect, lambda: None, lambda address: True))
    return desk
