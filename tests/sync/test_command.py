"""`sync` without a window, on the stand-in for Moodle."""

import threading

import keyring
import pytest

from app.errors import Trouble
from app.i18n import translator
from app.secrets import VARIABLE, close_secret_file
from app.storage.archive import Archive
from app.storage.library import Library
from sync.command import Command
from sync.connectors.moodle.refs import write_ref
from sync.desk import SyncDesk
from tests.helpers.moodle import PASSWORD, TOKEN
from tests.helpers.processes import run_program
from tests.helpers.sent_class import add_class, keep, make_clock, play, pupils
from tests.test_secrets import LockedKeyring, MemoryKeyring

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")


@pytest.fixture
def use():
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield keyring.set_keyring
    keyring.set_keyring(before)
    close_secret_file()


@pytest.fixture
def folder(tmp_path, address, use):
    """A class of three whose marks go to the stand-in."""
    clock = make_clock()
    library = Library(tmp_path, clock)
    students = pupils(3)
    class_id = add_class(library, students)
    keep(tmp_path, play(students, "one"), class_id)
    desk = SyncDesk(tmp_path, clock, Archive(tmp_path, clock), library)
    desk.engine.open()
    connection = desk.connect_moodle(address, user="prof", password=PASSWORD)
    desk.match(connection.id, "2", class_id)
    desk.set_target("one", "grade", connection.id, GRADES)
    desk.engine.stop()
    library.close()
    return tmp_path


class Reader:
    def __init__(self, folder, **texts):
        self.said: list[str] = []
        self.warned: list[str] = []
        self.clock = make_clock()
        self.command = Command(folder, self.clock, translator("en"), self.said.append, self.warned.append)


@pytest.fixture
def reader(folder):
    reader = Reader(folder)
    yield reader
    reader.command.close()


def test_a_dry_run_tells_each_student_and_changes_nothing(reader, moodle):
    assert reader.command.show_plans() == 1
    assert reader.said[0] == "Capitals – Marks"
    assert [line.split("  ")[1] for line in reader.said[1:4]] == ["Élève 6", "Élève 7", "Élève 8"]
    assert all("– → " in line and line.endswith("Waits to be sent") for line in reader.said[1:4])
    assert reader.said[4:] == ["  On the platform: 0 / 3"]
    assert (moodle.books[17].shown, reader.warned) == ({}, [])


def test_once_sends_everything_and_says_what_is_to_be_looked_at(reader, moodle):
    moodle.books[17].overridden.add(6)
    assert reader.command.send_once() == 1
    assert reader.said == ["Capitals  On the platform: 2, Refused: 1"]
    assert len(reader.warned) == 1 and "by hand in the gradebook" in reader.warned[0]
    moodle.books[17].overridden.clear()
    assert reader.command.send_once() == 0
    assert reader.said[-1] == "Everything stands on the platforms as it shall."


def test_once_waits_for_what_the_platform_may_be_at_work_on(reader, moodle):
    moodle.fail("tool_mobile_call_external_functions", "lost")
    waited = []
    assert reader.command.send_once(lambda seconds: waited.append(reader.clock.advance(seconds))) == 0
    assert len(waited) == 1 and moodle.repeated == 0


def test_it_goes_on_until_it_is_told_to_stop(reader, moodle):
    stopping = threading.Event()
    sent = threading.Event()
    reader.command._engine.outbox.set_paused(True)  # in a window, which this is not
    reader.command._engine.worker.pause()
    reader.command._say = lambda line: sent.set() if "On the platform: 3" in line else None
    working = threading.Thread(target=reader.command.send_on, args=(stopping,))
    working.start()
    assert sent.wait(20)
    stopping.set()
    working.join(20)
    assert len(moodle.books[17].shown) == 3 and reader.command._engine.outbox.is_paused


def test_who_comes_second_is_told_and_a_key_that_is_gone_too(reader, folder, use):
    with pytest.raises(Trouble, match="sync_elsewhere"):
        Reader(folder)
    use(MemoryKeyring())
    assert reader.command.send_once() == 1
    assert any("sign in again" in line for line in reader.warned)


def test_without_a_keyring_a_phrase_of_the_environment_opens_the_keys(folder, use, monkeypatch, moodle):
    use(LockedKeyring())
    monkeypatch.setenv(VARIABLE, "correct horse battery")
    reader = Reader(folder)
    assert len(reader.warned) == 1  # that other programs can read it there
    [connection] = reader.command._engine.outbox.list_connections()
    reader.command._engine.keys.keep(connection.id, TOKEN)
    reader.command.close()
    close_secret_file()
    monkeypatch.setenv(VARIABLE, "correct horse battery")
    again = Reader(folder)
    assert again.command.send_once() == 0
    again.command.close()
    assert TOKEN not in "".join(reader.said + again.said + again.warned)
    assert all(f'"{TOKEN}"'.encode() not in file.read_bytes() for file in folder.iterdir())


def test_the_program_says_so_where_nothing_waits(tmp_path):
    done = run_program("sync", "--once", "--data", tmp_path, PREAU_LANG="en")
    assert (done.returncode, done.stdout) == (0, b"Nothing waits to be sent.\n")
