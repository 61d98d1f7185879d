"""A course's tool from the form to confirmed grades, as windows use it; certificates and pass phrases."""

import keyring
import pytest

from app import secret_file, secrets
from app.errors import Trouble
from app.outgoing.registration import read_registration
from app.outgoing.rows import State
from app.outgoing.seen import SendWishes
from app.secret_file import FILE_NAME, SecretFile
from app.storage.archive import Archive
from app.storage.library import Library
from sync.connecting import FINGERPRINT, Keys
from sync.connectors.lti.refs import NEW_ATTENDANCE, NEW_GRADES
from sync.desk import SyncDesk
from sync.errors import LoggedOut, NotReached
from sync.worker import Surroundings
from tests.helpers.lti import LtiPlatform, serve_lti
from tests.helpers.moodle import TOKEN
from tests.helpers.sent_class import add_class, keep, make_clock, play, pupils
from tests.helpers.tls import serve_tls
from tests.sync.test_desk import GRADES
from tests.sync.test_http import reply
from tests.sync.test_lti import register
from tests.test_secrets import LockedKeyring, MemoryKeyring

PHRASE = "quatre chevaux verts"


@pytest.fixture(autouse=True)
def ring(monkeypatch):
    monkeypatch.setattr(secret_file, "COST", 10)
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield keyring.set_keyring
    keyring.set_keyring(before)
    secrets.close_secret_file()


@pytest.fixture
def desk(tmp_path):
    """A data folder with one ended session; the test is the thread of sync."""
    clock = make_clock()
    library = Library(tmp_path, clock)
    students = pupils(5)
    keep(tmp_path, play(students, "one"), add_class(library, students))
    desk = SyncDesk(tmp_path, clock, Archive(tmp_path, clock), library)
    desk.engine.open(Surroundings(desk.engine.connect, lambda: None, lambda address: True))
    yield desk
    desk.engine.stop()
    library.close()


@pytest.fixture
def platform(desk):
    platform = LtiPlatform(desk.lti_key().pem, desk.engine.clock.now(), students=5)
    with serve_lti(platform):
        yield platform


def class_of(desk):
    [row] = desk._rosters.list_classes()
    return row.id


def test_from_the_form_to_confirmed_columns(desk, platform):
    connection = desk.connect_lti(register(platform))
    assert (connection.kind, connection.name) == ("lti", "Algorithmique — groupe A (été)")
    [course] = desk.list_courses(connection.id)
    desk.save_wishes(
        class_of(desk), SendWishes(connection.id, course.id, "points", attendance=True, scale="10")
    )
    for kind, ref in (("grade", NEW_GRADES), ("attendance", NEW_ATTENDANCE)):
        place = next(one for one in desk.list_places(connection.id, course.id, kind) if one.ref == ref)
        target = desk.set_target("one", kind, connection.id, place.ref, place.name)
        assert target.name.startswith("Capitals (20")
        plan = desk.plan(target.id, lambda done, total: True)
        assert plan.to_send == 5 and platform.columns == []
        desk.agree(target.id, [notice.code for notice in plan.notices])
    desk.engine.worker.work_once()
    assert desk.is_sent("one")
    attendance, grades = sorted(platform.columns, key=lambda column: column.item["scoreMaximum"])
    assert (grades.item["scoreMaximum"], attendance.item["scoreMaximum"]) == (10, 1)
    assert {grade.value for grade in attendance.grades.values()} == {1}
    for target in desk.list_sessions()[0].targets:
        assert {seen.row.state for seen in desk.list_rows(target.id)} == {State.CONFIRMED}
    again = desk.set_target("one", "grade", connection.id, NEW_GRADES)
    assert again.ref == next(t.ref for t in desk.list_sessions()[0].targets if t.kind == "grade")


def test_a_course_that_is_connected_again_stays_the_same_connection(desk, platform):
    first = desk.connect_lti(register(platform))
    platform.valid = False
    with pytest.raises(LoggedOut, match="lti_not_known"):
        desk.connect_lti(register(platform))
    platform.valid = True
    assert desk.connect_lti(register(platform)).id == first.id
    page = f"{platform.address}/mod/lti/coursetooledit.php?course=3&typeid=1"
    with pytest.raises(LoggedOut, match="lti_not_allowed"):
        desk.connect_lti(read_registration("moodle", {"page": page, "client": register(platform).client}))
    assert len(desk.list_health()) == 1


def test_a_certificate_is_trusted_for_its_server_and_kept_with_its_connections(desk, tmp_path):
    config = reply("200 OK", b'[{"data": {"typeoflogin": 1}}]')
    with serve_tls(tmp_path, "school", config) as (address, heard, fingerprint):
        with pytest.raises(NotReached, match="platform_not_trusted"):
            desk.begin_browser_sign_in(address)
        assert desk.fingerprint_of(f"{address}/login/index.php") == fingerprint
        id_ = desk._outbox.add_connection("moodle", "M", f"{address}/moodle", {"user": "x"})
        desk._outbox.set_trouble(id_, "platform_not_trusted")
        desk.trust(address, fingerprint)
        with pytest.raises(Trouble, match="login_not_in_browser"):  # understood, so it was believed
            desk.begin_browser_sign_in(address)
        assert len(heard) == 1
    [connection] = desk._outbox.list_connections()
    assert connection.details == {"user": "x", FINGERPRINT: fingerprint} and connection.trouble == ""


def test_a_pass_phrase_keeps_what_no_keyring_took(desk, ring, tmp_path):
    ring(LockedKeyring())
    id_ = desk._outbox.add_connection("moodle", "M", "https://moodle.example")
    with pytest.raises(Trouble, match="keyring_missing"):
        desk.engine.keys.keep(id_, TOKEN)
    with pytest.raises(Trouble, match="keyring_missing"):
        desk.lti_key()
    desk.open_secrets(PHRASE)
    assert desk.engine.keys.unkept == set()
    key = desk.lti_key()
    secrets.close_secret_file()
    desk._outbox.set_trouble(id_, "keyring_missing")
    desk.open_secrets(PHRASE)
    assert desk.lti_key() == key and desk._outbox.list_connections()[0].trouble == ""
    assert Keys().load(id_) == TOKEN
    assert len(SecretFile(tmp_path, PHRASE)._read()) == 2
    assert TOKEN.encode() not in (tmp_path / FILE_NAME).read_bytes()


def test_a_certificate_that_has_changed_is_told_and_not_taken_for_a_missing_way(desk, tmp_path):
    with serve_tls(tmp_path, "thief", reply("200 OK", b"{}")) as (address, heard, fingerprint):
        id_ = desk._outbox.add_connection("moodle", "M", address, {FINGERPRINT: ":".join(["AB"] * 32)})
        desk.engine.keys.keep(id_, TOKEN)
        desk._outbox.add_target("one", "grade", id_, GRADES, "20", "")
        desk.engine.worker.sync_now()
        desk.engine.worker.work_once()
        assert heard == []
        [health] = desk.list_health()
        assert health.code == desk.overview().code == "platform_not_trusted"
        desk.trust(address, fingerprint)
        desk.engine.worker.work_once()
        assert len(heard) > 0
