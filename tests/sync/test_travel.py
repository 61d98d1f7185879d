"""Results travel to another computer: signed, sealed, and counted once whoever sends them, however often."""

import json

import keyring
import pytest

from app.errors import Refused, Trouble
from app.outgoing.rows import State
from app.storage.archive import Archive
from app.storage.journal import Journal
from app.storage.library import Library
from sync.connectors.moodle.refs import write_ref
from sync.desk import SyncDesk
from sync.worker import Surroundings
from tests.helpers.moodle import PASSWORD
from tests.helpers.sent_class import add_class, keep, make_clock, play, pupils
from tests.test_secrets import MemoryKeyring

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
PHRASE = "trois pommes vertes"


class Computer:
    """A data folder of its own with a sync desk whose thread the test is."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.clock = folder, make_clock()
        self.library = Library(folder, self.clock)
        self.archive = Archive(folder, self.clock)
        self.desk = SyncDesk(folder, self.clock, self.archive, self.library)
        self.desk.engine.open(Surroundings(self.desk.engine.connect, lambda: None, lambda _: True))

    def connect(self, address):
        return self.desk.connect_moodle(address, user="prof", password=PASSWORD).id

    def work(self):
        return self.desk.engine.worker.work_once()

    def rows(self):
        return [
            row
            for target in self.desk._outbox.list_targets()
            for row in self.desk._outbox.list_rows(target.id)
        ]

    def close(self):
        self.desk.engine.stop()
        self.library.close()


@pytest.fixture(autouse=True)
def memory():
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def school(tmp_path, address):
    """The laptop in the classroom: it has taught a class and says where the marks go."""
    made = Computer(tmp_path / "school")
    students = pupils(8)
    class_id = add_class(made.library, students)
    keep(made.folder, play(students, "one"), class_id)
    connection = made.connect(address)
    made.desk.match(connection, "2", class_id)
    made.desk.set_target("one", "grade", connection, GRADES)
    [target] = made.desk._outbox.list_targets()
    made.desk.agree(target.id, ["will_notify", "will_release", "will_rewrite_comments"])
    yield made
    made.close()


@pytest.fixture
def home(tmp_path):
    made = Computer(tmp_path / "home")
    yield made
    made.close()


def test_both_send_and_everything_counts_once(school, home, moodle, address, tmp_path):
    path = tmp_path / "trip.preau-travel"
    school.desk.write_travel(["one"], path, PHRASE)
    assert home.desk.take_travel(path, PHRASE).unconnected == (address,)
    home.connect(address)
    done = home.desk.take_travel(path, PHRASE)
    assert (done.taken, done.same, done.unconnected) == (0, 1, ())
    [target] = home.desk._outbox.list_targets()
    home.desk.agree(target.id, ["will_notify", "will_release", "will_rewrite_comments"])
    before = len(home.rows())
    assert before == 8 and {row.key for row in home.rows()} == {row.key for row in school.rows()}
    home.work()
    assert {row.state for row in home.rows()} == {State.CONFIRMED}
    grades, told = dict(moodle.books[17].grades), list(moodle.told)
    assert len(grades) == 8
    school.work()
    assert {row.state for row in school.rows()} == {State.CONFIRMED}
    assert home.desk.take_travel(path, PHRASE).same == 1
    home.work()
    assert len(home.rows()) == before
    assert (moodle.books[17].grades, moodle.told, moodle.repeated) == (grades, told, 0)


def test_a_changed_file_and_a_wrong_phrase_are_refused(school, home, tmp_path):
    path = tmp_path / "trip.preau-travel"
    school.desk.write_travel(["one"], path, "")
    seen = home.desk.read_travel(path, "")
    assert seen.titles == ("Capitals",) and not seen.known and seen.maker
    content = json.loads(path.read_text())
    assert "Élève" in json.loads(content["body"])["sessions"][0]["events"][1][1]["name"]
    content["body"] = content["body"].replace("Capitals", "Capitol")
    path.write_text(json.dumps(content))
    with pytest.raises(Trouble, match="travel_damaged"):
        home.desk.take_travel(path, "")
    assert home.archive.list_sessions() == []
    school.desk.write_travel(["one"], path, PHRASE)
    assert b"Capitals" not in path.read_bytes()
    for phrase, code in (("", "phrase_missing"), ("another phrase", "phrase_wrong")):
        with pytest.raises(Refused, match=code):
            home.desk.read_travel(path, phrase)
    home.desk.take_travel(path, PHRASE)
    assert home.desk.read_travel(path, PHRASE).known


def test_a_session_is_taken_in_whole_or_not_at_all(school, home, tmp_path, monkeypatch):
    """What a kill would leave of it between two commits would be a class that still runs."""

    def fail(self, session, events):
        raise AssertionError("a second commit")

    school.desk.write_travel(["one"], tmp_path / "trip.preau-travel", "")
    monkeypatch.setattr(Journal, "append", fail)
    assert home.desk.take_travel(tmp_path / "trip.preau-travel", "").taken == 1
    [row] = home.archive.list_sessions()
    assert row.ended_at is not None


def test_a_disk_that_cannot_be_read_for_a_moment_does_not_end_the_telling(home, monkeypatch):
    def fail(outbox, worker):
        raise Trouble("database_unusable", file="outbox.db", reason="disk I/O error")

    heard, before = [], home.desk.overview()
    home.desk.listen(lambda: heard.append(home.desk.overview()))
    with monkeypatch.context() as patch:
        patch.setattr("sync.engine.see_all", fail)
        home.desk.engine.tell_changed()
    assert heard == [before]
