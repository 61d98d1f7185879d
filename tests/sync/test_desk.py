"""Sync as windows use it: a class has ended, the platform gets what was chosen, and the teacher sees it."""

import threading

import keyring
import pytest

from app.errors import Refused, Trouble
from app.live.commands import CancelQuestion
from app.outgoing.rows import State
from app.outgoing.seen import Overview, SendWishes
from app.storage.archive import Archive
from app.storage.library import Library
from app.storage.outbox import Outbox
from sync.connecting import Keys
from sync.connectors.moodle.refs import write_ref
from sync.desk import SyncDesk
from sync.late import LateDesk
from sync.worker import LONGEST_NAP, Surroundings
from tests.helpers.moodle import PASSWORD, TOKEN
from tests.helpers.sent_class import add_class, keep, make_clock, play, pupils
from tests.test_secrets import LockedKeyring, MemoryKeyring

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
PRESENCE = write_ref(kind="attendance", course="2", cmid="61", session="4")


class World:
    """A data folder with one ended session of forty students, and a sync desk whose thread the test is."""

    def __init__(self, folder, address):
        self.folder, self.address = folder, address
        self.clock = make_clock()
        self.library = Library(folder, self.clock)
        self.students = pupils()
        self.class_id = add_class(self.library, self.students)
        self.archive = Archive(folder, self.clock)
        self.room = play(self.students, "one")
        keep(folder, self.room, self.class_id)
        self.metered: bool | None = None
        self.reachable = True
        self.told = 0
        self.desk = self.make_desk()

    def make_desk(self) -> SyncDesk:
        desk = SyncDesk(self.folder, self.clock, self.archive, self.library)
        desk.listen(self.hear)
        desk.engine.open(
            Surroundings(desk.engine.connect, lambda: self.metered, lambda address: self.reachable)
        )
        return desk

    def hear(self):
        self.told += 1

    def restart(self):
        keys = self.desk.engine.keys
        self.desk.engine.stop()
        self.desk = self.make_desk()
        self.desk.engine.keys = keys

    def connect(self) -> str:
        return self.desk.connect_moodle(self.address, user="prof", password=PASSWORD).id

    def work(self) -> float:
        return self.desk.engine.worker.work_once()

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
def world(tmp_path, address):
    world = World(tmp_path, address)
    yield world
    world.close()


def shown(moodle) -> dict[str, float]:
    return {f"s{user}": grade for user, grade in moodle.books[17].shown.items()}


def test_from_a_password_to_a_confirmed_class(world, moodle):
    desk = world.desk
    connection = world.connect()
    assert [course.id for course in desk.list_courses(connection)] != []
    places = {place.ref: place for place in desk.list_places(connection, "2", "grade")}
    assert places[GRADES].top == "100"
    matches = desk.match(connection, "2", world.class_id)
    assert all(match.sure and match.account == match.student[1:] for match in matches)
    target = desk.set_target("one", "grade", connection, GRADES)
    plan = desk.plan(target.id, lambda done, total: True)
    assert (plan.to_send, plan.notices) == (39, ())
    assert desk.overview().waiting == 39 and desk.overview().sessions_waiting == 1
    assert not desk.is_sent("one")
    told = world.told
    world.work()
    rows = desk.list_rows(target.id)
    assert {seen.row.state for seen in rows} == {State.CONFIRMED}
    assert rows[0].name.startswith("Élève") and rows[0].number.startswith("2026")
    assert shown(moodle) == {seen.row.student: float(seen.row.value) for seen in rows}
    assert world.told > told and desk.is_sent("one")
    [health] = desk.list_health()
    assert (health.confirmed, health.waiting, health.code) == (39, 0, "")
    [session] = desk.list_sessions()
    assert (session.counts, session.title) == ({State.CONFIRMED: 39}, "Capitals")
    assert [step.state for step in desk.history(rows[0].row.key)] == ["waiting", "sending", "confirmed"]
    assert moodle.told == []


def test_grades_and_attendance_of_forty_take_six_requests_once_signed_in(world, moodle):
    connection = world.connect()
    desk = world.desk
    desk.list_places(connection, "2", "grade")
    desk.match(connection, "2", world.class_id)
    desk.set_target("one", "grade", connection, GRADES)
    target = desk.set_target("one", "attendance", connection, PRESENCE)
    desk.agree(target.id, ["will_erase_remarks", "will_not_refresh"])
    moodle.asked.clear()
    world.work()
    assert desk.is_sent("one")
    assert moodle.attendance["4"] == dict.fromkeys(moodle.attendance["4"], "5") != {}
    assert len(moodle.asked) == 6


def test_a_correction_after_the_end_is_sent(world, moodle):
    connection = world.connect()
    world.desk.set_target("one", "grade", connection, GRADES)
    world.desk.match(connection, "2", world.class_id)
    world.work()
    before = shown(moodle)
    world.archive.correct("one", CancelQuestion("q1"))
    world.desk.refresh()
    world.work()
    assert shown(moodle) != before and world.desk.is_sent("one")
    assert world.desk.engine.derive() == 0


def test_an_edit_there_is_shown_and_the_teacher_decides_for_each(world, moodle):
    connection = world.connect()
    world.desk.match(connection, "2", world.class_id)
    target = world.desk.set_target("one", "grade", connection, GRADES)
    world.work()
    for user in (6, 7):
        moodle.books[17].shown[user] = moodle.books[17].grades[user] = 3.0
    world.desk.sync_now()
    world.work()
    changed = {s.row.student: s.row for s in world.desk.list_rows(target.id) if s.row.there is not None}
    assert {row.there for row in changed.values()} == {"3"} and set(changed) == {"s6", "s7"}
    assert world.desk.overview().changed == 2 and not world.desk.is_sent("one")
    world.desk.keep_theirs([changed["s6"].key])
    world.desk.send_ours([changed["s7"].key])
    world.work()
    assert shown(moodle)["s6"] == 3.0
    assert shown(moodle)["s7"] == float(changed["s7"].value)
    assert world.desk.is_sent("one")


def test_a_year_of_sessions_goes_out_when_the_platform_is_there_again(world, moodle):
    """Noticed by itself; sessions in any order; nothing is read from the journal twice."""
    connection = world.connect()
    world.desk.match(connection, "2", world.class_id)
    world.desk.set_target("one", "grade", connection, GRADES)
    other = write_ref(kind="assign", course="2", assignment="18", cmid="42")
    keep(world.folder, play(world.students, "two"), world.class_id)
    world.desk.set_target("two", "grade", connection, other)
    address, moodle_is_off = world.address, "http://127.0.0.1:9"
    world.desk.engine.outbox._db.execute("UPDATE connections SET address=?", [moodle_is_off])
    world.reachable = False
    world.work()
    assert world.desk.list_health()[0].code == world.desk.overview().code == "platform_unreachable"
    world.desk.engine.outbox._db.execute("UPDATE connections SET address=?", [address])
    world.clock.advance(30)
    world.work()
    assert shown(moodle) == {}
    world.reachable = True
    world.work()
    assert world.desk.is_sent("one") and len(shown(moodle)) == 39
    assert world.desk.overview().code == ""


def test_on_a_costly_connection_nothing_is_sent_by_itself_and_the_system_is_asked_only_then(world, moodle):
    asked = []
    world.desk.engine.worker._around = Surroundings(
        world.desk.engine.connect, lambda: asked.append(1) or True, lambda address: True
    )
    connection = world.connect()
    assert world.work() == LONGEST_NAP and asked == []
    world.desk.match(connection, "2", world.class_id)
    world.desk.set_target("one", "grade", connection, GRADES)
    assert world.work() == LONGEST_NAP and asked == [1]
    assert (world.desk.overview().code, shown(moodle)) == ("metered", {})
    world.desk.sync_now()
    world.work()
    assert len(shown(moodle)) == 39


def test_paused_it_sends_nothing_until_it_goes_on(world, moodle):
    connection = world.connect()
    world.desk.match(connection, "2", world.class_id)
    world.desk.set_target("one", "grade", connection, GRADES)
    world.desk.pause()
    world.work()
    assert world.desk.is_paused and world.desk.overview().code == "sync_paused" and shown(moodle) == {}
    world.restart()
    world.work()
    assert world.desk.is_paused and world.desk.overview().code == "sync_paused" and shown(moodle) == {}
    world.desk.resume()
    world.work()
    assert len(shown(moodle)) == 39
    world.desk.pause()
    world.desk.sync_now()
    world.restart()
    assert not world.desk.is_paused, "whoever wants everything now has ended the pause"


def test_who_is_not_found_is_parked_and_matched_by_hand(world, moodle):
    connection = world.connect()
    world.library.save_roster(world.class_id, [*world.students[1:], *pupils(1)])
    moodle.students.remove(6)
    moodle.students.append(99)
    matches = {m.student: m for m in world.desk.match(connection, "2", world.class_id)}
    assert (matches["s6"].account, matches["s6"].sure) == ("", False)
    target = world.desk.set_target("one", "grade", connection, GRADES)
    world.work()
    [parked] = [s for s in world.desk.list_rows(target.id) if s.row.state is State.PARKED]
    assert (parked.row.student, parked.row.reason) == ("s6", "not_matched")
    with pytest.raises(Refused, match="account_taken"):
        world.desk.set_account(connection, "s6", "7")
    world.desk.set_account(connection, "s6", "99")
    world.work()
    assert moodle.books[17].shown[99] == float(parked.row.value)


def test_a_rehearsal_is_never_sent_and_a_class_sends_what_it_wishes(world, moodle):
    keep(world.folder, play(world.students, "trial", rehearsal=True), world.class_id)
    assert [session.session for session in world.desk.list_sessions()] == ["one"]
    connection = world.connect()
    wishes = SendWishes(connection, "2", "participation", scale="10", decimals=0)
    world.desk.save_wishes(world.class_id, wishes)
    assert world.desk.load_wishes(world.class_id) == wishes
    with pytest.raises(Refused, match="scale_impossible"):
        world.desk.save_wishes(world.class_id, SendWishes(scale="many"))
    assert not world.desk.is_sent("one")
    world.desk.set_target("one", "grade", connection, GRADES)  # finds who is who by itself
    world.work()
    assert set(shown(moodle).values()) == {10.0}


def test_each_class_says_to_which_record_store_its_sessions_go(world):
    outbox = world.desk.engine.outbox
    first, second = (outbox.add_connection("xapi", name, f"https://{name}.example") for name in ("a", "b"))

    def stores():
        world.desk.engine.derive()
        return {target.session: target.connection for target in outbox.list_targets()}

    world.desk.save_wishes(world.class_id, SendWishes(statements=True, store=second))
    assert stores() == {"one": second}
    keep(world.folder, play(world.students, "two"), world.class_id)
    world.desk.save_wishes(world.class_id, SendWishes(statements=True))
    assert stores() == {"one": second, "two": first}, "the first where none was chosen; what went stays there"
    outbox.remove_connection(second)
    world.desk.save_wishes(world.class_id, SendWishes(statements=True, store=second))
    assert stores() == {"two": first}, "nobody else gets what one store was to get"


def test_another_highest_value_there_makes_the_marks_anew(world, moodle):
    connection = world.connect()
    world.desk.match(connection, "2", world.class_id)
    world.desk.set_target("one", "grade", connection, GRADES)
    for row in moodle.course["assignments"]:
        row["grade"] = 200 if row["id"] == 17 else row["grade"]
    world.work()
    assert shown(moodle) == {}
    world.work()
    assert world.desk.is_sent("one") and max(shown(moodle).values()) > 100


def test_signing_in_again_keeps_what_waits_and_removing_takes_the_key(world, moodle):
    connection = world.connect()
    world.desk.match(connection, "2", world.class_id)
    world.desk.set_target("one", "grade", connection, GRADES)
    world.desk.engine.keys.keep(connection, "old")
    world.work()
    assert world.desk.overview().code == "platform_logged_out"
    assert world.desk.connect_moodle(world.address, token=TOKEN).id == connection
    world.work()
    assert world.desk.is_sent("one")
    world.desk.remove_connection(connection)
    with pytest.raises(Trouble, match="platform_logged_out"):
        Keys().load(connection)
    with pytest.raises(Refused, match="no_such_connection"):
        world.desk.list_courses(connection)


def test_without_a_keyring_it_works_and_says_so(world):
    keyring.set_keyring(LockedKeyring())
    connection = world.connect()
    assert world.desk.list_health()[0].code == "keyring_missing"
    assert world.desk.list_courses(connection)


def test_a_browser_sign_in_ends_with_the_link_of_this_time(world, moodle):
    with pytest.raises(Trouble, match="login_not_in_browser"):
        world.desk.begin_browser_sign_in(world.address)


def test_a_desk_that_comes_later_answers_at_once_and_then_as_itself(world):
    world.desk.engine.stop()
    heard = threading.Event()
    late = LateDesk(lambda: SyncDesk(world.folder, world.clock, world.archive, world.library))
    late.listen(heard.set)
    late.refresh()
    assert (late.overview(), late.is_paused) == (Overview(), False)
    late.start()
    assert [session.session for session in late.list_sessions()] == ["one"]
    assert heard.wait(10)
    late.pause()
    assert late.is_paused and late.overview().code == "sync_paused"
    late.stop(10)


def test_the_thread_opens_the_outbox_when_another_program_lets_go_and_ends_in_time(world, monkeypatch):
    world.desk.engine.stop()
    held = Outbox(world.folder)
    monkeypatch.setattr("sync.engine.LOOK_AGAIN", 0.05)
    desk = SyncDesk(world.folder, world.clock, world.archive, world.library)
    elsewhere, free = threading.Event(), threading.Event()
    desk.listen(lambda: (elsewhere if desk.overview().code == "sync_elsewhere" else free).set())
    desk.engine.start()
    assert elsewhere.wait(10)
    with pytest.raises(Trouble, match="sync_elsewhere"):
        desk.list_health()
    held.close()
    assert free.wait(10)
    assert desk.list_health() == []
    desk.engine.stop(10)
    Outbox(world.folder).close()  # it is free again
