"""Whole runs against a course's tool, with every fault: the column ends up right, nothing doubles, and
neither keys nor names are in any file.
"""

import logging
import shutil
import traceback
import zipfile
from contextlib import suppress
from random import Random

import keyring
import pytest

from app.clock import ManualClock
from app.errors import Trouble
from app.log import start_log
from app.outgoing.rows import Result, State
from app.sentences import tell
from app.storage.backup import write_backup
from app.storage.outbox import Outbox
from sync import outbox as policy
from sync.connecting import Keys, connect_lti, connect_moodle, connect_xapi
from sync.connectors.lti.keys import FILE_NAME, load_key, load_or_make_key
from sync.connectors.lti.refs import NEW_GRADES, name_column
from sync.errors import Busy, LoggedOut, Unanswered
from sync.run import Run
from sync.signing_in import add_moodle
from sync.worker import Surroundings, Worker
from tests.helpers.lti import TOKEN, Grade, LtiPlatform, serve_lti
from tests.sync.test_http import answering, reply
from tests.sync.test_lti import register
from tests.test_secrets import MemoryKeyring

REF = name_column(NEW_GRADES, "session", "Quiz")


class Tool:
    """One connection with one session's grades, and the program that sends them."""

    def __init__(self, folder, outbox, clock, platform):
        self.folder, self.outbox, self.clock, self.platform = folder, outbox, clock, platform
        known = register(platform)
        id_ = outbox.add_connection("lti", "Algo", known.address, known.details())
        self.outbox.take_matches(id_, {f"s{user}": user for user in platform.students} | {"s99": "99"})
        self.target = outbox.add_target("session", "grade", id_, REF)
        self.values: dict[str, str] = {}

    @property
    def connection(self):
        return next(known for known in self.outbox.list_connections() if known.kind == "lti")

    def want(self, **values):
        self.values |= values
        results = [Result("session", student, "grade", value) for student, value in self.values.items()]

        def judge(rows, targets):
            changes = policy.derive(results, targets, rows)
            return changes.save, changes.drop

        self.outbox.derive(judge)

    def agree(self, *codes):
        self.outbox.agree(self.target.id, codes)
        [self.target] = self.outbox.list_targets()
        self.outbox.change(lambda rows: [policy.free(row, "not_agreed") for row in rows])

    def run(self):
        """After a day, so that whatever waits is due."""
        self.clock.advance(86_400)
        self.platform.now += 86_400
        connector = connect_lti(self.connection, self.folder, self.clock)
        try:
            Run(self.outbox, connector, self.target, self.clock, Random(5)).bring_up_to_date()
        finally:
            connector.close()

    def states(self):
        return {row.student: (row.state, row.reason) for row in self.outbox.list_rows()}

    def there(self):
        return {f"s{user}": grade.value for user, grade in self.platform.columns[0].grades.items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A key pair's folder and its keyring: making one takes longer than a test may."""
    before, ring = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ring)
    folder = tmp_path_factory.mktemp("key")
    load_or_make_key(folder)
    keyring.set_keyring(before)
    return folder, dict(ring.kept)


@pytest.fixture
def tool(tmp_path, made):
    before, ring = keyring.get_keyring(), MemoryKeyring()
    folder, ring.kept = made[0], dict(made[1])
    keyring.set_keyring(ring)
    clock = ManualClock()
    shutil.copy(folder / FILE_NAME, tmp_path)
    key = load_key(tmp_path)
    platform = LtiPlatform(key.public_pem, clock.now(), students=6)
    outbox = Outbox(tmp_path, clock)
    with serve_lti(platform):
        yield Tool(tmp_path, outbox, clock, platform)
    outbox.close()
    keyring.set_keyring(before)


def test_what_a_new_column_means_is_told_first_and_then_all_is_confirmed(tool):
    tool.want(**{f"s{user}": "15.5" for user in tool.platform.students}, s99="3")
    tool.run()
    assert set(tool.states().values()) == {(State.PARKED, "not_agreed"), (State.REFUSED, "not_enrolled")}
    assert tool.platform.columns == []
    tool.agree("will_make_column")
    tool.run()
    assert tool.there() == {f"s{user}": 15.5 for user in tool.platform.students}
    assert set(tool.states().values()) == {(State.CONFIRMED, ""), (State.REFUSED, "not_enrolled")}
    tool.platform.asked.clear()
    tool.run()
    assert [method for method, _ in tool.platform.asked].count("POST") == 1  # the token's
    tool.want(s6="12")
    tool.platform.columns[0].grades["7"].value = 4.0  # a colleague's
    tool.platform.columns[0].grades["7"].at = tool.clock.now()
    tool.want(s7="11")
    tool.run()
    assert tool.there()["s6"] == 12 and tool.there()["s7"] == 4
    assert tool.states()["s7"] == (State.CHANGED_THERE, "")
    tool.outbox.change(lambda rows: [policy.send_ours(row) for row in rows])
    tool.run()
    assert tool.there()["s7"] == 11 and tool.platform.repeated == 0


@pytest.mark.parametrize(
    ("part", "how", "error"),
    [
        ("token", "dropped", Unanswered),
        ("token", "503", Busy),
        ("memberships", "torn", Unanswered),
        ("lineitems", "html", Unanswered),
        ("scores", "lost", Unanswered),
        ("scores", "502", Unanswered),
        ("results", "429", Busy),
    ],
)
def test_after_any_fault_the_column_is_right_and_nothing_doubles(tool, part, how, error):
    tool.agree("will_make_column")
    tool.want(**{f"s{user}": str(int(user) + 4) for user in tool.platform.students})
    tool.platform.fail(part, how)
    with pytest.raises(error):
        tool.run()
    tool.run()
    assert tool.there() == {f"s{user}": int(user) + 4 for user in tool.platform.students}
    assert {state for state, _ in tool.states().values()} == {State.CONFIRMED}
    assert len(tool.platform.columns) == 1 and tool.platform.repeated == 0


def test_forty_grades_take_six_requests_more_than_students(tool):
    tool.platform.students = [str(user) for user in range(6, 46)]
    tool.outbox.take_matches(tool.connection.id, {f"s{user}": user for user in tool.platform.students})
    tool.agree("will_make_column")
    tool.want(**{f"s{user}": "15.5" for user in tool.platform.students})
    tool.run()
    assert {state for state, _ in tool.states().values()} == {State.CONFIRMED}
    assert len(tool.platform.asked) == 46


def test_a_column_that_was_made_without_an_answer_is_found_again(tool):
    tool.agree("will_make_column")
    tool.want(s6="10")
    asked = tool.platform.answer

    def lose_the_making(method, path, body, headers):
        if (method, "resourceId" in body.decode()) == ("POST", True):
            tool.platform.fail("lineitems", "lost")
        return asked(method, path, body, headers)

    tool.platform.answer = lose_the_making
    with pytest.raises(Unanswered):
        tool.run()
    tool.platform.answer = asked
    assert len(tool.platform.columns) == 1
    tool.run()
    assert len(tool.platform.columns) == 1 and tool.there() == {"s6": 10}


def test_a_tool_that_was_removed_asks_for_the_teacher(tool):
    tool.want(s6="10")
    tool.platform.valid = False
    with pytest.raises(LoggedOut, match="lti_not_known"):
        tool.run()
    (tool.folder / FILE_NAME).unlink()
    with pytest.raises(LoggedOut, match="lti_key_lost"):
        tool.run()


def tell_all(error):
    """Everything that an error can put into a log, a window or a terminal."""
    return "".join([repr(error), str(error), tell(error, str), *traceback.format_exception(error)])


def test_no_secret_and_no_name_is_in_any_file_log_backup_or_error(tool, moodle, address, caplog):
    """Through a whole run of all platforms, with faults: private key and its own key, tokens, passwords."""
    level = logging.getLogger().level
    log = start_log(tool.folder)
    logging.getLogger().setLevel(logging.DEBUG)
    [phrase] = keyring.get_keyring().kept.values()
    password, token, store_key = "my-own-pass-word", "a1b2c3d4e5f60718293a4b5c6d7e8f90", "key-of-the-store"
    keys, told = Keys(), []
    other = tool.outbox.add_connection("moodle", "M", address)
    keys.keep(other, token)
    with answering(reply("401 Unauthorized")) as (store_address, _):
        store = tool.outbox.add_connection("xapi", "L", store_address, {"user": "us"})
        keys.keep(store, store_key)
        found = next(c for c in tool.outbox.list_connections() if c.id == store)
        with pytest.raises(LoggedOut) as refused:
            connect_xapi(found, keys, lambda *_: None).read("session")
    told.append(tell_all(refused.value))
    with pytest.raises(LoggedOut, match="login_wrong") as refused:
        add_moodle(tool.outbox, keys, address, "prof", password, "")
    told.append(tell_all(refused.value))
    tool.agree("will_make_column")
    tool.want(s6="10", s7="11")
    faults = (("token", "502"), ("scores", "lost"), ("results", "html"), ("lineitems", "429"))
    for part, how in faults:
        tool.platform.fail(part, how)
        with pytest.raises(Trouble) as failed:
            tool.run()
        told.append(tell_all(failed.value))

    def connect(connection):
        if connection.kind == "lti":
            return connect_lti(connection, tool.folder, tool.clock)
        return connect_moodle(connection, keys)

    worker = Worker(tool.outbox, Surroundings(connect, lambda: None, lambda _: True), tool.clock)
    tool.outbox.remove_connection(store)
    tool.clock.advance(86_400)
    tool.platform.now += 86_400
    worker.sync_now()
    worker.work_once()
    assert {state for state, _ in tool.states().values()} == {State.CONFIRMED}
    tool.outbox.close()
    for handler in [h for h in logging.getLogger().handlers if getattr(h, "baseFilename", "") == str(log)]:
        logging.getLogger().removeHandler(handler)
        handler.close()
    logging.getLogger().setLevel(level)
    content = {file.name: file.read_bytes() for file in tool.folder.iterdir() if file.is_file()}
    write_backup(tool.folder, tool.folder / "backup.preau")
    with zipfile.ZipFile(tool.folder / "backup.preau") as backup:
        assert FILE_NAME not in backup.namelist()
        content |= {f"backup {name}": backup.read(name) for name in backup.namelist()}
    assert {FILE_NAME, "outbox.db", log.name} <= content.keys()
    content |= {"errors": "".join(told).encode(), "logged": caplog.text.encode()}
    private = "BEGIN PRIVATE", "BEGIN RSA", "client_assertion=", "eyJ"  # what a signature begins with
    for name, said in content.items():
        for secret in (phrase, TOKEN, token, password, store_key, "Élève", *private):
            assert secret.encode() not in said, (name, secret)


@pytest.mark.parametrize("seed", range(5))
def test_stories_with_faults_and_edits_end_with_the_platform_as_it_shall_be(tool, seed):
    """No value missing, no column doubled, nothing written twice, no colleague's edit overwritten."""
    random = Random(seed)
    parts = ("token", "memberships", "lineitems", "scores", "results")
    hows = ("dropped", "lost", "torn", "502", "503", "429", "html")
    edits: dict[str, float] = {}
    tool.agree("will_make_column", "will_rewrite_comments")
    for step in range(7):
        chosen = random.sample(tool.platform.students, 3)
        tool.want(**{f"s{user}": str(random.randrange(21)) for user in chosen})
        if tool.platform.columns and random.random() < 0.4:
            user = random.choice(tool.platform.students)
            edits[f"s{user}"] = value = random.randrange(20) + 0.25 + step / 1000
            tool.platform.columns[0].grades[user] = Grade(value, tool.platform.now, "seen")
        for _ in range(random.randrange(3)):
            tool.platform.fail(random.choice(parts), random.choice(hows))
        with suppress(Trouble):
            tool.run()
    tool.platform.faults.clear()
    tool.run()
    tool.run()
    there, states = tool.there(), tool.states()
    for student, value in tool.values.items():
        if student in edits:
            assert (there[student], states[student]) == (edits[student], (State.CHANGED_THERE, ""))
        else:
            assert (there[student], states[student]) == (float(value), (State.CONFIRMED, ""))
    assert len(tool.platform.columns) == 1 and tool.platform.repeated == 0
