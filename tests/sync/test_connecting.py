"""A key goes from the keyring to the platform and is found nowhere else."""

import logging

import keyring
import pytest

from app.errors import Trouble
from app.log import start_log
from app.outgoing.rows import Row, make_key
from app.storage.outbox import Outbox
from sync.connecting import WORDS, Keys, connect_moodle
from sync.connectors.moodle.refs import write_ref
from sync.errors import LoggedOut
from sync.worker import Surroundings, Worker
from tests.helpers.moodle import TOKEN
from tests.test_secrets import LockedKeyring, MemoryKeyring

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
SESSION = write_ref(kind="attendance", course="2", cmid="61", session="4")


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_key_is_kept_by_the_keyring_and_forgotten(use):
    use(MemoryKeyring())
    Keys().keep("c1", TOKEN)
    keys = Keys()
    assert keys.load("c1") == TOKEN
    keys.forget("c1")
    for known in (keys, Keys()):
        with pytest.raises(LoggedOut, match="platform_logged_out"):
            known.load("c1")


def test_without_a_keyring_a_key_lasts_until_the_program_ends(use):
    use(LockedKeyring())
    keys = Keys()
    with pytest.raises(Trouble, match="keyring_missing"):
        keys.keep("c1", TOKEN)
    assert keys.load("c1") == TOKEN
    with pytest.raises(Trouble, match="keyring_missing"):
        Keys().load("c1")


def test_neither_key_nor_name_is_in_any_file_whatever_fails(use, tmp_path, moodle, address, clock):
    use(MemoryKeyring())
    secret = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
    level = logging.getLogger().level
    log = start_log(tmp_path)
    outbox = Outbox(tmp_path, clock)
    connection = outbox.add_connection("moodle", "M", address)
    outbox.take_matches(connection, {"s6": "6"})
    target = outbox.add_target("session", "grade", connection, GRADES)
    outbox.derive(lambda rows, targets: ([Row(make_key(target.id, "s6"), target.id, "s6", "12")], ()))
    keys = Keys()
    keys.keep(connection, secret)
    around = Surroundings(lambda c: connect_moodle(c, keys), lambda: None, lambda address: True)
    worker = Worker(outbox, around, clock)
    worker.work_once()
    assert outbox.list_connections()[0].trouble == "platform_logged_out"
    keys.keep(connection, TOKEN)
    moodle.fail("core_webservice_get_site_info", "136")
    worker.sync_now()
    worker.work_once()
    outbox.close()
    handlers = [h for h in logging.getLogger().handlers if getattr(h, "baseFilename", "") == str(log)]
    for handler in handlers:
        logging.getLogger().removeHandler(handler)
        handler.close()
    logging.getLogger().setLevel(level)
    assert "sync is put off: platform_maintenance" in log.read_text(encoding="utf-8")
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert secret.encode() not in content and "Élève".encode() not in content, file.name


def test_what_the_teacher_calls_a_status_is_used(use, moodle, address, outbox, monkeypatch):
    use(MemoryKeyring())
    monkeypatch.setitem(moodle.statuses, "8", "Justifié")
    id_ = outbox.add_connection("moodle", "M", address, {f"{WORDS}excused": "Justifié"})
    keys = Keys()
    keys.keep(id_, TOKEN)
    [connection] = outbox.list_connections()
    moodle.attendance["4"] = {6: "8"}
    assert connect_moodle(connection, keys).read(SESSION).held["6"].value == "excused"
